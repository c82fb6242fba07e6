package dev.scheduling.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which times the dates in EXDATE take from a set with times, for lines in which every EXDATE
 * has the type of DTSTART (RFC 5545, 3.8.5.1).
 */
final class ExcludedDays {

  /** Times of one day that are written one by one: one for every minute. */
  static final int MOST_IN_A_DAY = 1_440;

  private final SetFrame frame;
  private final OccurrenceCursor cursor;

  private ExcludedDays(SetParts parts) {
    SetParts without =
        new SetParts(
            parts.start(),
            parts.allDay(),
            parts.zone(),
            parts.rules(),
            parts.exclusionRules(),
            parts.extraTimes(),
            Map.of(),
            List.of(),
            parts.options());
    CompiledSet set = new CompiledSet(without, parts.zone());
    frame = set.frame;
    cursor = set.cursor(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * The exclusions of a set in their order, each once, with times in place of dates. A date stays
   * where it takes more times than {@link #MOST_IN_A_DAY}, and goes where it takes none.
   */
  static List<RecurrenceTime> asTimes(SetParts parts) {
    List<RecurrenceTime> exclusions = parts.exclusions();
    if (parts.allDay() || exclusions.stream().noneMatch(RecurrenceTime.OnDate.class::isInstance)) {
      return exclusions;
    }
    ExcludedDays days = new ExcludedDays(parts);
    Set<RecurrenceTime> times = new LinkedHashSet<>();
    for (RecurrenceTime exclusion : exclusions) {
      if (exclusion instanceof RecurrenceTime.OnDate on) {
        times.addAll(days.timesOf(on));
      } else {
        times.add(exclusion);
      }
    }
    return List.copyOf(times);
  }

  private List<RecurrenceTime> timesOf(RecurrenceTime.OnDate day) {
    List<RecurrenceTime> times = new ArrayList<>();
    LocalDate date = day.date();
    cursor.seekLocal(SetFrame.epochSecond(date));
    // Where clocks are put back over midnight, a time of the next day may come before one of this.
    LocalDate last = date.plusDays(1);
    while (cursor.next()) {
      LocalDateTime local = cursor.local();
      if (local.toLocalDate().isAfter(last)) {
        break;
      }
      if (local.toLocalDate().equals(date)) {
        if (times.size() == MOST_IN_A_DAY) {
          return List.of(day);
        }
        times.add(time(local));
      }
    }
    return times;
  }

  /** A local time names the first pass of an overlap; the second needs the instant, as UTC does. */
  private RecurrenceTime time(LocalDateTime local) {
    ZoneId zone = frame.zone();
    boolean named =
        zone == null
            || (!zone.equals(ZoneOffset.UTC)
                && local.atZone(zone).toEpochSecond() == cursor.epochSecond());
    return named
        ? new RecurrenceTime.AtLocalTime(local)
        : new RecurrenceTime.AtInstant(cursor.instant());
  }
}
