package dev.scheduling.availability;

import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.ZoneId;

/**
 * The same hours of the clock on some days: an instant is inside where the clock on the wall shows
 * one of them. What a clock skips is then missing, and what it shows twice is inside twice.
 *
 * @param zone whose clock it is
 * @param days an all-day set
 * @param from the first second of the day inside
 * @param to the first second after; more than a day where the hours reach into the next one
 */
record LocalHours(ZoneId zone, RecurrenceSet days, int from, int to) {

  /** Adds the parts that lie in {@code [start, end)}, in seconds since 1970. */
  void collect(long start, long end, SpanCollector into) {
    ClockStretches.forEach(
        zone, start, end, (first, after, offset) -> collect(first, after, offset, into));
  }

  private void collect(long first, long after, long offset, SpanCollector into) {
    OccurrenceCursor day = days.cursor();
    day.seekLocal(first + offset - to);
    while (day.next()) {
      long midnight = day.localSecond() - offset;
      if (midnight + from >= after) {
        return;
      }
      into.add(Math.max(first, midnight + from), Math.min(after, midnight + to));
    }
  }
}
