package dev.scheduling.engine;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.SeriesSplit;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.reminder.ReminderBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where bookings are made: one at a time for each calendar. Thread-safe. */
final class BookingDesk {

  /*
   * The row lock of the calendar is the guarantee. Everything that decides is read after the lock was
   * taken, and everything is written before it is given back: the event, its reminders, the line in
   * the change log, the outbox message. The index only makes the deciding fast; it is read through a view that
   * belongs to this transaction.
   *
   * An event may be in several calendars, and each act locks all that it is in or will be in, in the
   * order of their ids, so that two acts never wait for each other. Which they are is read before
   * the lock. That is safe: who changes them makes a new version of the event, and the act, which
   * names a version, then finds another one.
   */

  private static final int SUGGESTIONS = 3;
  private static final int MOST_CALENDARS_BESIDE = 1_000;
  private static final int BATCH = 500;

  private final Transactions transactions;
  private final @Nullable CalendarQueues queues;
  private final CalendarStore store;
  private final HoldStore holds;
  private final CalendarIndexes indexes;
  private final ChangeMessages messages;
  private final ReminderBook reminders;
  private final InstantSource clock;

  /**
   * @param queues where to wait for a calendar; null where transactions end later than an act, so
   *     that nobody knows for how long
   */
  BookingDesk(
      Transactions transactions,
      @Nullable CalendarQueues queues,
      CalendarStore store,
      HoldStore holds,
      CalendarIndexes indexes,
      ChangeMessages messages,
      ReminderBook reminders,
      InstantSource clock) {
    this.transactions = transactions;
    this.queues = queues;
    this.store = store;
    this.holds = holds;
    this.indexes = indexes;
    this.messages = messages;
    this.reminders = reminders;
    this.clock = clock;
  }

  /**
   * One thing to do at the desk.
   *
   * @param from the calendar that the event belongs to; that it will, if it is new
   * @param event which event
   * @param to every calendar that the event is to be in, beside those that it is in
   * @param expectedVersion the version that it must have; null if it is new
   * @param hold the hold that is redeemed; null for none
   * @param edit makes the new event of the present one
   */
  record Act(
      CalendarId from,
      EventId event,
      SortedSet<CalendarId> to,
      @Nullable Long expectedVersion,
      @Nullable HoldId hold,
      Function<@Nullable Event, Event> edit) {

    static Act book(Event event, @Nullable HoldId hold, Supplier<Event> fresh) {
      return new Act(
          event.calendar(), event.id(), event.calendars(), null, hold, none -> fresh.get());
    }

    static Act change(CalendarId from, Event changed, long version, Function<Event, Event> edit) {
      return new Act(
          from,
          changed.id(),
          changed.calendars(),
          version,
          null,
          now -> edit.apply(requireNonNull(now)));
    }

    /** A change after which the event is in the same calendars as before. */
    static Act edit(CalendarId calendar, EventId event, long version, Function<Event, Event> edit) {
      return new Act(
          calendar, event, new TreeSet<>(), version, null, now -> edit.apply(requireNonNull(now)));
    }
  }

