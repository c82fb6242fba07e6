package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.reminder.ReminderBook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one transaction does to the events of the calendars that it has locked. Not thread-safe. */
final class Ledger {

  /*
   * Every change of an event leaves a line in the log and a message for each calendar that it is in.
   * They are collected here and written at the end, all lines of a calendar in one statement, and so
   * are the rows of new events: others wait for the lock as long as that takes, and one question
   * after the other takes longest.
   */

  /** What became of a calendar: its revision, and what changed since that was last written. */
  private static final class Page {
    private long revision;
    private final List<CalendarChange> lines = new ArrayList<>();
    private final Map<EventId, Optional<Event>> changed = new HashMap<>();

    Page(long revision) {
      this.revision = revision;
    }
  }

  private final Transaction tx;
  private final LockedCalendars locked;
  private final CalendarStore store;
  private final CalendarIndexes indexes;
  private final ReminderBook reminders;
  private final ChangeMessages messages;
  private final InstantSource clock;

  private final List<BoundedEvent> fresh = new ArrayList<>();
  private final Map<CalendarId, Page> pages = new TreeMap<>();
  private final List<OutboxMessage> told = new ArrayList<>();

  Ledger(
      Transaction tx,
      LockedCalendars locked,
      CalendarStore store,
      CalendarIndexes indexes,
      ReminderBook reminders,
      ChangeMessages messages,
      InstantSource clock) {
    this.tx = tx;
    this.locked = locked;
    this.store = store;
    this.indexes = indexes;
    this.reminders = reminders;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Puts an event into its calendars, and takes it out of those that it was in and is not to be in.
   *
   * @param now the event as it is; null for a new one
   * @return the event as it is stored
   */
  Event put(@Nullable Event now, Event next) {
    Event stored = store(now, next);
    SortedSet<CalendarId> calendars = next.calendars();
    if (now != null) {
      calendars.addAll(now.calendars());
    }
    for (CalendarId id : calendars) {
      if (!next.isIn(id)) {
        recordAndTell(id, next.id(), CalendarChange.Kind.DELETED, null);
      } else {
        recordAndTell(id, next.id(), kind(now == null || !now.isIn(id)), stored);
      }
    }
    return stored;
  }

  /** Puts an event into its own calendar, without a message. */
  void putUntold(@Nullable Event now, Event next) {
    Event stored = store(now, next);
    record(next.calendar(), next.id(), kind(now == null), stored);
  }

  private static CalendarChange.Kind kind(boolean fresh) {
    return fresh ? CalendarChange.Kind.CREATED : CalendarChange.Kind.UPDATED;
  }

  private Event store(@Nullable Event now, Event next) {
    Instant at = clock.instant();
    if (now == null) {
      Event stored = next.stamped(next.stamp().next(at, false));
      fresh.add(new BoundedEvent(stored, bounds(stored)));
      return stored;
    }
    Event stored = next.stamped(now.stamp().next(at, !now.takesSameTimeAs(next)));
    store.updateEvent(tx, now.calendar(), stored, bounds(stored));
    reminders.follow(tx, locked.get(stored.calendar()), now, stored);
    return stored;
  }

  private TimeRange bounds(Event event) {
    return event.occurrences(locked.get(event.calendar()).zone()).bounds();
  }

  /** Takes an event out of all its calendars. */
  void remove(Event event) {
    store.deleteEvent(tx, event.calendar(), event.id(), clock.instant());
    reminders.stop(tx, event.id());
    for (CalendarId id : event.calendars()) {
      recordAndTell(id, event.id(), CalendarChange.Kind.DELETED, null);
    }
  }

  /** Brings a deleted event back. Returns it as it is stored. */
  Event restore(Event deleted) {
    Event restored = deleted.stamped(deleted.stamp().next(clock.instant(), false));
    store.restoreEvent(tx, restored, bounds(restored));
    reminders.renew(tx, locked.get(restored.calendar()), restored);
    for (CalendarId id : restored.calendars()) {
      recordAndTell(id, restored.id(), CalendarChange.Kind.CREATED, restored);
    }
    return restored;
  }

  /** Tells what an event overlaps and may, if it overlaps anything. */
  void warn(Event event, ConflictReport report) {
    if (!report.isClear()) {
      CalendarId id = event.calendar();
      told.add(messages.conflict(locked.get(id), event.id(), report.count(), revision(id)));
    }
  }

  private void recordAndTell(
      CalendarId id, EventId event, CalendarChange.Kind kind, @Nullable Event now) {
    long revision = record(id, event, kind, now);
    told.add(messages.of(locked.get(id), event, kind, revision));
  }

  private long record(CalendarId id, EventId event, CalendarChange.Kind kind, @Nullable Event now) {
    Calendar calendar = locked.get(id);
    Page page = pages.computeIfAbsent(id, none -> new Page(calendar.revision()));
    page.revision++;
    page.lines.add(new CalendarChange(page.revision, event, kind));
    page.changed.put(event, Optional.ofNullable(now));
    return page.revision;
  }

  /** The revision that this transaction gave a calendar. */
  long revision(CalendarId id) {
    Page page = pages.get(id);
    return page == null ? locked.get(id).revision() : page.revision;
  }

  /** Writes everything that was not written so far. */
  void write() {
    if (!fresh.isEmpty()) {
      store.insertEvents(tx, fresh);
      for (BoundedEvent each : fresh) {
        reminders.follow(tx, locked.get(each.event().calendar()), null, each.event());
      }
      fresh.clear();
    }
    writeLog();
    if (!told.isEmpty()) {
      messages.append(tx, told);
      told.clear();
    }
  }

  private void writeLog() {
    Map<CalendarId, List<CalendarChange>> log = new TreeMap<>();
    pages.forEach(
        (id, page) -> {
          if (!page.lines.isEmpty()) {
            log.put(id, List.copyOf(page.lines));
            Map<EventId, Optional<Event>> changed = Map.copyOf(page.changed);
            long upTo = page.revision;
            long before = upTo - page.lines.size();
            tx.afterCommit(() -> indexes.committed(id, before, upTo, changed));
            page.lines.clear();
            page.changed.clear();
          }
        });
    if (!log.isEmpty()) {
      store.recordChanges(tx, log, clock.instant());
    }
  }
}
