package dev.scheduling.calendar;

import dev.scheduling.EventId;

/**
 * One line of a calendar's change log. Immutable and thread-safe.
 *
 * @param revision the calendar's revision that the change made; later changes have greater ones
 * @param event the event that changed
 * @param kind what happened to it
 */
public record CalendarChange(long revision, EventId event, Kind kind) {

  /** What happened to an event. */
  public enum Kind {
    /** It came into being, or came here from another calendar, or back from deletion. */
    CREATED,
    /** Its content changed. */
    UPDATED,
    /** It was deleted, or went to another calendar. */
    DELETED
  }
}
