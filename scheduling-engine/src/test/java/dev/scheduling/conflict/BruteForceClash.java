package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first clash of two series by writing down all occurrences; shares nothing with the engine but
 * the starts.
 */
final class BruteForceClash {

  /** A series as it was drawn, before it became a {@link Series}. */
  record Drawn(
      RecurrenceSet starts,
      ZoneId zone,
      TemporalAmount length,
      Map<Instant, TimeRange> moved,
      Set<Instant> cancelled) {

    Series series() {
      Series series =
          length instanceof Period days
              ? Series.of(starts, days)
              : Series.of(starts, (Duration) length);
      return series.withOverrides(moved, cancelled);
    }

    /** The occurrences that start before a moment, those moved among them, by start. */
    List<TimeRange> occurrences(Instant from, Instant until) {
      List<TimeRange> found = new ArrayList<>();
      OccurrenceCursor cursor = starts.cursor();
      if (from.isAfter(Instant.MIN)) {
        cursor.seek(from);
      }
      while (cursor.next() && cursor.instant().isBefore(until)) {
        Instant start = cursor.instant();
        if (!moved.containsKey(start) && !cancelled.contains(start)) {
          found.add(TimeRange.of(start, endOf(start, cursor.local())));
        }
      }
      for (TimeRange range : moved.values()) {
        if (!range.start().isBefore(from) && range.start().isBefore(until)) {
          found.add(range);
        }
      }
      found.removeIf(TimeRange::isEmpty);
      found.sort(Comparator.comparing(TimeRange::start));
      return found;
    }

    private Instant endOf(Instant start, LocalDateTime local) {
      if (length instanceof Period days) {
        LocalDate end = local.toLocalDate().plus(days);
        return starts.isAllDay()
            ? end.atStartOfDay(zone).toInstant()
            : end.atTime(local.toLocalTime()).atZone(zone).toInstant();
      }
      return start.plus(length);
    }

    Duration longest() {
      Duration longest =
          length instanceof Period days ? Duration.ofDays(days.getDays() + 2L) : (Duration) length;
      for (TimeRange range : moved.values()) {
        longest = longest.compareTo(range.duration()) < 0 ? range.duration() : longest;
      }
      return longest;
    }

    @Override
    public String toString() {
      return starts + " for " + length + " moved " + moved + " cancelled " + cancelled;
    }
  }

  private BruteForceClash() {}

  /** The first clash at or after one moment and before another, or null. */
  static @Nullable Instant first(Drawn a, Drawn b, Instant from, Instant until) {
    List<TimeRange> ofA = a.occurrences(minus(from, a.longest()), until);
    List<TimeRange> ofB = b.occurrences(minus(from, b.longest()), until);
    Instant best = null;
    int first = 0;
    Duration longestB = b.longest();
    for (TimeRange x : ofA) {
      while (first < ofB.size() && !ofB.get(first).start().plus(longestB).isAfter(x.start())) {
        first++;
      }
      for (int i = first; i < ofB.size() && ofB.get(i).start().isBefore(x.end()); i++) {
        TimeRange y = ofB.get(i);
        if (x.overlaps(y)) {
          Instant later = x.start().isAfter(y.start()) ? x.start() : y.start();
          if (!later.isBefore(from) && (best == null || later.isBefore(best))) {
            best = later;
          }
        }
      }
    }
    return best;
  }

  private static Instant minus(Instant from, Duration length) {
    return from.equals(Instant.MIN) ? from : from.minus(length);
  }
}
