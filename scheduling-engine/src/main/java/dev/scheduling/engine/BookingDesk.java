package dev.scheduling.engine;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
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
          Ledger ledger = writes ? ledger(tx, locked) : null;
          BookingResult result = decide(locked, ledger, now, act.edit().apply(now));
          if (ledger != null && result instanceof BookingResult.Booked) {
            ledger.write();
            if (act.hold() != null) {
              holds.delete(tx, act.hold());
            }
          }
          return result;
        });
  }

  /**
   * Holds an event against all its calendars and, unless it is refused, enters it.
   *
   * @param ledger null for a dry run
   * @param now the event as it is; null for a new one
   */
  BookingResult decide(
      LockedCalendars locked, @Nullable Ledger ledger, @Nullable Event now, Event next) {
    LockedCalendars.Findings findings = locked.check(next, now);
    if (findings.refused()) {
      return refuse(locked, next, findings.report());
    }
    return ledger == null
        ? new BookingResult.Booked(next, null, findings.report())
        : enter(ledger, now, next, findings.report());
  }

  /** Enters an event that is not refused. */
  static BookingResult.Booked enter(
      Ledger ledger, @Nullable Event now, Event next, ConflictReport report) {
    Event stored = ledger.put(now, next);
    ledger.warn(stored, report);
    return new BookingResult.Booked(stored, null, report);
  }

  <T> T inTransaction(Collection<CalendarId> calendars, Function<Transaction, T> work) {
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
          Event first = earlier == null ? later : earlier;
          Event second = earlier == null ? null : later;
          if (writes) {
            Ledger ledger = ledger(tx, locked);
            first = ledger.put(now, first);
            second = second == null ? null : ledger.put(null, second);
            ledger.warn(second == null ? first : second, findings.report());
            ledger.write();
          }
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
          Ledger ledger = ledger(tx, locked);
          if (earlier.isEmpty()) {
            ledger.remove(now);
          } else {
            earlier = Optional.of(ledger.put(now, earlier.get()));
          }
          ledger.write();
          return earlier;
        });
  }

  private static SeriesSplit split(Event event, RecurrenceId cut) {
    if (event.occurrences(ZoneOffset.UTC).at(cut).isEmpty()) {
      throw new NotFoundException("occurrence", cut);
    }
    return SeriesSplit.of(event, cut);
  }

  /** Tells of all that was put untold since the calendar was locked. */
  void tellOfImport(Transaction tx, Calendar locked, int imported, int updated, long revision) {
    messages.appendImport(tx, locked, imported, updated, revision);
  }

  Event delete(CalendarId calendar, EventId id, long expectedVersion, boolean writes) {
    SortedSet<CalendarId> calendars = calendarsOf(calendar, id);
    return inTransaction(
        calendars,
        tx -> {
          LockedCalendars locked = lock(tx, calendars, null);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          if (writes) {
            Ledger ledger = ledger(tx, locked);
            ledger.remove(now);
            ledger.write();
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
            Ledger ledger = ledger(tx, locked);
            restored = ledger.restore(deleted);
            ledger.warn(restored, findings.report());
            ledger.write();
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
          Ledger ledger = ledger(tx, locked);
          while (!shared.isEmpty()) {
            shared.forEach(ledger::remove);
            ledger.write();
            shared = store.eventsAlsoElsewhere(tx, id, BATCH);
          }
          reminders.forget(tx, id);
          store.deleteCalendar(tx, id);
          tx.afterCommit(() -> indexes.forget(id));
          return true;
        });
  }

  BookingResult refuse(LockedCalendars locked, Event event, ConflictReport report) {
    return new BookingResult.Conflicting(
        report, locked.alternatives(event, clock.instant(), SUGGESTIONS));
  }

  LockedCalendars lock(
      Transaction tx, Collection<CalendarId> calendars, @Nullable HoldId redeemed) {
    return new LockedCalendars(
        tx, store, indexes, redeemed, store.lock(tx, new TreeSet<>(calendars)));
  }

  /** Locks those of the calendars that nobody has locked; see {@link CalendarStore#lockIfFree}. */
  LockedCalendars lockIfFree(Transaction tx, SortedSet<CalendarId> calendars) {
    return new LockedCalendars(tx, store, indexes, null, store.lockIfFree(tx, calendars));
  }

  /** An empty ledger for what is done to calendars that were locked. */
  Ledger ledger(Transaction tx, LockedCalendars locked) {
    return new Ledger(tx, locked, store, indexes, reminders, messages, clock);
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
}
