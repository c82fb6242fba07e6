package dev.scheduling.engine;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.availability.AlternativeSlots;
import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.SeriesSplit;
import dev.scheduling.conflict.CalendarView;
import dev.scheduling.conflict.ConflictCheck;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.reminder.ReminderBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   */

  private static final int SUGGESTIONS = 3;

  private final Transactions transactions;
  private final CalendarStore store;
  private final CalendarIndexes indexes;
  private final ChangeMessages messages;
  private final ReminderBook reminders;
  private final InstantSource clock;

  BookingDesk(
      Transactions transactions,
      CalendarStore store,
      CalendarIndexes indexes,
      ChangeMessages messages,
      ReminderBook reminders,
      InstantSource clock) {
    this.transactions = transactions;
    this.store = store;
    this.indexes = indexes;
    this.messages = messages;
    this.reminders = reminders;
    this.clock = clock;
  }

  /**
   * One thing to do at the desk.
   *
   * @param from where the event is now; where it will be, if it is new
   * @param to where the event will be
   * @param event which event
   * @param expectedVersion the version that it must have; null if it is new
   * @param edit makes the new event of the present one
   */
  record Act(
      CalendarId from,
      CalendarId to,
      EventId event,
      @Nullable Long expectedVersion,
      Function<@Nullable Event, Event> edit) {

    static Act book(CalendarId calendar, EventId event, Supplier<Event> fresh) {
      return new Act(calendar, calendar, event, null, none -> fresh.get());
    }

    static Act change(
        CalendarId from, CalendarId to, EventId event, long version, Function<Event, Event> edit) {
      return new Act(from, to, event, version, now -> edit.apply(requireNonNull(now)));
    }

    boolean moves() {
      return !from.equals(to);
    }
  }

  BookingResult write(Act act, boolean writes) {
    indexes.warm(act.to());
    return transactions.inTransaction(
        tx -> {
          Map<CalendarId, Calendar> locked =
              store.lock(
                  tx,
                  new TreeSet<>(act.moves() ? List.of(act.from(), act.to()) : List.of(act.to())));
          Calendar from = require(locked, act.from());
          Calendar to = require(locked, act.to());
          Event now = null;
          if (act.expectedVersion() != null) {
            now = requireVersion(tx, from.id(), act.event(), act.expectedVersion());
          }
          Event next = act.edit().apply(now);
          ConflictReport report =
              now != null && !act.moves() && now.takesSameTimeAs(next)
                  ? ConflictReport.CLEAR
                  : check(tx, to, next);
          if (!report.isClear() && to.conflictPolicy() == ConflictPolicy.REJECT) {
            return refuse(tx, to, next, report);
          }
          Event stored = writes ? put(tx, from, to, now, next) : next;
          return new BookingResult.Booked(stored, null, report);
        });
  }

  /** Cuts a series in two and changes the later part; see {@link Bookings#changeFollowing}. */
  BookingResult split(
      CalendarId calendar,
      EventId id,
      RecurrenceId cut,
      UnaryOperator<Event> edit,
      long expectedVersion,
      boolean writes) {
    indexes.warm(calendar);
    return transactions.inTransaction(
        tx -> {
          Calendar locked = require(lock(tx, calendar), calendar);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          SeriesSplit parts = split(now, cut);
          Event earlier = parts.earlier().orElse(null);
          Event changed = edit.apply(earlier == null ? now : parts.later());
          Event later = earlier == null ? changed.toBuilder().id(id).build() : changed;
          CalendarView view = indexes.view(tx, locked);
          CalendarView besides = earlier == null ? view : view.with(earlier);
          ConflictReport report =
              locked.conflictPolicy() == ConflictPolicy.ALLOW
                  ? ConflictReport.CLEAR
                  : ConflictCheck.of(later, besides, ids -> read(tx, calendar, ids, earlier));
          if (!report.isClear() && locked.conflictPolicy() == ConflictPolicy.REJECT) {
            return refuse(tx, locked, later, report);
          }
          if (earlier == null) {
            Event stored = writes ? put(tx, locked, locked, now, later) : later;
            return new BookingResult.Booked(stored, null, report);
          }
          Event first = writes ? put(tx, locked, locked, now, earlier) : earlier;
          Event second = writes ? put(tx, locked, locked, null, later) : later;
          return new BookingResult.Booked(first, second, report);
        });
  }

  /** Ends a series before an occurrence; see {@link Bookings#cancelFollowing}. */
  Optional<Event> cutShort(
      CalendarId calendar, EventId id, RecurrenceId cut, long expectedVersion, boolean writes) {
    return transactions.inTransaction(
        tx -> {
          Calendar locked = require(lock(tx, calendar), calendar);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          Optional<Event> earlier = split(now, cut).earlier();
          if (!writes) {
            return earlier;
          }
          if (earlier.isEmpty()) {
            delete(tx, calendar, id);
            recordAndTell(tx, locked, id, CalendarChange.Kind.DELETED, null);
            return earlier;
          }
          return Optional.of(put(tx, locked, locked, now, earlier.get()));
        });
  }

  private static SeriesSplit split(Event event, RecurrenceId cut) {
    if (event.occurrences(ZoneOffset.UTC).at(cut).isEmpty()) {
      throw new NotFoundException("occurrence", cut);
    }
    return SeriesSplit.of(event, cut);
  }

  /** Reads events, one of which is to be as it is given here. */
  private List<Event> read(
      Transaction tx, CalendarId calendar, Collection<EventId> ids, @Nullable Event changed) {
    return store.events(tx, calendar, ids).stream()
        .map(event -> changed != null && event.id().equals(changed.id()) ? changed : event)
        .toList();
  }

  private Event put(Transaction tx, Calendar from, Calendar to, @Nullable Event now, Event next) {
    Event stored = store(tx, from, to, now, next);
    if (now == null) {
      recordAndTell(tx, to, stored.id(), CalendarChange.Kind.CREATED, stored);
    } else if (from.id().equals(to.id())) {
      recordAndTell(tx, to, stored.id(), CalendarChange.Kind.UPDATED, stored);
    } else {
      recordAndTell(tx, from, stored.id(), CalendarChange.Kind.DELETED, null);
      recordAndTell(tx, to, stored.id(), CalendarChange.Kind.CREATED, stored);
    }
    return stored;
  }

  private Event store(Transaction tx, Calendar from, Calendar to, @Nullable Event now, Event next) {
    Instant at = clock.instant();
    Event stored =
        now == null
            ? next.stamped(next.stamp().next(at, false))
            : next.stamped(now.stamp().next(at, !now.takesSameTimeAs(next)));
    TimeRange bounds = stored.occurrences(to.zone()).bounds();
    if (now == null) {
      store.insertEvent(tx, stored, bounds);
    } else {
      store.updateEvent(tx, from.id(), stored, bounds);
    }
    reminders.follow(tx, to, now, stored);
    return stored;
  }

  private void delete(Transaction tx, CalendarId calendar, EventId id) {
    store.deleteEvent(tx, calendar, id, clock.instant());
    reminders.stop(tx, id);
  }

  /** Puts an event into a calendar that is locked, unchecked and without a message of its own. */
  void putUntold(Transaction tx, Calendar locked, @Nullable Event now, Event next) {
    Event stored = store(tx, locked, locked, now, next);
    record(
        tx,
        locked,
        stored.id(),
        now == null ? CalendarChange.Kind.CREATED : CalendarChange.Kind.UPDATED,
        stored);
  }

  /** Tells of all that was put untold since the calendar was locked. */
  void tellOfImport(Transaction tx, Calendar locked, int imported, int updated) {
    messages.appendImport(
        tx, locked, imported, updated, locked.revision() + imported + (long) updated);
  }

  Event delete(CalendarId calendar, EventId id, long expectedVersion, boolean writes) {
    return transactions.inTransaction(
        tx -> {
          Calendar locked = require(lock(tx, calendar), calendar);
          Event now = requireVersion(tx, calendar, id, expectedVersion);
          if (writes) {
            delete(tx, calendar, id);
            recordAndTell(tx, locked, id, CalendarChange.Kind.DELETED, null);
          }
          return now;
        });
  }

  BookingResult restore(CalendarId calendar, EventId id, Duration within, boolean writes) {
    indexes.warm(calendar);
    return transactions.inTransaction(
        tx -> {
          Calendar locked = require(lock(tx, calendar), calendar);
          Instant at = clock.instant();
          Event deleted =
              store
                  .deletedEvent(tx, calendar, id, at.minus(within))
                  .orElseThrow(() -> new NotFoundException("event", id));
          ConflictReport report = check(tx, locked, deleted);
          if (!report.isClear() && locked.conflictPolicy() == ConflictPolicy.REJECT) {
            return refuse(tx, locked, deleted, report);
          }
          Event restored = deleted.stamped(deleted.stamp().next(at, false));
          if (writes) {
            store.restoreEvent(tx, restored, restored.occurrences(locked.zone()).bounds());
            reminders.renew(tx, locked, restored);
            recordAndTell(tx, locked, id, CalendarChange.Kind.CREATED, restored);
          }
          return new BookingResult.Booked(restored, null, report);
        });
  }

  /** What stands in an event's way in a calendar that is locked. */
  ConflictReport check(Transaction tx, Calendar locked, Event event) {
    if (locked.conflictPolicy() == ConflictPolicy.ALLOW) {
      return ConflictReport.CLEAR;
    }
    return check(tx, locked, indexes.view(tx, locked), event);
  }

  ConflictReport check(Transaction tx, Calendar locked, CalendarView view, Event event) {
    return ConflictCheck.of(event, view, ids -> store.events(tx, locked.id(), ids));
  }

  private BookingResult refuse(
      Transaction tx, Calendar locked, Event event, ConflictReport report) {
    CalendarView view = indexes.view(tx, locked);
    List<SlotSuggestion> suggestions =
        AlternativeSlots.near(
            event,
            locked.zone(),
            clock.instant(),
            moved -> check(tx, locked, view, moved).isClear(),
            SUGGESTIONS);
    return new BookingResult.Conflicting(report, suggestions);
  }

  private Map<CalendarId, Calendar> lock(Transaction tx, CalendarId calendar) {
    return store.lock(tx, new TreeSet<>(List.of(calendar)));
  }

  private static Calendar require(Map<CalendarId, Calendar> locked, CalendarId id) {
    Calendar calendar = locked.get(id);
    if (calendar == null) {
      throw new NotFoundException("calendar", id);
    }
    return calendar;
  }

  private Event requireVersion(
      Transaction tx, CalendarId calendar, EventId id, long expectedVersion) {
    Event now = store.event(tx, calendar, id).orElseThrow(() -> new NotFoundException("event", id));
    if (now.stamp().version() != expectedVersion) {
      throw new StaleVersionException(expectedVersion, now.stamp().version());
    }
    return now;
  }

  /** Writes a line into the log. Returns the new revision. */
  private long record(
      Transaction tx,
      Calendar calendar,
      EventId event,
      CalendarChange.Kind kind,
      @Nullable Event now) {
    long revision = store.recordChange(tx, calendar.id(), event, kind, clock.instant());
    tx.afterCommit(
        () -> indexes.committed(calendar.id(), revision, event, Optional.ofNullable(now)));
    return revision;
  }

  private void recordAndTell(
      Transaction tx,
      Calendar calendar,
      EventId event,
      CalendarChange.Kind kind,
      @Nullable Event now) {
    messages.append(tx, calendar, event, kind, record(tx, calendar, event, kind, now));
  }
}
