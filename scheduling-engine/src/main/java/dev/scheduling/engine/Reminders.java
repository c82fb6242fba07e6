package dev.scheduling.engine;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.reminder.ReminderCursor;
import dev.scheduling.reminder.ReminderStore;
import dev.scheduling.reminder.ReminderTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person does with a reminder that has fired. Thread-safe. */
public final class Reminders {

  /** The shortest time that a reminder can be put off: one minute. */
  public static final Duration SHORTEST_SNOOZE = Duration.ofMinutes(1);

  /** The longest time that a reminder can be put off: seven days. */
  public static final Duration LONGEST_SNOOZE = Duration.ofDays(7);

  private final Transactions transactions;
  private final CalendarStore calendars;
  private final ReminderStore store;
  private final InstantSource clock;

  Reminders(
      Transactions transactions,
      CalendarStore calendars,
      ReminderStore store,
      InstantSource clock) {
    this.transactions = transactions;
    this.calendars = calendars;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Puts a reminder off: it comes again after a while, once, unless its event is deleted or loses
   * that occurrence. An occurrence is put off once at a time; the last word counts.
   *
   * @param owner whose reminder it is
   * @param id the reminder's id, as its notification has it
   * @param length from {@link #SHORTEST_SNOOZE} to {@link #LONGEST_SNOOZE}
   * @return when it comes again
   * @throws NotFoundException if the owner has no such reminder, or its event is gone
   * @throws InvalidEventException if the length is out of range
   */
  public Instant snooze(OwnerId owner, String id, Duration length) {
    if (length.compareTo(SHORTEST_SNOOZE) < 0 || length.compareTo(LONGEST_SNOOZE) > 0) {
      throw new InvalidEventException(
          "for",
          "for must be from " + SHORTEST_SNOOZE + " to " + LONGEST_SNOOZE + ", but is " + length);
    }
    Instant due = clock.instant().plus(length).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return transactions.inTransaction(
        tx -> {
          Fired fired = find(tx, owner, id);
          ReminderCursor cursor = fired.cursor();
          // Under the lock of the calendar, so that nobody deletes the event meanwhile.
          calendars.lock(tx, new TreeSet<>(List.of(cursor.calendar())));
          Occurrence occurrence =
              calendars
                  .event(tx, cursor.calendar(), cursor.event())
                  .flatMap(event -> event.occurrences(cursor.placement()).at(fired.occurrence()))
                  .orElseThrow(() -> new NotFoundException("reminder", id));
          forget(tx, fired);
          store.insert(tx, List.of(again(cursor, occurrence, due)));
          return due;
        });
  }

  /**
   * Ends a reminder: if it was put off, it does not come again.
   *
   * @throws NotFoundException if the owner has no such reminder
   */
  public void dismiss(OwnerId owner, String id) {
    transactions.inTransaction(
        tx -> {
          forget(tx, find(tx, owner, id));
          return "";
        });
  }

  private record Fired(ReminderCursor cursor, RecurrenceId occurrence) {}

  private static ReminderCursor again(ReminderCursor cursor, Occurrence occurrence, Instant due) {
    return new ReminderCursor(
        UUID.randomUUID().toString(),
        cursor.owner(),
        cursor.calendar(),
        cursor.event(),
        cursor.placement(),
        ReminderCursor.SNOOZED,
        cursor.channels(),
        new ReminderTime(occurrence.id(), occurrence.range().start(), due),
        false,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        cursor.zoneRules());
  }

  private Fired find(Transaction tx, OwnerId owner, String id) {
    int tilde = id.indexOf('~');
    if (tilde < 0) {
      throw new NotFoundException("reminder", id);
    }
    RecurrenceId occurrence;
    try {
      occurrence = RecurrenceId.parse(id.substring(tilde + 1));
    } catch (InvalidEventException e) {
      throw new NotFoundException("reminder", id);
    }
    ReminderCursor cursor =
        store
            .find(tx, id.substring(0, tilde))
            .filter(found -> found.owner().equals(owner))
            .orElseThrow(() -> new NotFoundException("reminder", id));
    return new Fired(cursor, occurrence);
  }

  /** Takes back what was put off of an occurrence; what has fired stays as it is. */
  private void forget(Transaction tx, Fired fired) {
    store.delete(
        tx,
        store.ofEvent(tx, fired.cursor().event()).stream()
            .filter(ReminderCursor::isSnoozed)
            .filter(cursor -> isOf(cursor.next(), fired.occurrence()))
            .map(ReminderCursor::id)
            .toList());
  }

  private static boolean isOf(@Nullable ReminderTime time, RecurrenceId occurrence) {
    return time != null && time.occurrence().equals(occurrence);
  }
}
