package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node promises that has not looked for a while, on every set of stores. */
public abstract class CatchUpContract {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-03-02T00:00");
  private static final int EVENTS = 200;
  private static final int CHANGES = 10_000;

  private Calendar room;
  private SchedulingEngine node;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenANodeThatKnowsTheCalendar() {
    node = SchedulingEngine.builder().stores(stores()).clock(InstantSource.fixed(NOW)).build();
    room = node.calendars().create(Calendar.of(OwnerId.random(), "Room 4", ZoneOffset.UTC));
    assertBooked(-1);
  }

  private Event meeting(int hour) {
    return Event.builder(room, "Meeting")
        .starts(FIRST.plusHours(hour).atZone(ZoneOffset.UTC))
        .lasts(Duration.ofHours(1))
        .build();
  }

  private void assertBooked(int hour) {
    assertInstanceOf(BookingResult.Booked.class, node.book(meeting(hour)));
  }

  private void assertRefused(int hour) {
    assertInstanceOf(BookingResult.Conflicting.class, node.book(meeting(hour)));
  }

  /** Another node books some hours and moves them about; in the end every second one is free. */
  private void otherNodeMakesChanges(int changes) {
    List<Event> events = new ArrayList<>();
    stores()
        .transactions()
        .inTransaction(
            tx -> {
              long revision = locked(tx).revision();
              for (int i = 0; i < EVENTS; i++) {
                Event event = meeting(i).stamped(new EventStamp(1, 0, NOW, NOW));
                stores().calendars().insertEvents(tx, List.of(bounded(event)));
                record(tx, ++revision, event, CalendarChange.Kind.CREATED);
                events.add(event);
              }
              for (int i = EVENTS; i < changes - EVENTS / 2; i++) {
                record(tx, ++revision, events.get(i % EVENTS), CalendarChange.Kind.UPDATED);
              }
              for (int i = 0; i < EVENTS; i += 2) {
                stores().calendars().deleteEvent(tx, room.id(), events.get(i).id(), NOW);
                record(tx, ++revision, events.get(i), CalendarChange.Kind.DELETED);
              }
              return revision;
            });
    assertEquals(1 + changes, locked().revision());
  }

  private static BoundedEvent bounded(Event event) {
    return new BoundedEvent(event, event.occurrences(ZoneOffset.UTC).bounds());
  }

  private Calendar locked() {
    return stores().transactions().inTransaction(this::locked);
  }

  private Calendar locked(Transaction tx) {
    return stores()
        .calendars()
        .lock(tx, new java.util.TreeSet<>(List.of(room.id())))
        .get(room.id());
  }

  private void record(Transaction tx, long revision, Event event, CalendarChange.Kind kind) {
    stores()
        .calendars()
        .recordChanges(
            tx, Map.of(room.id(), List.of(new CalendarChange(revision, event.id(), kind))), NOW);
  }

  @Test
  void nodeThatIsTenThousandChangesBehindCatchesUpBeforeItAnswers() {
    otherNodeMakesChanges(CHANGES);
    assertRefused(EVENTS - 1);
    assertBooked(EVENTS - 2);
    assertRefused(1);
    assertBooked(0);
    assertRefused(-1);
  }

  @Test
  void nodeThatIsBehindWhatWasPrunedReadsTheCalendarAnew() {
    otherNodeMakesChanges(3 * EVENTS);
    Instant all = NOW.plusSeconds(1);
    stores()
        .transactions()
        .inTransaction(tx -> stores().calendars().pruneChanges(tx, all, 100_000));
    assertEquals(List.of(), node.agenda().changes(room.id(), 0, 10));
    assertRefused(EVENTS - 1);
    assertBooked(EVENTS - 2);
    assertRefused(-1);
  }

  @Test
  void gapInTheMiddleOfTheLogIsNeverGuessedOver() {
    otherNodeMakesChanges(3 * EVENTS);
    // Nodes' clocks differ: here the lines in the middle are older than those before them.
    Event late = meeting(EVENTS + 5).stamped(new EventStamp(1, 0, NOW, NOW));
    Event last = meeting(EVENTS + 9).stamped(new EventStamp(1, 0, NOW, NOW));
    stores()
        .transactions()
        .inTransaction(
            tx -> {
              long revision = locked(tx).revision();
              stores().calendars().insertEvents(tx, List.of(bounded(late)));
              stores()
                  .calendars()
                  .recordChanges(
                      tx,
                      Map.of(
                          room.id(),
                          List.of(
                              new CalendarChange(
                                  revision + 1, late.id(), CalendarChange.Kind.CREATED))),
                      Instant.parse("1980-01-01T00:00:00Z"));
              stores().calendars().insertEvents(tx, List.of(bounded(last)));
              record(tx, revision + 2, last, CalendarChange.Kind.CREATED);
              return revision;
            });
    int pruned =
        stores()
            .transactions()
            .inTransaction(
                tx ->
                    stores()
                        .calendars()
                        .pruneChanges(tx, Instant.parse("1981-01-01T00:00:00Z"), 10));
    assertEquals(1, pruned);
    assertRefused(EVENTS + 5);
    assertRefused(EVENTS + 9);
    assertBooked(EVENTS + 7);
  }

  @Test
  void housekeepingPrunesTheLogByItsAge() {
    otherNodeMakesChanges(3 * EVENTS);
    Retention.of(stores(), InstantSource.fixed(NOW.plus(Retention.CHANGES))).run();
    assertEquals(10, node.agenda().changes(room.id(), 0, 10).size());
    Retention.of(stores(), InstantSource.fixed(NOW.plus(Retention.CHANGES).plusMillis(1))).run();
    assertEquals(0, node.agenda().changes(room.id(), 0, 10).size());
  }
}
