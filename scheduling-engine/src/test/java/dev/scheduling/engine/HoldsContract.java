package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.MovableClock;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Hold;
import dev.scheduling.calendar.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What expiring holds promise on every set of stores. */
public abstract class HoldsContract {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTES = Duration.ofMinutes(10);

  private MovableClock clock;
  private SchedulingEngine engine;
  private Calendar room;
  private Calendar person;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenCalendars() {
    clock = new MovableClock();
    moveTo(NOW);
    engine = engine();
    room = engine.calendars().create(Calendar.of(OwnerId.random(), "Room 4", ZoneOffset.UTC));
    person = engine.calendars().create(Calendar.of(OwnerId.random(), "Ada", ZoneOffset.UTC));
  }

  private SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(stores()).clock(clock).build();
  }

  private void moveTo(Instant instant) {
    clock.move(Duration.between(clock.instant(), instant));
  }

  private HoldResult place(Instant start, CalendarId... calendars) {
    return engine
        .holds()
        .place(room.owner(), List.of(calendars), TimeRange.of(start, HOUR), MINUTES);
  }

  private Hold held(Instant start, CalendarId... calendars) {
    return assertInstanceOf(HoldResult.Held.class, place(start, calendars)).hold();
  }

  private Event meeting(Calendar calendar, Instant start) {
    return Event.builder(calendar, "Meeting")
        .starts(start.atZone(ZoneOffset.UTC))
        .lasts(HOUR)
        .build();
  }

  private static void assertBooked(BookingResult result) {
    assertInstanceOf(BookingResult.Booked.class, result);
  }

  private static BookingResult.Conflicting assertRefused(Object result) {
    return assertInstanceOf(BookingResult.Conflicting.class, result);
  }

  @Test
  void holdIsInTheWayUntilItExpiresInEachOfItsCalendars() {
    Hold hold = held(TEN, room.id(), person.id());
    assertEquals(NOW.plus(MINUTES), hold.expires());
    for (Calendar calendar : List.of(room, person)) {
      BookingResult.Conflicting refused =
          assertRefused(engine.book(meeting(calendar, TEN.plusSeconds(1800))));
      assertTrue(refused.conflicts().get(0).held());
      assertEquals(TEN, refused.conflicts().get(0).existing().range().start());
      assertEquals(calendar.id(), refused.conflicts().get(0).calendar());
      assertRefused(engine().book(meeting(calendar, TEN)));
    }
    assertBooked(engine.book(meeting(room, TEN.plus(HOUR))));
    moveTo(NOW.plus(MINUTES).minusMillis(1));
    assertRefused(engine.book(meeting(room, TEN)));
    moveTo(NOW.plus(MINUTES));
    assertTrue(engine.holds().find(hold.id()).isEmpty());
    assertBooked(engine.book(meeting(room, TEN)));
    assertBooked(engine().book(meeting(person, TEN)));
  }

  @Test
  void bookingTakesThePlaceOfItsHold() {
    Hold hold = held(TEN, room.id());
    assertRefused(engine.book(meeting(room, TEN)));
    assertBooked(engine.bookings().dryRun().book(meeting(room, TEN), hold.id()));
    assertTrue(engine.holds().find(hold.id()).isPresent());
    assertBooked(engine.bookings().book(meeting(room, TEN), hold.id()));
    assertTrue(engine.holds().find(hold.id()).isEmpty());
    BookingResult.Conflicting refused = assertRefused(engine.book(meeting(room, TEN)));
    assertFalse(refused.conflicts().get(0).held());
    assertEquals(1, refused.report().count());
  }

  @Test
  void refusedBookingKeepsItsHold() {
    assertBooked(engine.book(meeting(room, TEN.plus(HOUR))));
    Hold hold = held(TEN, room.id());
    Event tooLong = meeting(room, TEN).toBuilder().lasts(HOUR.multipliedBy(2)).build();
    assertRefused(engine.bookings().book(tooLong, hold.id()));
    assertTrue(engine.holds().find(hold.id()).isPresent());
    assertRefused(engine.book(meeting(room, TEN)));
  }

  @Test
  void bookingWithAHoldThatIsGoneOrExpiredSaysSo() {
    Hold hold = held(TEN, room.id());
    moveTo(NOW.plus(MINUTES));
    for (HoldId gone : List.of(hold.id(), HoldId.random())) {
      InvalidEventException refused =
          assertThrows(
              InvalidEventException.class, () -> engine.bookings().book(meeting(room, TEN), gone));
      assertEquals("hold", refused.field());
    }
    assertEquals(0, engine.agenda().changes(room.id(), 0, 10).size());
  }

  @Test
  void releasedHoldIsInNobodysWay() {
    Hold hold = held(TEN, room.id());
    assertTrue(engine.holds().release(hold.id()));
    assertFalse(engine.holds().release(hold.id()));
    assertBooked(engine.book(meeting(room, TEN)));
  }

  @Test
  void eventsAndSeriesAndOtherHoldsAreInTheWayOfAHold() {
    assertBooked(engine.book(meeting(room, TEN)));
    Event series =
        meeting(person, TEN).toBuilder().recurrenceLine("RRULE:FREQ=DAILY;COUNT=3").build();
    assertBooked(engine.book(series));
    Instant tomorrow = TEN.plus(Duration.ofDays(1));
    BookingResult.Conflicting refused = assertRefused(place(TEN, room.id(), person.id()));
    assertEquals(2, refused.report().count());
    assertRefused(place(tomorrow, room.id(), person.id()));
    held(tomorrow, room.id());
    BookingResult.Conflicting second = assertRefused(place(tomorrow, room.id()));
    assertTrue(second.conflicts().get(0).held());
    assertEquals(3, second.suggestions().size());
    assertRefused(
        engine.book(
            meeting(room, TEN.plus(HOUR)).toBuilder()
                .lasts(HOUR)
                .recurrenceLine("RRULE:FREQ=HOURLY;COUNT=30")
                .build()));
  }

  @Test
  void policyOfTheCalendarDecidesAboutHoldsToo() {
    assertBooked(engine.book(meeting(room, TEN)));
    engine.calendars().update(room.id(), it -> it.withConflictPolicy(ConflictPolicy.WARN));
    HoldResult.Held warned = assertInstanceOf(HoldResult.Held.class, place(TEN, room.id()));
    assertEquals(1, warned.warnings().count());
    engine.calendars().update(room.id(), it -> it.withConflictPolicy(ConflictPolicy.ALLOW));
    assertTrue(assertInstanceOf(HoldResult.Held.class, place(TEN, room.id())).warnings().isClear());
  }

  @Test
  void changeOfTheCalendarForgetsNoHold() {
    held(TEN, room.id());
    engine.calendars().update(room.id(), it -> it.withName("Room 5"));
    assertRefused(engine.book(meeting(room, TEN)));
  }

  @Test
  void holdsInThePastTooLongAndInTooManyCalendarsNameTheirLimit() {
    TimeRange range = TimeRange.of(TEN, HOUR);
    assertWrong("start", "past", TimeRange.of(NOW.minusSeconds(1), HOUR), MINUTES);
    assertWrong("end", "31 days", TimeRange.of(TEN, Duration.ofDays(32)), MINUTES);
    assertWrong("end", "after start", TimeRange.of(TEN, Duration.ZERO), MINUTES);
    assertWrong("expiresIn", "PT1H", range, HOUR.plusSeconds(1));
    assertWrong("expiresIn", "PT1S", range, Duration.ZERO);
    assertWrong("expiresIn", "PT1S", range, MINUTES.negated());
    List<CalendarId> many = Stream.generate(CalendarId::random).limit(21).toList();
    for (List<CalendarId> wrong : List.of(many, List.<CalendarId>of())) {
      InvalidEventException refused =
          assertThrows(
              InvalidEventException.class,
              () -> engine.holds().place(room.owner(), wrong, range, MINUTES));
      assertEquals("calendarIds", refused.field());
      assertTrue(refused.getMessage().contains("1 to 20"), refused.getMessage());
    }
    assertThrows(
        NotFoundException.class,
        () -> engine.holds().place(room.owner(), List.of(CalendarId.random()), range, MINUTES));
  }

  private void assertWrong(String field, String limit, TimeRange range, Duration lifetime) {
    InvalidEventException refused =
        assertThrows(
            InvalidEventException.class,
            () -> engine.holds().place(room.owner(), List.of(room.id()), range, lifetime));
    assertEquals(field, refused.field());
    assertTrue(refused.getMessage().contains(limit), refused.getMessage());
  }

  @Test
  void calendarHasALimitedNumberOfHolds() {
    for (int i = 0; i < CalendarIndexes.MOST_HOLDS; i++) {
      held(TEN.plus(HOUR.multipliedBy(i)), room.id());
    }
    Instant free = TEN.plus(HOUR.multipliedBy(CalendarIndexes.MOST_HOLDS));
    InvalidEventException refused =
        assertThrows(InvalidEventException.class, () -> place(free, room.id()));
    assertTrue(refused.getMessage().contains("200"), refused.getMessage());
    assertBooked(engine.book(meeting(room, free)));
    moveTo(NOW.plus(MINUTES));
    held(TEN, room.id());
  }

  @Test
  void expiredHoldsAreSweptSomeTimeLater() {
    Hold hold = held(TEN, room.id());
    Instant over = hold.expires().plus(Retention.HOLDS);
    Retention.of(stores(), InstantSource.fixed(over)).run();
    assertTrue(isStored(hold));
    Retention.of(stores(), InstantSource.fixed(over.plusMillis(1))).run();
    assertFalse(isStored(hold));
  }

  private boolean isStored(Hold hold) {
    return stores()
        .transactions()
        .inTransaction(tx -> stores().holds().find(tx, hold.id()))
        .isPresent();
  }

  @Test
  void simultaneousHoldsAndBookingsOfOneTimeLeaveExactlyOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 1; round <= 5; round++) {
        Instant start = TEN.plus(Duration.ofDays(round));
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          Instant at = start.plusSeconds(60L * i);
          attempts.add(
              i % 2 == 0
                  ? () -> place(at, room.id(), person.id()) instanceof HoldResult.Held
                  : () -> engine.book(meeting(room, at)) instanceof BookingResult.Booked);
        }
        int accepted = 0;
        for (Future<Boolean> result : threads.invokeAll(attempts)) {
          accepted += result.get() ? 1 : 0;
        }
        assertEquals(1, accepted);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
