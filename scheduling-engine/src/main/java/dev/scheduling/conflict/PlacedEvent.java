package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.Occurrence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an event is busy, in a calendar's zone: its times themselves where they are few, or else the
 * series. Immutable and thread-safe.
 */
final class PlacedEvent {

  /*
   * A series that is asked costs a microsecond, however far away it lies, and so does every other
   * series of its calendar. A room with hundreds of weekly courses of a term would ask them all for
   * each booking. The times of a course are few and known, so they stand in the tree beside those
   * of single events, where only what overlaps is ever looked at. No horizon is drawn by that: what
   * has more times, or no end, remains a series.
   */

  /** Workdays of a year, and some; 16 bytes each, and 30 more in the tree. */
  static final int MOST_TIMES = 300;

  private static final long[] NEVER = {};

  private final long[] times;
  private final @Nullable IndexedSeries series;

  private PlacedEvent(long[] times, @Nullable IndexedSeries series) {
    this.times = times;
    this.series = series;
  }

  static PlacedEvent of(Event event, ZoneId zone) {
    if (!event.isBusy() && event.overrides().isEmpty()) {
      return new PlacedEvent(NEVER, null);
    }
    if (event.isRecurring() || !event.overrides().isEmpty()) {
      return few(event, zone)
          .map(times -> new PlacedEvent(times, null))
          .orElseGet(() -> new PlacedEvent(NEVER, new IndexedSeries(event, zone)));
    }
    return event
        .occurrences(zone)
        .first()
        .filter(Occurrence::isBusy)
        .map(only -> new PlacedEvent(new long[] {start(only), end(only)}, null))
        .orElseGet(() -> new PlacedEvent(NEVER, null));
  }

  /** All times of a series without changed occurrences; empty where there are too many. */
  private static Optional<long[]> few(Event event, ZoneId zone) {
    EventOccurrences occurrences = event.occurrences(zone);
    TimeRange bounds = occurrences.bounds();
    if (!event.overrides().isEmpty() || bounds.end().equals(Instant.MAX)) {
      return Optional.empty();
    }
    long[] times = new long[2 * MOST_TIMES];
    int length = 0;
    Iterator<Occurrence> all = occurrences.in(bounds);
    while (all.hasNext()) {
      Occurrence next = all.next();
      if (length == times.length) {
        return Optional.empty();
      }
      if (next.isBusy()) {
        times[length++] = start(next);
        times[length++] = end(next);
      }
    }
    return Optional.of(Arrays.copyOf(times, length));
  }

  private static long start(Occurrence occurrence) {
    return occurrence.range().start().getEpochSecond();
  }

  private static long end(Occurrence occurrence) {
    return occurrence.range().end().getEpochSecond();
  }

  /** Busy times in epoch seconds, alternately a start and an end; none where it is a series. */
  long[] times() {
    return times;
  }

  /** The series, where the times are not few. */
  Optional<IndexedSeries> series() {
    return Optional.ofNullable(series);
  }

  /** When the last of the times ends; the earliest of all moments if there are none. */
  long latestEnd() {
    long latest = Long.MIN_VALUE;
    for (int i = 1; i < times.length; i += 2) {
      latest = Math.max(latest, times[i]);
    }
    return latest;
  }
}
