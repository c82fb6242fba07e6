package dev.scheduling.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Moves a whole series by a local distance: its rules, its dates and its changed occurrences. */
final class SeriesShift {

  /*
   * What a person means who drags a weekly Monday meeting to Tuesday at eleven and says "all": every
   * occurrence a day later, and those that were excluded or changed stay so. Weekdays of a rule turn
   * with the day, a single day of the month moves to the new one, an UNTIL moves along so that the
   * last occurrence is not lost. Other parts are kept: they say something that a distance does not
   * change.
   */

  private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final Pattern WEEKLY_DAYS = Pattern.compile("(?<=;BYDAY=)[A-Z,]+(?=;|$)");
  private static final Pattern UNTIL =
      Pattern.compile("(?<=;UNTIL=)(\\d{8})(?:T(\\d{6})(Z?))?(?=;|$)");
  private static final Pattern VALUE = Pattern.compile("(\\d{8})(?:T(\\d{6})(Z?))?");
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

  private final EventTime from;
  private final EventTime to;
  private final Duration distance;

  private SeriesShift(EventTime from, EventTime to) {
    this.from = from;
    this.to = to;
    this.distance = Duration.between(from.local(), to.local());
  }

  /** The event, started at {@code start}, with everything else moved along. */
  static Event of(Event event, EventTime start) {
    SeriesShift shift = new SeriesShift(event.start(), start);
    Event.Builder moved = event.toBuilder().starts(start).withoutRecurrence();
    if (event.end() instanceof EventEnd.At at) {
      moved.ends(at.time().withLocal(at.time().local().plus(shift.distance)));
    }
    if (event.isRecurring()) {
      event.recurrence().toLines().forEach(line -> moved.recurrenceLine(shift.line(line)));
    }
    List<OccurrenceOverride> overrides = new ArrayList<>();
    event.overrides().forEach(override -> overrides.add(shift.override(override)));
    return moved.overrides(overrides).build();
  }

  /** The content line, moved. */
  String line(String line) {
    int colon = line.indexOf(':');
    String name = line.substring(0, colon + 1);
    String value = line.substring(colon + 1);
    if (name.startsWith("RRULE") || name.startsWith("EXRULE")) {
      return name + rule(value);
    }
    return name + VALUE.matcher(value).replaceAll(this::movedValue);
  }

  private String rule(String rule) {
    long days = ChronoUnit.DAYS.between(from.local().toLocalDate(), to.local().toLocalDate());
    String moved = rule;
    if (days != 0 && rule.contains("FREQ=WEEKLY")) {
      moved = WEEKLY_DAYS.matcher(moved).replaceAll(list -> turned(list.group(), days));
    } else if (days != 0 && rule.contains("FREQ=MONTHLY")) {
      moved =
          moved.replaceAll(
              ";BYMONTHDAY=" + from.local().getDayOfMonth() + "(?=;|$)",
              ";BYMONTHDAY=" + to.local().getDayOfMonth());
    }
    Matcher until = UNTIL.matcher(moved);
    return until.replaceAll(this::movedValue);
  }

  private static String turned(String days, long by) {
    return Pattern.compile(",")
        .splitAsStream(days)
        .map(day -> DAYS.get((int) Math.floorMod(DAYS.indexOf(day) + by, 7L)))
        .collect(Collectors.joining(","));
  }

  private String movedValue(MatchResult value) {
    LocalDate date = LocalDate.parse(value.group(1), DATE);
    if (value.group(2) == null) {
      return date.plusDays(distance.toDays()).format(DATE);
    }
    LocalDateTime local = LocalDateTime.parse(value.group(1) + "T" + value.group(2), DATE_TIME);
    return moved(local, "Z".equals(value.group(3))).format(DATE_TIME) + value.group(3);
  }

  /** Moves by the local distance; a UTC value is moved as the local time that it is in the zone. */
  private LocalDateTime moved(LocalDateTime value, boolean utc) {
    if (!utc || !(from instanceof EventTime.Zoned old) || !(to instanceof EventTime.Zoned next)) {
      return value.plus(distance);
    }
    return utc(local(value.toInstant(ZoneOffset.UTC), old.zone()).plus(distance), next.zone());
  }

  private static LocalDateTime local(Instant instant, ZoneId zone) {
    return LocalDateTime.ofInstant(instant, zone);
  }

  private static LocalDateTime utc(LocalDateTime local, ZoneId zone) {
    return LocalDateTime.ofInstant(local.atZone(zone).toInstant(), ZoneOffset.UTC);
  }

  private OccurrenceOverride override(OccurrenceOverride override) {
    RecurrenceId id = id(override.id());
    // An occurrence that was put elsewhere stays there; one that only reads differently moves
    // along.
    boolean stays = !RecurrenceId.of(override.start()).equals(override.id());
    EventTime start =
        stays
            ? to.withLocal(override.start().local())
            : to.withLocal(override.start().local().plus(distance));
    return new OccurrenceOverride(
        id,
        override.range(),
        start,
        override.length(),
        override.title(),
        override.description(),
        override.location(),
        override.transparency(),
        override.status(),
        override.tags());
  }

  private RecurrenceId id(RecurrenceId id) {
    LocalDateTime local;
    if (id instanceof RecurrenceId.At at && from instanceof EventTime.Zoned zoned) {
      local = local(at.instant(), zoned.zone());
    } else {
      local = LocalDateTime.ofInstant(id.instant(ZoneOffset.UTC), ZoneOffset.UTC);
    }
    return RecurrenceId.of(to.withLocal(local.plus(distance)));
  }
}
