package dev.scheduling;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time from {@code start} (inclusive) to {@code end} (exclusive).
 *
 * <p>A range may be empty (start equals end); an empty range overlaps nothing. Immutable and
 * thread-safe.
 *
 * @param start the first instant inside
 * @param end the first instant after; not before {@code start}
 */
public record TimeRange(Instant start, Instant end) {

  public TimeRange {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("end " + end + " is before start " + start);
    }
  }

  /**
   * The range between two instants.
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public static TimeRange of(Instant start, Instant end) {
    return new TimeRange(start, end);
  }

  /**
   * The range that begins at an instant and lasts for an exact duration.
   *
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public static TimeRange of(Instant start, Duration length) {
    return new TimeRange(start, start.plus(length));
  }

  /** The exact time between start and end; zero for an empty range. */
  public Duration duration() {
    return Duration.between(start, end);
  }

  /** Whether no instant lies inside. */
  public boolean isEmpty() {
    return start.equals(end);
  }

  /** Whether {@code instant} lies inside: the start does, the end does not. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }

  /**
   * Whether some instant lies inside both. Ranges that only touch do not overlap, and an empty
   * range overlaps nothing, not even a range around it.
   */
  public boolean overlaps(TimeRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end) && !isEmpty() && !other.isEmpty();
  }

  /**
   * The part that lies inside both.
   *
   * @throws IllegalArgumentException if the two do not overlap
   */
  public TimeRange intersection(TimeRange other) {
    if (!overlaps(other)) {
      throw new IllegalArgumentException(this + " does not overlap " + other);
    }
    return new TimeRange(
        start.isAfter(other.start) ? start : other.start,
        end.isBefore(other.end) ? end : other.end);
  }

  /** ISO 8601: {@code 2026-03-02T08:30:00Z/2026-03-02T09:00:00Z}. */
  @Override
  public String toString() {
    return start + "/" + end;
  }
}
