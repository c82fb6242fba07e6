package dev.scheduling.reminder;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one reminder of an event has come: one for a series, however many occurrences it has.
 * Immutable and thread-safe.
 *
 * @param id names it: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param owner who is reminded
 * @param calendar the calendar of the event
 * @param event whose reminder it is
 * @param placement the calendar's zone, where floating and all-day events are placed
 * @param position which of the event's reminders, from 0; {@value #SNOOZED} for one that was put
 *     off
 * @param channels the channels to use; empty for those that the owner chose
 * @param next when it is due next; null if never
 * @param repeats whether there may be another time after {@code next}
 * @param staged the latest due time that a delivery was staged for; {@link Instant#EPOCH} for none
 * @param settled everything due before it has been dealt with; what is due at it may have been
 * @param revision one more whenever a booking changed the times; deliveries of an older one are
 *     void
 * @param zoneRules the version of the tz database by which {@code next} was derived
 */
public record ReminderCursor(
    String id,
    OwnerId owner,
    CalendarId calendar,
    EventId event,
    ZoneId placement,
    int position,
    List<String> channels,
    @Nullable ReminderTime next,
    boolean repeats,
    Instant staged,
    Instant settled,
    long revision,
    String zoneRules) {

  /** The position of a reminder that was put off: {@value}. */
  public static final int SNOOZED = -1;

  public ReminderCursor {
    channels = List.copyOf(channels);
  }

  /** Whether it is there because somebody put a reminder off. */
  public boolean isSnoozed() {
    return position == SNOOZED;
  }

  /** The same cursor for another place among the event's reminders. */
  ReminderCursor withPosition(int other) {
    return new ReminderCursor(
        id, owner, calendar, event, placement, other, channels, next, repeats, staged, settled,
        revision, zoneRules);
  }

  /** The same cursor for an event that is in another calendar now. */
  ReminderCursor in(Calendar other) {
    return new ReminderCursor(
        id,
        other.owner(),
        other.id(),
        event,
        other.zone(),
        position,
        channels,
        next,
        repeats,
        staged,
        settled,
        revision,
        zoneRules);
  }
}
