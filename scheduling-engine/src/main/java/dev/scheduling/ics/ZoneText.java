package dev.scheduling.ics;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.component.Daylight;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.Standard;
import net.fortuna.ical4j.model.component.VTimeZone;

/** Writes what the tz database knows of a zone as a VTIMEZONE (RFC 5545, section 3.6.5). */
final class ZoneText {

  /*
   * From 1 January of the first year that is needed: the offset of that moment, then each change of
   * the past, those from and to the same offsets in one observance, then a yearly rule for each
   * change that goes on for ever. The rule is not translated from java.time's ("the last Sunday at
   * 01:00 UTC" is the last Sunday in Berlin and the Saturday before it in Nuuk) but found in the
   * local dates that it makes over the 400 years after which the calendar repeats.
   */

  private static final int CYCLE = 400;
  private static final int LISTED_YEARS = 100;
  private static final int MOST_CHANGES = 2_000;

  private final ZoneRules rules;
  private final int firstYear;
  private final List<Observance> observances = new ArrayList<>();

  private ZoneText(ZoneId zone, int firstYear) {
    this.rules = zone.getRules();
    this.firstYear = firstYear;
  }

  /** The name of a zone in TZID. */
  static String tzid(ZoneId zone) {
    return zone.getId();
  }

  /** A VTIMEZONE that holds from 1 January of a year on. */
  static VTimeZone of(ZoneId zone, int firstYear) {
    ZoneText text = new ZoneText(zone, firstYear);
    text.addObservances();
    return new VTimeZone(
        new PropertyList(List.of(WrittenProperty.text("TZID", tzid(zone)))),
        new ComponentList<>(text.observances));
  }

  private record Change(ZoneOffset before, ZoneOffset after, boolean daylight) {}

  private void addObservances() {
    Instant from = Year.of(firstYear).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    ZoneOffset first = rules.getOffset(from);
    add(
        new Change(first, first, rules.isDaylightSavings(from)),
        List.of(LocalDateTime.ofInstant(from, first)),
        "");
    Map<Change, List<LocalDateTime>> past = new LinkedHashMap<>();
    int lastYear = firstYear - 1;
    List<ZoneOffsetTransition> known = rules.getTransitions();
    if (!known.isEmpty()) {
      lastYear = Math.max(lastYear, known.get(known.size() - 1).getDateTimeBefore().getYear());
    }
    ZoneOffsetTransition transition = rules.nextTransition(from);
    for (int i = 0;
        i < MOST_CHANGES
            && transition != null
            && transition.getDateTimeBefore().getYear() <= lastYear;
        i++) {
      past.computeIfAbsent(change(transition), unused -> new ArrayList<>())
          .add(transition.getDateTimeBefore());
      transition = rules.nextTransition(transition.getInstant());
    }
    past.forEach((change, onsets) -> add(change, onsets, ""));
    for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
      addYearly(rule, lastYear + 1);
    }
  }

  private Change change(ZoneOffsetTransition transition) {
    return new Change(
        transition.getOffsetBefore(),
        transition.getOffsetAfter(),
        rules.isDaylightSavings(transition.getInstant()));
  }

  private void addYearly(ZoneOffsetTransitionRule rule, int year) {
    List<LocalDateTime> onsets = new ArrayList<>();
    for (int i = 0; i < CYCLE && year + i <= Year.MAX_VALUE; i++) {
      onsets.add(rule.createTransition(year + i).getDateTimeBefore());
    }
    Change change = change(rule.createTransition(year));
    Optional<String> yearly = yearlyRule(onsets);
    if (yearly.isPresent()) {
      add(change, onsets.subList(0, 1), yearly.get());
    } else {
      add(change, onsets.subList(0, LISTED_YEARS), "");
    }
  }

  /** The rule that makes these onsets, one in each year; empty if no simple rule does. */
  static Optional<String> yearlyRule(List<LocalDateTime> onsets) {
    int first = onsets.stream().mapToInt(LocalDateTime::getDayOfMonth).min().orElseThrow();
    int last = onsets.stream().mapToInt(LocalDateTime::getDayOfMonth).max().orElseThrow();
    LocalDate start = onsets.get(0).toLocalDate();
    if (!same(onsets, LocalDateTime::getMonth) || !same(onsets, LocalDateTime::toLocalTime)) {
      return Optional.empty();
    }
    String rule = "FREQ=YEARLY;BYMONTH=" + start.getMonthValue();
    if (first == last) {
      return Optional.of(rule + ";BYMONTHDAY=" + first);
    }
    if (!same(onsets, LocalDateTime::getDayOfWeek) || last - first != 6) {
      return Optional.empty();
    }
    String day = twoLetters(start.getDayOfWeek());
    if (last % 7 == 0) {
      return Optional.of(rule + ";BYDAY=" + last / 7 + day);
    }
    if (last == start.getMonth().minLength() && last == start.getMonth().maxLength()) {
      return Optional.of(rule + ";BYDAY=-1" + day);
    }
    String days =
        IntStream.rangeClosed(first, last)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    return Optional.of(rule + ";BYMONTHDAY=" + days + ";BYDAY=" + day);
  }

  private static <T> boolean same(List<LocalDateTime> onsets, Function<LocalDateTime, T> part) {
    T first = part.apply(onsets.get(0));
    return onsets.stream().allMatch(onset -> part.apply(onset).equals(first));
  }

  private static String twoLetters(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  private void add(Change change, List<LocalDateTime> onsets, String rule) {
    List<Property> properties = new ArrayList<>();
    properties.add(new WrittenProperty("DTSTART", IcsTime.format(onsets.get(0))));
    properties.add(new WrittenProperty("TZOFFSETFROM", offset(change.before())));
    properties.add(new WrittenProperty("TZOFFSETTO", offset(change.after())));
    if (!rule.isEmpty()) {
      properties.add(new WrittenProperty("RRULE", rule));
    }
    if (onsets.size() > 1) {
      String more = onsets.stream().skip(1).map(IcsTime::format).collect(Collectors.joining(","));
      properties.add(new WrittenProperty("RDATE", more));
    }
    PropertyList list = new PropertyList(properties);
    observances.add(change.daylight() ? new Daylight(list) : new Standard(list));
  }

  private static String offset(ZoneOffset offset) {
    int seconds = Math.abs(offset.getTotalSeconds());
    LocalTime distance = LocalTime.ofSecondOfDay(seconds);
    String text = (offset.getTotalSeconds() < 0 ? "-" : "+");
    text += String.format(Locale.ROOT, "%02d%02d", distance.getHour(), distance.getMinute());
    return distance.getSecond() == 0
        ? text
        : text + String.format(Locale.ROOT, "%02d", distance.getSecond());
  }
}
