package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How every {@link CalendarStore} keeps an event that is in several calendars. */
public abstract class SharedEventsContract extends CalendarStoreFixture {

  @Test
  void eventOfSeveralCalendarsIsReadThroughEachAndWrittenThroughItsOwn() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar other = givenCalendar();
    Event event = given(meeting(person).icalUid("shared").alsoIn(List.of(room.id())).build());
    for (Calendar calendar : List.of(person, room)) {
      assertSame(event, tx(tx -> store().event(tx, calendar.id(), event.id())).orElseThrow());
      assertEquals(List.of(event.id()), ids(calendar, EventFilter.all(10)));
      assertEquals(List.of(event.id()), ids(calendar, filter("stand", null)));
      assertEquals(1, tx(tx -> store().events(tx, calendar.id(), List.of(event.id()))).size());
      assertTrue(tx(tx -> store().eventByIcalUid(tx, calendar.id(), "shared")).isPresent());
    }
    assertTrue(tx(tx -> store().event(tx, other.id(), event.id())).isEmpty());
    assertEquals(List.of(), ids(other, EventFilter.all(10)));
    List<CalendarId> all = List.of(person.id(), room.id(), other.id());
    TimeRange day = TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1));
    assertEquals(1, tx(tx -> store().eventsIn(tx, all, day, 10)).size());
    tx(
        tx -> {
          store().updateEvent(tx, room.id(), event, event.occurrences(BERLIN).bounds());
          store().deleteEvent(tx, room.id(), event.id(), NOON);
          return 0;
        });
    assertSame(event, read(event).orElseThrow());
    assertEquals(event.calendars(), tx(tx -> store().calendarsOf(tx, person.id(), event.id())));
    assertEquals(java.util.Set.of(), tx(tx -> store().calendarsOf(tx, room.id(), event.id())));
  }

  @Test
  void eventLeavesAndEntersOtherCalendarsAndComesBackFromDeletionInAll() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar beamer = givenCalendar();
    Event event = given(meeting(person).alsoIn(List.of(room.id())).build());
    Event moved = event.toBuilder().alsoIn(List.of(beamer.id())).build();
    TimeRange bounds = moved.occurrences(BERLIN).bounds();
    tx(
        tx -> {
          store().updateEvent(tx, person.id(), moved, bounds);
          return 0;
        });
    assertEquals(List.of(), ids(room, EventFilter.all(10)));
    assertEquals(List.of(event.id()), ids(beamer, EventFilter.all(10)));
    assertEquals(
        List.of(event.id()),
        tx(tx -> store().eventsAlsoElsewhere(tx, person.id(), 10)).stream()
            .map(Event::id)
            .toList());
    assertEquals(
        java.util.Set.of(beamer.id()), tx(tx -> store().calendarsBeside(tx, person.id(), 10)));
    tx(
        tx -> {
          store().deleteEvent(tx, person.id(), event.id(), NOON);
          return 0;
        });
    assertEquals(List.of(), ids(beamer, EventFilter.all(10)));
    assertEquals(List.of(), tx(tx -> store().eventsAlsoElsewhere(tx, person.id(), 10)));
    assertEquals(moved.calendars(), tx(tx -> store().calendarsOf(tx, person.id(), event.id())));
    Event deleted = tx(tx -> store().deletedEvent(tx, person.id(), event.id(), NOON)).orElseThrow();
    assertSame(moved, deleted);
    assertTrue(tx(tx -> store().deletedEvent(tx, beamer.id(), event.id(), NOON)).isEmpty());
    tx(
        tx -> {
          store().restoreEvent(tx, deleted, bounds);
          return 0;
        });
    assertEquals(List.of(event.id()), ids(beamer, EventFilter.all(10)));
  }

  @Test
  void eventOutlivesAnotherCalendarThatItIsInAndGoesWithItsOwn() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    Calendar beamer = givenCalendar();
    Event event = given(meeting(person).alsoIn(List.of(room.id(), beamer.id())).build());
    tx(
        tx -> {
          store().deleteCalendar(tx, room.id());
          return 0;
        });
    assertEquals(List.of(beamer.id()), read(event).orElseThrow().alsoIn());
    tx(
        tx -> {
          store().deleteCalendar(tx, person.id());
          return 0;
        });
    assertEquals(List.of(), ids(beamer, EventFilter.all(10)));
  }
}
