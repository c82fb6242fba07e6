package dev.scheduling.reminder;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the cursors of reminders are kept.
 *
 * <p>Every call works inside the transaction it is given. Implementations are thread-safe and hold
 * to {@code ReminderStoreContract}. Instants are kept to the millisecond. All methods throw {@link
 * dev.scheduling.SchedulingException} when the store fails.
 */
public interface ReminderStore {

  /** Adds cursors whose ids are not in use, of events that are there. */
  void insert(Transaction tx, List<ReminderCursor> cursors);

  /** Replaces cursors, all but their events; does nothing for those that are gone. */
  void update(Transaction tx, List<ReminderCursor> cursors);

  /** Removes cursors; those that are gone do not matter. */
  void delete(Transaction tx, Collection<String> ids);

  /** The cursors of an event, by position and id; they stay locked until the transaction ends. */
  List<ReminderCursor> ofEvent(Transaction tx, EventId event);

  /** Lets all cursors of an event have no next time, with another revision. */
  void stop(Transaction tx, EventId event);

  /** Removes the cursors of all events of a calendar. Call it before the calendar is deleted. */
  void deleteCalendar(Transaction tx, CalendarId calendar);

  Optional<ReminderCursor> find(Transaction tx, String id);

  /**
   * Cursors that are due, the first one first. They stay locked until the transaction ends, and
   * those that another transaction has locked are passed over: it has them in hand.
   *
   * @param until the latest due time (inclusive)
   * @param limit the most
   */
  List<ReminderCursor> claim(Transaction tx, Instant until, int limit);

  /**
   * A step of a cursor.
   *
   * @param from as it was read, with a next time
   * @param next when it is due after that; null if never
   * @param zoneRules the version of the tz database by which {@code next} was derived
   */
  record Advance(ReminderCursor from, @Nullable ReminderTime next, String zoneRules) {}

  /**
   * Moves cursors on, each only if it still has the revision and the occurrence that were read.
   *
   * @return the ids of those that were moved
   */
  Set<String> advance(Transaction tx, List<Advance> steps);

  /**
   * A delivery that is about to have its effect.
   *
   * @param id of the cursor
   * @param revision that the cursor had when the delivery was staged
   * @param due when it was due
   */
  record Settlement(String id, long revision, Instant due) {}

  /**
   * Settles deliveries in their order, each if its cursor is there with that very revision and
   * nothing later has been settled. It counts in the transaction of the effect.
   *
   * @return of each whether it stands; if not, it is void
   */
  List<Boolean> settle(Transaction tx, List<Settlement> settlements);

  /**
   * Cursors with a next time that was derived by another version of the tz database, in the order
   * of their ids; they stay locked until the transaction ends.
   *
   * @param after only those with a greater id; empty for all
   * @param limit the most
   */
  List<ReminderCursor> outdated(Transaction tx, String zoneRules, String after, int limit);

  /**
   * Forgets cursors that have no next time and for which nothing has been staged or settled since
   * an instant.
   *
   * @param limit the most
   * @return how many were forgotten
   */
  int prune(Transaction tx, Instant before, int limit);
}
