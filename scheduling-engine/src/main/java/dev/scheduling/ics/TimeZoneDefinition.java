package dev.scheduling.ics;

import dev.scheduling.recurrence.Frequency;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a VTIMEZONE says over some years (RFC 5545, section 3.6.5). */
final class TimeZoneDefinition {

  /*
   * A definition may start in the year 1601 and have no end, so it is only ever unrolled over the
   * years that the file uses it in: from each observance we take the onsets in those years and the
   * one before them. The rest is sorting them and reading the result as java.time's own rules, which
   * then know about gaps and overlaps.
   */

  private static final int MOST_ONSETS = 4_000;
  private static final int MOST_OBSERVANCES = 500;

  private final ZoneRules rules;
  private final int firstYear;
  private final int lastYear;

  private TimeZoneDefinition(ZoneRules rules, int firstYear, int lastYear) {
    this.rules = rules;
    this.firstYear = firstYear;
    this.lastYear = lastYear;
  }

  private record Onset(Instant at, ZoneOffset before, ZoneOffset after) {}

  /**
   * Unrolls a VTIMEZONE from the first to the last of some years.
   *
   * @throws UnreadablePartException if it has no observance that can be read
   */
  static TimeZoneDefinition of(IcsComponent timeZone, int firstYear, int lastYear)
      throws UnreadablePartException {
    List<Onset> onsets = new ArrayList<>();
    int observances = 0;
    for (IcsComponent observance : timeZone.components()) {
      boolean known = observance.name().equals("STANDARD") || observance.name().equals("DAYLIGHT");
      if (known && ++observances <= MOST_OBSERVANCES && onsets.size() < MOST_ONSETS) {
        addOnsets(observance, firstYear, lastYear, onsets);
      }
    }
    if (onsets.isEmpty()) {
      throw new UnreadablePartException("its VTIMEZONE has no STANDARD or DAYLIGHT time");
    }
    onsets.sort(Comparator.comparing(Onset::at));
    ZoneOffset first = onsets.get(0).before();
    ZoneOffset offset = first;
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    for (Onset onset : onsets) {
      if (!onset.after().equals(offset)) {
        LocalDateTime local = LocalDateTime.ofInstant(onset.at(), offset);
        transitions.add(ZoneOffsetTransition.of(local, offset, onset.after()));
        offset = onset.after();
      }
    }
    return new TimeZoneDefinition(
        ZoneRules.of(first, first, List.of(), transitions, List.of()), firstYear, lastYear);
  }

  private static void addOnsets(
      IcsComponent observance, int firstYear, int lastYear, List<Onset> onsets)
      throws UnreadablePartException {
    ZoneOffset before = offset(observance, "TZOFFSETFROM");
    ZoneOffset after = offset(observance, "TZOFFSETTO");
    IcsProperty start = observance.first("DTSTART");
    if (start == null) {
      throw new UnreadablePartException("its VTIMEZONE has no DTSTART");
    }
    // The onsets are local to the offset before them, which also gives a UTC UNTIL its meaning.
    RecurrenceSet.Builder set =
        RecurrenceSet.startingAt(IcsTime.parse("DTSTART", start.value()).local(), before);
    RecurrenceSet recurrence;
    try {
      for (IcsProperty property : observance.properties()) {
        if (property.name().equals("RRULE")) {
          set.rule(yearly(property.value()));
        } else if (property.name().equals("RDATE")) {
          set.line("RDATE:" + property.value().strip());
        }
      }
      recurrence = set.build();
    } catch (InvalidRecurrenceException e) {
      throw new UnreadablePartException("its VTIMEZONE has a wrong rule: " + e.getMessage());
    }
    OccurrenceCursor cursor = recurrence.cursor();
    cursor.seekLocal(secondOf(firstYear));
    if (cursor.previous()) {
      onsets.add(new Onset(cursor.instant(), before, after));
    }
    cursor.seekLocal(secondOf(firstYear));
    long end = secondOf(lastYear + 1);
    while (onsets.size() < MOST_ONSETS && cursor.next() && cursor.localSecond() < end) {
      onsets.add(new Onset(cursor.instant(), before, after));
    }
  }

  /** Clocks change by yearly rules on some day; any other rule is a mistake, or made to be slow. */
  private static RecurrenceRule yearly(String text) throws UnreadablePartException {
    RecurrenceRule rule = RecurrenceRule.parse(text.strip());
    if (rule.frequency() != Frequency.YEARLY
        || !rule.byHour().isEmpty()
        || !rule.byMinute().isEmpty()
        || !rule.bySecond().isEmpty()
        || !rule.bySetPosition().isEmpty()) {
      throw new UnreadablePartException(
          "its VTIMEZONE has the rule " + Findings.quoted(text) + ", which is no day of a year");
    }
    return rule;
  }

  private static long secondOf(int year) {
    return Year.of(year).atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  private static ZoneOffset offset(IcsComponent observance, String name)
      throws UnreadablePartException {
    IcsProperty property = observance.first(name);
    String text = property == null ? "" : property.value().strip().replace(":", "");
    if (!text.matches("[+-]?\\d{4}(\\d{2})?")) {
      throw new UnreadablePartException(
          "its VTIMEZONE has the " + name + " " + Findings.quoted(text));
    }
    boolean west = text.startsWith("-");
    String digits = Character.isDigit(text.charAt(0)) ? text : text.substring(1);
    int seconds =
        Integer.parseInt(digits.substring(0, 2)) * 3600
            + Integer.parseInt(digits.substring(2, 4)) * 60
            + (digits.length() == 6 ? Integer.parseInt(digits.substring(4)) : 0);
    if (seconds > 18 * 3600) {
      throw new UnreadablePartException("its VTIMEZONE has the " + name + " " + text);
    }
    return ZoneOffset.ofTotalSeconds(west ? -seconds : seconds);
  }

  /** The offset of a local time; the first where it occurs twice, the one before a gap. */
  ZoneOffset offsetAt(LocalDateTime local) {
    return rules.getOffset(local);
  }

  /** The one offset of all the years, or null if there are several. */
  @Nullable ZoneOffset fixedOffset() {
    Instant start = Instant.ofEpochSecond(secondOf(firstYear));
    return rules.nextTransition(start) == null ? rules.getOffset(start) : null;
  }

  /** Whether a zone has the same offsets all over the years. */
  boolean agreesWith(ZoneId zone) {
    ZoneRules other = zone.getRules();
    for (ZoneOffsetTransition transition : rules.getTransitions()) {
      Instant at = transition.getInstant();
      int year = at.atOffset(ZoneOffset.UTC).getYear();
      if (year >= firstYear
          && (!other.getOffset(at).equals(transition.getOffsetAfter())
              || !other.getOffset(at.minusSeconds(1)).equals(transition.getOffsetBefore()))) {
        return false;
      }
    }
    // The other's transitions that we do not have show in the middle of some month.
    for (int year = firstYear; year <= lastYear; year++) {
      for (int month = 1; month <= 12; month++) {
        Instant middle = LocalDateTime.of(year, month, 15, 0, 0).toInstant(ZoneOffset.UTC);
        if (!rules.getOffset(middle).equals(other.getOffset(middle))) {
          return false;
        }
      }
    }
    return true;
  }
}
