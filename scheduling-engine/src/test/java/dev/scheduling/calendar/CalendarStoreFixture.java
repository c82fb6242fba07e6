package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A store of calendars, and short words for what is done with it. */
abstract class CalendarStoreFixture {

  protected static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** The transactions of the store under test. */
  protected abstract Transactions transactions();

  /** The store under test; it may hold calendars of other tests. */
  protected abstract CalendarStore store();

  <T> T tx(Function<Transaction, T> work) {
    return transactions().inTransaction(work);
  }

  Calendar givenCalendar() {
    Calendar calendar = Calendar.of(OwnerId.random(), "Room 4", BERLIN);
    tx(
        tx -> {
          store().insertCalendar(tx, calendar);
          return 0;
        });
    return calendar;
  }

  static Event.Builder meeting(Calendar calendar) {
    return Event.builder(calendar, "Stand-up")
        .starts(ZonedDateTime.parse("2026-03-02T09:30+01:00[Europe/Berlin]"))
        .lasts(Duration.ofMinutes(15))
        .stamp(new EventStamp(1, 0, NOON, NOON));
  }

  Event given(Event event) {
    tx(
        tx -> {
          store()
              .insertEvents(
                  tx, List.of(new BoundedEvent(event, event.occurrences(BERLIN).bounds())));
          return 0;
        });
    return event;
  }

  Optional<Event> read(Event event) {
    return tx(tx -> store().event(tx, event.calendar(), event.id()));
  }

  /** All that a store keeps of an event, as text. */
  static String content(Event event) {
    return String.join(
        "|",
        event.id().value(),
        event.calendar().value(),
        event.alsoIn().toString(),
        event.icalUid(),
        event.title(),
        event.description(),
        event.location(),
        event.start().toString(),
        event.end().toString(),
        event.recurrence().toLines().toString(),
        String.valueOf(event.isRecurring()),
        new java.util.HashSet<>(event.overrides()).toString(),
        event.transparency().name(),
        event.status().name(),
        event.tags().toString(),
        event.reminders().toString(),
        event.stamp().toString());
  }

  static void assertSame(Event expected, Event actual) {
    assertEquals(content(expected), content(actual));
  }

  int record(
      Transaction tx, Calendar calendar, long revision, EventId event, CalendarChange.Kind kind) {
    return record(tx, calendar, new CalendarChange(revision, event, kind), NOON);
  }

  int record(Transaction tx, Calendar calendar, CalendarChange change, Instant at) {
    store().recordChanges(tx, Map.of(calendar.id(), List.of(change)), at);
    return 0;
  }

  int prune(Instant before) {
    return tx(tx -> store().pruneChanges(tx, before, 2));
  }

  List<Long> revisions(Calendar calendar) {
    return tx(tx -> store().changes(tx, calendar.id(), 0, 10)).stream()
        .map(CalendarChange::revision)
        .toList();
  }

  java.util.Set<EventId> idsIn(Calendar calendar, TimeRange window) {
    List<Event> found = tx(tx -> store().eventsIn(tx, List.of(calendar.id()), window, 10));
    return new java.util.HashSet<>(found.stream().map(Event::id).toList());
  }

  static EventFilter filter(String text, String tag) {
    return new EventFilter(text, tag, null, null, 10);
  }

  List<EventId> ids(Calendar calendar, EventFilter filter) {
    return tx(tx -> store().events(tx, calendar.id(), filter)).stream().map(Event::id).toList();
  }
}
