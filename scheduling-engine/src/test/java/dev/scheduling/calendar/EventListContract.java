package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every {@link CalendarStore} finds and lists events. */
public abstract class EventListContract extends CalendarStoreFixture {

  @Test
  void windowFindsWhatMeetsItAndEndlessSeriesAlways() {
    Calendar calendar = givenCalendar();
    Event single = given(meeting(calendar).build());
    Event series = given(meeting(calendar).recurrenceLine("RRULE:FREQ=YEARLY").build());
    TimeRange march = TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1));
    TimeRange far = TimeRange.of(Instant.parse("2200-03-02T00:00:00Z"), Duration.ofDays(1));
    TimeRange before = TimeRange.of(Instant.parse("2026-02-01T00:00:00Z"), Duration.ofDays(1));
    assertEquals(
        java.util.Set.of(single.id(), series.id()), idsIn(calendar, march), "both in March");
    assertEquals(java.util.Set.of(series.id()), idsIn(calendar, far), "only the series later");
    assertEquals(java.util.Set.of(), idsIn(calendar, before), "nothing before");
  }

  @Test
  void eventsThatAreInsertedTogetherAreAllAsTheyWere() {
    // Around the numbers of rows that stores may write at a time.
    for (int count : List.of(1, 16, 37)) {
      Calendar calendar = givenCalendar();
      List<Event> events =
          IntStream.range(0, count)
              .mapToObj(i -> meeting(calendar).title("Meeting " + i).tags(tags(i)).build())
              .toList();
      tx(
          tx -> {
            store()
                .insertEvents(
                    tx,
                    events.stream()
                        .map(each -> new BoundedEvent(each, each.occurrences(BERLIN).bounds()))
                        .toList());
            return 0;
          });
      for (Event event : events) {
        assertSame(event, read(event).orElseThrow());
      }
      assertEquals(count, ids(calendar, EventFilter.all(100)).size());
    }
  }

  private static List<String> tags(int i) {
    return i % 3 == 0 ? List.of("tag " + i) : List.of();
  }

  @Test
  void pagesOfAListHoldEventsOfBothKindsInTheOrderOfTheirIds() {
    Calendar person = givenCalendar();
    Calendar room = givenCalendar();
    for (int i = 0; i < 4; i++) {
      given(meeting(room).build());
      given(meeting(person).alsoIn(List.of(room.id())).build());
    }
    List<EventId> paged = new ArrayList<>();
    EventFilter filter = EventFilter.all(3);
    List<EventId> page = ids(room, filter);
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = ids(room, filter.after(page.get(page.size() - 1)));
    }
    assertEquals(8, paged.size());
    assertEquals(paged.stream().sorted().distinct().toList(), paged);
  }

  @Test
  void filterLooksForTextLiterallyAndWithoutRegardToCase() {
    Calendar calendar = givenCalendar();
    Event percent = given(meeting(calendar).title("100% Überstunden").build());
    Event plain = given(meeting(calendar).title("100 things").location("ROOM").build());
    assertEquals(List.of(percent.id()), ids(calendar, filter("100%", null)));
    assertEquals(List.of(percent.id()), ids(calendar, filter("überSTUNDEN", null)));
    assertEquals(List.of(plain.id()), ids(calendar, filter("room", null)));
    assertEquals(List.of(), ids(calendar, filter("100_", null)));
  }

  @Test
  void filterFindsATagWhateverItsCaseAndNoPartOfIt() {
    Calendar calendar = givenCalendar();
    Event tagged = given(meeting(calendar).tags(List.of("Team%")).build());
    given(meeting(calendar).tags(List.of("Teams")).build());
    assertEquals(List.of(tagged.id()), ids(calendar, filter(null, "team%")));
    assertEquals(List.of(), ids(calendar, filter(null, "team")));
  }

  @Test
  void filterPagesById() {
    Calendar calendar = givenCalendar();
    for (int i = 0; i < 5; i++) {
      given(meeting(calendar).build());
    }
    List<EventId> first = ids(calendar, EventFilter.all(3));
    List<EventId> second = ids(calendar, EventFilter.all(3).after(first.get(2)));
    assertEquals(3, first.size());
    assertEquals(2, second.size());
    assertTrue(second.stream().allMatch(id -> id.compareTo(first.get(2)) > 0));
  }

  @Test
  void filterTakesWhatChangedSince() {
    Calendar calendar = givenCalendar();
    Event old = given(meeting(calendar).build());
    Event fresh =
        given(meeting(calendar).stamp(new EventStamp(2, 0, NOON, NOON.plusSeconds(9))).build());
    assertEquals(
        List.of(fresh.id()),
        ids(calendar, new EventFilter(null, null, NOON.plusSeconds(9), null, 10)));
    assertEquals(2, ids(calendar, new EventFilter(null, null, NOON, null, 10)).size());
    assertTrue(read(old).isPresent());
  }

  @Test
  void eventIsFoundByTheUidThatOtherCalendarsKnow() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).icalUid("Äpfel@example.org").build());
    assertSame(
        event,
        tx(tx -> store().eventByIcalUid(tx, calendar.id(), "Äpfel@example.org")).orElseThrow());
    assertTrue(tx(tx -> store().eventByIcalUid(tx, calendar.id(), "äpfel@example.org")).isEmpty());
  }

  @Test
  void moreIdsThanAStatementTakesAreFoundAllTheSame() {
    Calendar calendar = givenCalendar();
    Event event = given(meeting(calendar).build());
    List<EventId> ids =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.generate(EventId::random).limit(1_200),
                java.util.stream.Stream.of(event.id()))
            .toList();
    assertEquals(1, tx(tx -> store().events(tx, calendar.id(), ids)).size());
  }

  @Test
  void everyEventOfACalendarIsHandedOverOnceWithAllThatBelongsToIt() {
    Calendar calendar = givenCalendar();
    Calendar other = givenCalendar();
    List<BoundedEvent> events = new ArrayList<>();
    for (int i = 0; i < 2_100; i++) {
      Event.Builder event = meeting(i % 100 == 0 ? other : calendar);
      if (i % 100 == 0) {
        event.alsoIn(List.of(calendar.id()));
      }
      if (i % 10 == 0) {
        event.tags(List.of("tenth"));
      }
      Event built = event.build();
      events.add(new BoundedEvent(built, built.occurrences(BERLIN).bounds()));
    }
    Event deleted = meeting(calendar).build();
    events.add(new BoundedEvent(deleted, deleted.occurrences(BERLIN).bounds()));
    tx(
        tx -> {
          store().insertEvents(tx, events);
          store().deleteEvent(tx, calendar.id(), deleted.id(), NOON);
          return 0;
        });
    List<Event> found = new ArrayList<>();
    tx(
        tx -> {
          store().forEachEvent(tx, calendar.id(), found::add);
          return 0;
        });
    assertEquals(2_100, found.size());
    assertEquals(2_100, found.stream().map(Event::id).distinct().count());
    assertEquals(210, found.stream().filter(event -> event.tags().contains("tenth")).count());
    assertEquals(21, found.stream().filter(event -> !event.alsoIn().isEmpty()).count());
    assertTrue(found.stream().noneMatch(event -> event.id().equals(deleted.id())));
  }
}
