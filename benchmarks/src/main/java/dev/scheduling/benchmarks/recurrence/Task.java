package dev.scheduling.benchmarks.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Something to ask every library: the occurrences of a rule from a local time (inclusive) to
 * another (exclusive), and at most so many of them.
 *
 * @param rule the text of the RRULE, without its name
 * @param start the first occurrence, DTSTART
 * @param zone the zone of start; null for a floating one, whose occurrences are counted as if they
 *     were UTC
 * @param from where the window begins, at or after start
 * @param to where it ends, after from
 * @param limit how many occurrences are wanted at most, at least 1
 */
record Task(
    String rule,
    LocalDateTime start,
    @Nullable ZoneId zone,
    LocalDateTime from,
    LocalDateTime to,
    int limit) {

  /** Far behind every occurrence that is asked for, and within what each library can express. */
  private static final LocalDateTime END = LocalDateTime.of(9000, 1, 1, 0, 0);

  Task {
    if (from.isBefore(start) || !from.isBefore(to) || limit < 1) {
      throw new IllegalArgumentException(
          "expected start <= from < to and limit >= 1, got " + start + ", " + from + ", " + to);
    }
  }

  static Task first(int limit, String rule, LocalDateTime start) {
    return new Task(rule, start, null, start, END, limit);
  }

  static Task window(LocalDateTime from, LocalDateTime to, String rule, LocalDateTime start) {
    return new Task(rule, start, null, from, to, Integer.MAX_VALUE);
  }

  Task in(ZoneId other) {
    return new Task(rule, start, other, from, to, limit);
  }

  /** Whether the window begins later than the series, so that something must be skipped. */
  boolean isWindow() {
    return from.isAfter(start);
  }

  /** Returns the zone that turns local times into instants; UTC for a floating series. */
  ZoneId zoneOrUtc() {
    return zone == null ? ZoneOffset.UTC : zone;
  }
}
