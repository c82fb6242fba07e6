package dev.scheduling.calendar;

import dev.scheduling.EventId;
import java.util.List;

/**
 * One line of a calendar's change log. Immutable and thread-safe.
 *
 * @param revision the calendar's revision that the change made; later changes have greater ones
 * @param event the event that changed
 * @param kind what happened to it
 */
public record CalendarChange(long revision, EventId event, Kind kind) {

  /**
   * The revision that a calendar has before changes that follow each other are made.
   *
   * @throws IllegalArgumentException if there are none, or one does not follow that before it
   */
  public static long revisionBefore(List<CalendarChange> changes) {
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one change");
    }
    long first = changes.get(0).revision();
    for (int i = 1; i < changes.size(); i++) {
      if (changes.get(i).revision() != first + i) {
        throw new IllegalArgumentException(
            "expected revision " + (first + i) + " but got " + changes.get(i).revision());
      }
    }
    return first - 1;
  }

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
