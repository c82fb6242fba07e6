package dev.scheduling.calendar;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Where calendars, events and the log of their changes are kept.
 *
 * <p>Every call works inside the transaction it is given and sees what that transaction wrote.
 * Implementations are thread-safe and hold to {@code CalendarStoreContract}. Identifiers of an
 * event are always given together with a calendar's. An event is read through every calendar that
 * it is in ({@link Event#calendars}), and written through the one that it belongs to; through any
 * other it is not found.
 *
 * <p>All methods throw {@link dev.scheduling.SchedulingException} when the store fails.
 */
public interface CalendarStore {

  /** Adds a calendar whose id is not in use. */
  void insertCalendar(Transaction tx, Calendar calendar);

  /** Replaces all but the owner and the revision; does nothing if the calendar is gone. */
  void updateCalendar(Transaction tx, Calendar calendar);

  /**
   * Deletes a calendar with the events that belong to it and its log; does nothing if it is gone.
   * Events of other calendars are no longer in it.
   */
  void deleteCalendar(Transaction tx, CalendarId calendar);

  Optional<Calendar> calendar(Transaction tx, CalendarId calendar);

  /** The calendars of an owner, by name and then by id; at most {@code limit}. */
  List<Calendar> calendars(Transaction tx, OwnerId owner, int limit);

  /**
   * Locks calendars until the transaction ends, one after the other in the order of their ids, and
   * reads them as they are now. Ids that do not exist are missing from the answer.
   */
  Map<CalendarId, Calendar> lock(Transaction tx, SortedSet<CalendarId> calendars);

  /**
   * Locks those of the calendars that nobody else has locked, without waiting for anybody, and
   * reads them as they are now. All others are missing from the answer, and so are ids that do not
   * exist.
   */
  Map<CalendarId, Calendar> lockIfFree(Transaction tx, SortedSet<CalendarId> calendars);

  /**
   * Writes lines into the logs of calendars and gives each the revision of its last one. The
   * calendars must be locked by this transaction.
   *
   * @param changes one or more for each calendar; the first with the calendar's next revision, one
   *     more than it has, and each with one more than the one before
   * @throws IllegalArgumentException if they do not follow each other
   * @throws dev.scheduling.SchedulingException if a calendar has another revision than that, and so
   *     cannot have been locked since it was read
   */
  void recordChanges(Transaction tx, Map<CalendarId, List<CalendarChange>> changes, Instant at);

  /**
   * Removes lines of the log that were written before {@code before}, the oldest first. A reader
   * who is behind them has to read the calendar anew.
   *
   * @return how many were removed; at most {@code limit}
   */
  int pruneChanges(Transaction tx, Instant before, int limit);

  /**
   * The changes with a revision greater than {@code after}, in order; at most {@code limit}. Where
   * lines were pruned, the first has a greater revision than the next one, or there is none.
   */
  List<CalendarChange> changes(Transaction tx, CalendarId calendar, long after, int limit);

  /** Adds events whose ids are not in use. */
  void insertEvents(Transaction tx, List<BoundedEvent> events);

  /**
   * Replaces an event; does nothing if it is gone or deleted.
   *
   * @param from the calendar that it is in; another one than the event's moves it
   * @param bounds a range that holds all its occurrences
   */
  void updateEvent(Transaction tx, CalendarId from, Event event, TimeRange bounds);

  /** Hides an event from everything but {@link #restoreEvent}; does nothing if it is gone. */
  void deleteEvent(Transaction tx, CalendarId calendar, EventId event, Instant at);

  /** An event that was deleted at {@code since} or later, as it was. */
  Optional<Event> deletedEvent(Transaction tx, CalendarId calendar, EventId event, Instant since);

  /** Brings back an event that was deleted, with new content; does nothing if it is gone. */
  void restoreEvent(Transaction tx, Event event, TimeRange bounds);

  /** Removes for good what was deleted before {@code before}. Returns how many events. */
  int purgeDeleted(Transaction tx, Instant before, int limit);

  Optional<Event> event(Transaction tx, CalendarId calendar, EventId event);

  /** The event that other calendars know by {@code icalUid}. */
  Optional<Event> eventByIcalUid(Transaction tx, CalendarId calendar, String icalUid);

  /**
   * Every calendar that an event of {@code calendar} is in, deleted or not, without locking
   * anything; empty if it is not there or belongs to another calendar.
   */
  SortedSet<CalendarId> calendarsOf(Transaction tx, CalendarId calendar, EventId event);

  /**
   * The other calendars in which events that belong to {@code calendar} are; at most {@code limit}.
   */
  SortedSet<CalendarId> calendarsBeside(Transaction tx, CalendarId calendar, int limit);

  /**
   * The events that belong to {@code calendar} and are also in another, by id; at most {@code
   * limit}.
   */
  List<Event> eventsAlsoElsewhere(Transaction tx, CalendarId calendar, int limit);

  /** The events with these ids that exist and are not deleted, in no particular order. */
  List<Event> events(Transaction tx, CalendarId calendar, Collection<EventId> ids);

  /** The events that pass a filter, by id; at most the filter's limit. */
  List<Event> events(Transaction tx, CalendarId calendar, EventFilter filter);

  /**
   * Hands over every event that is in a calendar and not deleted, each once, in no particular order
   * and a few at a time: a calendar of any size is read at once and takes little memory, as far as
   * the database's driver allows.
   */
  void forEachEvent(Transaction tx, CalendarId calendar, Consumer<Event> visitor);

  /**
   * The events of several calendars whose bounds meet {@code window}, each once, in no particular
   * order; at most {@code limit}.
   */
  List<Event> eventsIn(
      Transaction tx, Collection<CalendarId> calendars, TimeRange window, int limit);
}
