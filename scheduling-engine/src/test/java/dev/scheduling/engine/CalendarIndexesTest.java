package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.memory.InMemoryStores;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CalendarIndexesTest {

  private static final long ONE_MIB = 1 << 20;
  private static final int CALENDARS = 40;
  private static final int EVENTS = 400;
  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-03-02T00:00");

  private final InMemoryStores stores = new InMemoryStores();
  private final CalendarIndexes indexes =
      new CalendarIndexes(
          stores.calendars(),
          stores.holds(),
          stores.transactions(),
          ONE_MIB,
          InstantSource.system());

  private CalendarId givenCalendar() {
    SchedulingEngine engine = SchedulingEngine.builder().stores(stores).build();
    Calendar calendar =
        engine.calendars().create(Calendar.of(OwnerId.random(), "Room", ZoneOffset.UTC));
    stores
        .transactions()
        .inTransaction(
            tx -> {
              List<BoundedEvent> events = new ArrayList<>();
              for (int i = 0; i < EVENTS; i++) {
                Event event = meeting(calendar.id(), 2 * i);
                events.add(new BoundedEvent(event, event.occurrences(ZoneOffset.UTC).bounds()));
              }
              stores.calendars().insertEvents(tx, events);
              return 0;
            });
    return calendar.id();
  }

  private static Event meeting(CalendarId calendar, int hour) {
    return Event.builder(calendar, "Meeting")
        .starts(FIRST.plusHours(hour).atZone(ZoneOffset.UTC))
        .lasts(Duration.ofHours(1))
        .build();
  }

  private boolean isKnown(CalendarId calendar) {
    long before = indexes.bytes();
    indexes.forget(calendar);
    return indexes.bytes() < before;
  }

  @Test
  void leastRecentlyUsedIndexGoesFirst() {
    List<CalendarId> calendars = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calendars.add(givenCalendar());
    }
    CalendarId used = calendars.get(0);
    for (CalendarId calendar : calendars) {
      indexes.warm(calendar);
      indexes.warm(used);
    }
    assertTrue(indexes.bytes() <= ONE_MIB, "takes " + indexes.bytes());
    assertTrue(isKnown(used));
    assertTrue(isKnown(calendars.get(11)));
    assertTrue(!isKnown(calendars.get(1)));
  }

  @Test
  void forgottenIndexesWeighNothing() {
    CalendarId calendar = givenCalendar();
    indexes.warm(calendar);
    assertTrue(indexes.bytes() > 0);
    indexes.forget(calendar);
    indexes.forget(calendar);
    assertEquals(0, indexes.bytes());
  }

  @Test
  void limitHoldsAndAnswersStayRightWhenManyUseMoreThanFits() throws Exception {
    SchedulingEngine engine = SchedulingEngine.builder().stores(stores).indexBytes(ONE_MIB).build();
    List<CalendarId> calendars = new ArrayList<>();
    for (int i = 0; i < CALENDARS; i++) {
      calendars.add(givenCalendar());
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> users = new ArrayList<>();
      for (int user = 0; user < 8; user++) {
        Random random = new Random(user);
        users.add(
            () -> {
              int booked = 0;
              for (int i = 0; i < 60; i++) {
                CalendarId calendar = calendars.get(random.nextInt(CALENDARS));
                int hour = random.nextInt(EVENTS);
                boolean free =
                    engine.book(meeting(calendar, 2 * hour + 1)) instanceof BookingResult.Booked;
                assertInstanceOf(
                    BookingResult.Conflicting.class, engine.book(meeting(calendar, 2 * hour)));
                assertInstanceOf(
                    BookingResult.Conflicting.class, engine.book(meeting(calendar, 2 * hour + 1)));
                indexes.warm(calendar);
                assertTrue(indexes.bytes() <= ONE_MIB, "takes " + indexes.bytes());
                booked += free ? 1 : 0;
              }
              return booked;
            });
      }
      int booked = 0;
      for (Future<Integer> user : threads.invokeAll(users)) {
        booked += user.get();
      }
      assertTrue(booked > 0);
      long stored = 0;
      for (CalendarId calendar : calendars) {
        stored +=
            engine.agenda().events(calendar, dev.scheduling.calendar.EventFilter.all(1_000)).size()
                - EVENTS;
      }
      assertEquals(booked, stored);
    } finally {
      threads.shutdownNow();
    }
  }
}
