package dev.scheduling.availability;

import dev.scheduling.calendar.EventTime;

/**
 * A time at which a refused event would fit. Immutable and thread-safe.
 *
 * @param start when it would start, of the same kind as the refused event
 * @param end when it would end (exclusive)
 * @param reason why this time is offered
 */
public record SlotSuggestion(EventTime start, EventTime end, Reason reason) {

  /** Why a time is offered. */
  public enum Reason {
    /** The nearest free time after the wanted one, on the same day. */
    LATER_SAME_DAY,
    /** The nearest free time before the wanted one, on the same day. */
    EARLIER_SAME_DAY,
    /** The wanted time of day, on another day. */
    SAME_TIME_ANOTHER_DAY
  }
}
