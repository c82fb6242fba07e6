package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Occurrence;

/**
 * Two occurrences that want the same time. Immutable and thread-safe.
 *
 * @param requested the occurrence of the event that was to be booked
 * @param existing the occurrence that is there already
 */
public record Conflict(Occurrence requested, Occurrence existing) {

  /** The time that both want; never empty. */
  public TimeRange overlap() {
    return requested.range().intersection(existing.range());
  }
}
