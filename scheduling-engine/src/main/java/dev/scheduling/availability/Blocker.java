package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who cannot come to a meeting, and why: the first reason that applies, in the order of {@link
 * Reason}. Immutable and thread-safe.
 *
 * @param calendar whose calendar it is
 * @param reason why not
 * @param rangeOrNull what is in the way, where it is a time of the calendar
 */
public record Blocker(CalendarId calendar, Reason reason, @Nullable TimeRange rangeOrNull) {

  /** Why somebody cannot come. */
  public enum Reason {
    /** A confirmed event meanwhile. */
    BUSY,
    /** An event meanwhile that is not confirmed yet. */
    TENTATIVE,
    /** Not their hours. */
    OUTSIDE_WORKING_HOURS,
    /** The day has as many events as they take. */
    DAY_LIMIT,
    /** The week has as many events as they take. */
    WEEK_LIMIT,
    /** An event so soon before or after that the buffer is not free. */
    BUFFER
  }

  /**
   * What is in the way, joined with what it overlaps or touches; for the two busy kinds and the
   * buffer.
   */
  public Optional<TimeRange> range() {
    return Optional.ofNullable(rangeOrNull);
  }
}