  BookingResult write(Act act, boolean writes) {
    SortedSet<CalendarId> calendars = new TreeSet<>(act.to());
    if (act.expectedVersion() != null) {
      calendars.addAll(calendarsOf(act.from(), act.event()));
    }
    calendars.forEach(indexes::warm);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, act.hold());
          locked.get(act.from());
          redeemable(tx, act.hold());
          Event now =
              act.expectedVersion() == null
                  ? null
                  : requireVersion(tx, act.from(), act.event(), act.expectedVersion());
          Event next = act.edit().apply(now);
          LockedCalendars.Findings findings = locked.check(next, now);
          if (findings.refused()) {
            return refuse(locked, next, findings.report());
          }
          if (writes && act.hold() != null) {
            holds.delete(tx, act.hold());
          }
          Event stored = writes ? put(tx, locked, now, next) : next;
          warn(tx, locked, stored, findings.report(), writes);
          return new BookingResult.Booked(stored, null, findings.report());
        });
  }

  private <T> T inTransaction(Collection<CalendarId> calendars, Function<Transaction, T> work) {
    return queues == null
        ? transactions.inTransaction(work)
        : queues.await(calendars, () -> transactions.inTransaction(work));
  }

  private void redeemable(Transaction tx, @Nullable HoldId hold) {
    if (hold != null
        && holds.find(tx, hold).filter(found -> !found.isExpired(clock.instant())).isEmpty()) {
      throw new InvalidEventException(
          "hold", "the hold " + hold + " is not there or has expired; book without it");
    }
  }

  /** Cuts a series in two and changes the later part; see {@link Bookings#changeFollowing}. */
  BookingResult split(
      CalendarId calendar,
      EventId id,
      RecurrenceId cut,
      UnaryOperator<Event> edit,
      long expectedVersion,
      boolean writes) {
    SortedSet<CalendarId> calendars = calendarsOf(calendar, id);
    calendars.forEach(indexes::warm);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, null);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          SeriesSplit parts = split(now, cut);
          Event earlier = parts.earlier().orElse(null);
          Event later = edit.apply(earlier == null ? now : parts.later());
          if (!later.calendars().equals(now.calendars())) {
            throw new InvalidEventException(
                "alsoIn", "calendarId and alsoIn belong to the whole series");
          }
          if (earlier == null) {
            later = later.toBuilder().id(id).build();
          }
          LockedCalendars.Findings findings =
              earlier == null ? locked.check(later, now) : locked.checkBeside(later, earlier);
          if (findings.refused()) {
            return refuse(locked, later, findings.report());
          }
          if (earlier == null) {
            Event stored = writes ? put(tx, locked, now, later) : later;
            warn(tx, locked, stored, findings.report(), writes);
            return new BookingResult.Booked(stored, null, findings.report());
          }
          Event first = writes ? put(tx, locked, now, earlier) : earlier;
          Event second = writes ? put(tx, locked, null, later) : later;
          warn(tx, locked, second, findings.report(), writes);
          return new BookingResult.Booked(first, second, findings.report());
        });
  }

  /** Ends a series before an occurrence; see {@link Bookings#cancelFollowing}. */
  Optional<Event> cutShort(
      CalendarId calendar, EventId id, RecurrenceId cut, long expectedVersion, boolean writes) {
    SortedSet<CalendarId> calendars = calendarsOf(calendar, id);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, null);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          Optional<Event> earlier = split(now, cut).earlier();
          if (!writes) {
            return earlier;
          }
          if (earlier.isEmpty()) {
            remove(tx, locked, now);
            return earlier;
          }
          return Optional.of(put(tx, locked, now, earlier.get()));
        });
  }

  private static SeriesSplit split(Event event, RecurrenceId cut) {
    if (event.occurrences(ZoneOffset.UTC).at(cut).isEmpty()) {
      throw new NotFoundException("occurrence", cut);
    }
    return SeriesSplit.of(event, cut);
  }

  /** Tells of what an event overlaps and may. */
  private void warn(
      Transaction tx, LockedCalendars locked, Event event, ConflictReport report, boolean writes) {
    if (writes && !report.isClear()) {
      Calendar calendar = locked.get(event.calendar());
      messages.appendConflict(tx, calendar, event.id(), report.count(), calendar.revision());
    }
  }

  private Event put(Transaction tx, LockedCalendars locked, @Nullable Event now, Event next) {
    Event stored = store(tx, locked, now, next);
    SortedSet<CalendarId> calendars = next.calendars();
    if (now != null) {
      calendars.addAll(now.calendars());
    }
    for (CalendarId id : calendars) {
      if (!next.isIn(id)) {
        recordAndTell(tx, locked, id, next.id(), CalendarChange.Kind.DELETED, null);
      } else {
        boolean fresh = now == null || !now.isIn(id);
        recordAndTell(
            tx,
            locked,
            id,
            next.id(),
            fresh ? CalendarChange.Kind.CREATED : CalendarChange.Kind.UPDATED,
            stored);
      }
    }
    return stored;
  }

  private Event store(Transaction tx, LockedCalendars locked, @Nullable Event now, Event next) {
    Instant at = clock.instant();
    Event stored =
        now == null
            ? next.stamped(next.stamp().next(at, false))
            : next.stamped(now.stamp().next(at, !now.takesSameTimeAs(next)));
    TimeRange bounds = bounds(locked, stored);
    if (now == null) {
      store.insertEvent(tx, stored, bounds);
    } else {
      store.updateEvent(tx, now.calendar(), stored, bounds);
    }
    reminders.follow(tx, locked.get(stored.calendar()), now, stored);
    return stored;
  }

  private static TimeRange bounds(LockedCalendars locked, Event event) {
    return event.occurrences(locked.get(event.calendar()).zone()).bounds();
  }

  private void remove(Transaction tx, LockedCalendars locked, Event event) {
    store.deleteEvent(tx, event.calendar(), event.id(), clock.instant());
    reminders.stop(tx, event.id());
    for (CalendarId id : event.calendars()) {
      recordAndTell(tx, locked, id, event.id(), CalendarChange.Kind.DELETED, null);
    }
  }

  /** Puts an event into its own calendar, unchecked and without a message of its own. */
  void putUntold(Transaction tx, LockedCalendars locked, @Nullable Event now, Event next) {
    Event stored = store(tx, locked, now, next);
    record(
        tx,
        locked,
        next.calendar(),
        next.id(),
        now == null ? CalendarChange.Kind.CREATED : CalendarChange.Kind.UPDATED,
        stored);
  }

  /** Tells of all that was put untold since the calendar was locked. */
  void tellOfImport(Transaction tx, Calendar locked, int imported, int updated) {
    messages.appendImport(tx, locked, imported, updated, locked.revision());
  }

  Event delete(CalendarId calendar, EventId id, long expectedVersion, boolean writes) {
    SortedSet<CalendarId> calendars = calendarsOf(calendar, id);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, null);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          if (writes) {
            remove(tx, locked, now);
          }
          return now;
        });
  }

  BookingResult restore(CalendarId calendar, EventId id, Duration within, boolean writes) {
    SortedSet<CalendarId> calendars = calendarsOf(calendar, id);
    calendars.forEach(indexes::warm);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, null);
          Instant at = clock.instant();
          Event deleted =
              store
                  .deletedEvent(tx, calendar, id, at.minus(within))
                  .orElseThrow(() -> new NotFoundException("event", id));
          LockedCalendars.Findings findings = locked.check(deleted, null);
          if (findings.refused()) {
            return refuse(locked, deleted, findings.report());
          }
          Event restored = deleted.stamped(deleted.stamp().next(at, false));
          if (writes) {
            store.restoreEvent(tx, restored, bounds(locked, restored));
            reminders.renew(tx, locked.get(restored.calendar()), restored);
            for (CalendarId each : restored.calendars()) {
              recordAndTell(tx, locked, each, id, CalendarChange.Kind.CREATED, restored);
            }
            warn(tx, locked, restored, findings.report(), true);
          }
          return new BookingResult.Booked(restored, null, findings.report());
        });
  }

  /**
   * Deletes a calendar; the events that belong to it go from the others that they are in too.
   *
   * @return whether there was one
   */
  boolean deleteCalendar(CalendarId id) {
    return transactions.inTransaction(
        tx -> {
          SortedSet<CalendarId> calendars =
              store.calendarsBeside(tx, id, MOST_CALENDARS_BESIDE + 1);
          if (calendars.size() > MOST_CALENDARS_BESIDE) {
            throw new InvalidEventException(
                "alsoIn",
                "the calendar's events are in more than "
                    + MOST_CALENDARS_BESIDE
                    + " other calendars; cancel some of them first");
          }
          calendars.add(id);
          LockedCalendars locked = lock(tx, calendars, null);
          if (!locked.has(id)) {
            return false;
          }
          List<Event> shared = store.eventsAlsoElsewhere(tx, id, BATCH);
          while (!shared.isEmpty()) {
            shared.forEach(event -> remove(tx, locked, event));
            shared = store.eventsAlsoElsewhere(tx, id, BATCH);
          }
          reminders.forget(tx, id);
          store.deleteCalendar(tx, id);
          tx.afterCommit(() -> indexes.forget(id));
          return true;
        });
  }

  private BookingResult refuse(LockedCalendars locked, Event event, ConflictReport report) {
    return new BookingResult.Conflicting(
        report, locked.alternatives(event, clock.instant(), SUGGESTIONS));
  }

  LockedCalendars lock(
      Transaction tx, Collection<CalendarId> calendars, @Nullable HoldId redeemed) {
    return LockedCalendars.lock(tx, store, indexes, new TreeSet<>(calendars), redeemed);
  }

  /** The calendars of an event, read before they are locked. */
  SortedSet<CalendarId> calendarsOf(CalendarId calendar, EventId event) {
    SortedSet<CalendarId> calendars =
        transactions.inTransaction(tx -> store.calendarsOf(tx, calendar, event));
    calendars.add(calendar);
    return calendars;
  }

  private Event requireVersion(
      Transaction tx, CalendarId calendar, EventId id, long expectedVersion) {
    Event now =
        store
            .event(tx, calendar, id)
            .filter(found -> found.calendar().equals(calendar))
            .orElseThrow(() -> new NotFoundException("event", id));
    if (now.stamp().version() != expectedVersion) {
      throw new StaleVersionException(expectedVersion, now.stamp().version());
    }
    return now;
  }

  /** Writes a line into the log. Returns the new revision. */
  private long record(
      Transaction tx,
      LockedCalendars locked,
      CalendarId calendar,
      EventId event,
      CalendarChange.Kind kind,
      @Nullable Event now) {
    long revision = locked.get(calendar).revision() + 1;
    store.recordChange(tx, calendar, new CalendarChange(revision, event, kind), clock.instant());
    locked.advance(calendar, revision);
    tx.afterCommit(() -> indexes.committed(calendar, revision, event, Optional.ofNullable(now)));
    return revision;
  }

  private void recordAndTell(
      Transaction tx,
      LockedCalendars locked,
      CalendarId calendar,
      EventId event,
      CalendarChange.Kind kind,
      @Nullable Event now) {
    long revision = record(tx, locked, calendar, event, kind, now);
    messages.append(tx, locked.get(calendar), event, kind, revision);
  }
}
