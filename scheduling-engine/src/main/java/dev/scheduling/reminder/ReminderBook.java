package dev.scheduling.reminder;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cursors of reminders in step with their events, in the transaction of each booking.
 * Thread-safe.
 */
public final class ReminderBook {

  /*
   * Whatever changes an occurrence's time gives the event's cursors another revision, which voids
   * what was staged, and derives the next time anew. It starts a little in the past: what was staged
   * and is void now may not have had its effect yet, and would else be lost. What had its effect is
   * settled in the cursor, under the same row lock, and is not repeated. So a reminder that is a few
   * minutes late when its event is booked fires at once, which is what the person wants who books a
   * meeting ten minutes ahead with a reminder of fifteen.
   */

  /** How late a reminder may be when its event is booked or changed, and still fire: 5 minutes. */
  public static final Duration LATE_BOOKING = Duration.ofMinutes(5);

  private final ReminderStore store;
  private final InstantSource clock;

  public ReminderBook(ReminderStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Follows an event that was booked or changed.
   *
   * @param calendar the calendar that it is in now, locked by the transaction
   * @param before the event as it was; null if it is new
   */
  public void follow(Transaction tx, Calendar calendar, @Nullable Event before, Event now) {
    if (before == null) {
      if (!now.reminders().isEmpty()) {
        begin(tx, calendar, now);
      }
    } else if (!before.reminders().isEmpty() || !now.reminders().isEmpty()) {
      boolean sameTimes = before.calendar().equals(now.calendar()) && before.takesSameTimeAs(now);
      go(tx, calendar, before.reminders(), now, sameTimes);
    }
  }

  /** Derives everything anew: for an event that came back, or whose calendar has another zone. */
  public void renew(Transaction tx, Calendar calendar, Event event) {
    if (!event.reminders().isEmpty()) {
      go(tx, calendar, event.reminders(), event, false);
    }
  }

  /** Stops the reminders of an event that was deleted; it may come back. */
  public void stop(Transaction tx, EventId event) {
    store.stop(tx, event);
  }

  /** Forgets the reminders of a calendar that is about to be deleted. */
  public void forget(Transaction tx, CalendarId calendar) {
    store.deleteCalendar(tx, calendar);
  }

  /** A new event. What the event that it was split from has settled stays settled. */
  private void begin(Transaction tx, Calendar calendar, Event event) {
    List<ReminderCursor> origin =
        event.splitFrom().map(from -> store.ofEvent(tx, from)).orElse(List.of());
    List<ReminderCursor> fresh = new ArrayList<>();
    for (int i = 0; i < event.reminders().size(); i++) {
      int position = i;
      Instant settled =
          origin.stream()
              .filter(cursor -> cursor.position() == position)
              .map(ReminderCursor::settled)
              .findFirst()
              .orElse(Instant.EPOCH);
      first(calendar, event, position, settled).ifPresent(fresh::add);
    }
    store.insert(tx, fresh);
  }

  private void go(
      Transaction tx, Calendar calendar, List<Reminder> before, Event now, boolean sameTimes) {
    List<ReminderCursor> left = new ArrayList<>(store.ofEvent(tx, now.id()));
    List<ReminderCursor> fresh = new ArrayList<>();
    List<ReminderCursor> changed = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < now.reminders().size(); i++) {
      ReminderCursor known = match(left, before, now.reminders().get(i), i);
      if (known == null) {
        first(calendar, now, i, Instant.EPOCH).ifPresent(fresh::add);
      } else {
        left.remove(known);
        if (!sameTimes) {
          changed.add(derived(known.id(), calendar, now, i, known.settled(), known.revision() + 1));
        } else if (known.position() != i) {
          changed.add(known.withPosition(i));
        }
      }
    }
    for (ReminderCursor cursor : left) {
      if (cursor.isSnoozed() && stays(cursor, calendar, now)) {
        changed.add(cursor.in(calendar));
      } else {
        gone.add(cursor.id());
      }
    }
    store.delete(tx, gone);
    store.update(tx, changed);
    store.insert(tx, fresh);
  }

  /** The cursor that a reminder had so far, the one at the same position if there are several. */
  private static @Nullable ReminderCursor match(
      List<ReminderCursor> cursors, List<Reminder> before, Reminder reminder, int position) {
    ReminderCursor found = null;
    for (ReminderCursor cursor : cursors) {
      boolean matches =
          !cursor.isSnoozed()
              && cursor.position() < before.size()
              && before.get(cursor.position()).equals(reminder);
      if (matches && (found == null || cursor.position() == position)) {
        found = cursor;
      }
    }
    return found;
  }

  /** Whether the occurrence that somebody put off is still there. */
  private static boolean stays(ReminderCursor snoozed, Calendar calendar, Event now) {
    ReminderTime next = snoozed.next();
    return next != null
        && now.occurrences(calendar.zone())
            .at(next.occurrence())
            .filter(occurrence -> occurrence.status() != EventStatus.CANCELLED)
            .isPresent();
  }

  private Optional<ReminderCursor> first(
      Calendar calendar, Event event, int position, Instant settled) {
    ReminderCursor cursor =
        derived(UUID.randomUUID().toString(), calendar, event, position, settled, 0);
    return cursor.next() == null ? Optional.empty() : Optional.of(cursor);
  }

  private ReminderCursor derived(
      String id, Calendar calendar, Event event, int position, Instant settled, long revision) {
    Reminder reminder = event.reminders().get(position);
    Instant booked = clock.instant().minus(LATE_BOOKING);
    ReminderTimes times = new ReminderTimes(event, reminder.trigger(), calendar.zone());
    return new ReminderCursor(
        id,
        calendar.owner(),
        calendar.id(),
        event.id(),
        calendar.zone(),
        position,
        reminder.channels(),
        times.after(settled.isAfter(booked) ? settled : booked).orElse(null),
        event.isRecurring() && reminder.trigger() instanceof Trigger.Offset,
        Instant.EPOCH,
        settled,
        revision,
        ReminderTimes.zoneRules());
  }
}
