package dev.scheduling.reminder;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.RecurrenceId;
import java.time.Instant;
import java.util.Optional;

/**
 * The check that a reminder which has fired still says what is true, for those who tell of it
 * later: a mail that is tried again for hours must not remind of what was moved or deleted
 * meanwhile. Thread-safe.
 */
public final class ReminderCheck {

  /*
   * The revision alone would say too much: any change of a series moves it on, also one that leaves
   * this occurrence where it was, and what has fired does not fire again. So the time is derived anew.
   */

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final ReminderStore reminders;

  public ReminderCheck(
      Transactions transactions, CalendarStore calendars, ReminderStore reminders) {
    this.transactions = transactions;
    this.calendars = calendars;
    this.reminders = reminders;
  }

  /**
   * Whether a reminder would still fire when it did.
   *
   * @param id as {@link DueReminder#id} has it
   * @param due when it was due
   */
  public boolean stands(String id, Instant due) {
    int tilde = id.indexOf('~');
    if (tilde < 0) {
      return false;
    }
    RecurrenceId occurrence;
    try {
      occurrence = RecurrenceId.parse(id.substring(tilde + 1));
    } catch (InvalidEventException e) {
      return false;
    }
    return transactions.inTransaction(tx -> stands(tx, id.substring(0, tilde), occurrence, due));
  }

  private boolean stands(Transaction tx, String cursorId, RecurrenceId occurrence, Instant due) {
    Optional<ReminderCursor> known = reminders.find(tx, cursorId);
    if (known.isEmpty()) {
      return false;
    }
    ReminderCursor cursor = known.get();
    return calendars
        .event(tx, cursor.calendar(), cursor.event())
        .filter(event -> event.status() != EventStatus.CANCELLED)
        .filter(event -> stands(cursor, event, occurrence, due))
        .isPresent();
  }

  private static boolean stands(
      ReminderCursor cursor, Event event, RecurrenceId occurrence, Instant due) {
    if (cursor.isSnoozed()) {
      return event
          .occurrences(cursor.placement())
          .at(occurrence)
          .filter(found -> found.status() != EventStatus.CANCELLED)
          .isPresent();
    }
    return cursor.position() < event.reminders().size()
        && new ReminderTimes(
                event, event.reminders().get(cursor.position()).trigger(), cursor.placement())
            .at(occurrence)
            .filter(time -> time.due().equals(due))
            .isPresent();
  }
}
