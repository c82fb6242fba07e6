package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import org.jspecify.annotations.Nullable;

/**
 * Who is to come to a meeting, or where it is to be: a calendar with its hours and limits.
 * Immutable and thread-safe.
 *
 * @param calendar whose busy time counts
 * @param hours when the person or the room can be had
 * @param limits how many events they take; null for any number
 */
public record Attendee(CalendarId calendar, WorkingHours hours, @Nullable MeetingLimits limits) {

  /** Somebody who can come at any hour. */
  public static Attendee of(CalendarId calendar) {
    return new Attendee(calendar, WorkingHours.always(), null);
  }

  /** The same with other hours. */
  public Attendee with(WorkingHours other) {
    return new Attendee(calendar, other, limits);
  }

  /** The same with limits. */
  public Attendee with(MeetingLimits other) {
    return new Attendee(calendar, hours, other);
  }
}
