package dev.scheduling.conflict;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Occurrence;

/**
 * Two occurrences that want the same time. Immutable and thread-safe.
 *
 * @param calendar in which calendar both would be
 * @param requested the occurrence of the event that was to be booked
 * @param existing the occurrence that is there already; where time is held, the hold as one
 * @param held whether the time is only held, and {@code existing} is no event that could be read
 */
public record Conflict(
    CalendarId calendar, Occurrence requested, Occurrence existing, boolean held) {

  /** The time that both want; never empty. */
  public TimeRange overlap() {
    return requested.range().intersection(existing.range());
  }
}
