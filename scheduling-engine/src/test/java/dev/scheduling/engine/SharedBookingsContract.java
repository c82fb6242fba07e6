package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.conflict.Conflict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bookings in several calendars at once promise on every set of stores. */
public abstract class SharedBookingsContract {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private SchedulingEngine engine;
  private Calendar person;
  private Calendar room;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenCalendars() {
    engine = engine();
    person = calendar("Ada");
    room = calendar("Room 4");
  }

  /** An engine that knows nothing yet, as another node would be. */
  private SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(stores()).clock(InstantSource.fixed(NOW)).build();
  }

  private Calendar calendar(String name) {
    return engine.calendars().create(Calendar.of(OwnerId.random(), name, BERLIN));
  }

  private static ZonedDateTime at(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN);
  }

  private static Event.Builder meeting(Calendar calendar, String start) {
    return Event.builder(calendar, "Meeting at " + start)
        .starts(at(start))
        .lasts(Duration.ofHours(1));
  }

  /** In the person's calendar and in the room's. */
  private Event.Builder together(String start) {
    return meeting(person, start).alsoIn(List.of(room.id()));
  }

  private static Event booked(BookingResult result) {
    return assertInstanceOf(BookingResult.Booked.class, result).event();
  }

  private Event booked(Event.Builder event) {
    return booked(engine.book(event.build()));
  }

  private BookingResult.Conflicting refused(Event.Builder event) {
    return assertInstanceOf(BookingResult.Conflicting.class, engine.book(event.build()));
  }

  private List<CalendarChange.Kind> changes(Calendar calendar, long after) {
    return engine.agenda().changes(calendar.id(), after, 10).stream()
        .map(CalendarChange::kind)
        .toList();
  }

  private Agenda.Page marchIn(CalendarId... calendars) {
    TimeRange march =
        TimeRange.of(at("2026-03-01T00:00").toInstant(), at("2026-04-01T00:00").toInstant());
    return engine.agenda().occurrences(List.of(calendars), march, null, null, 100);
  }

  @Test
  void eventIsBusyInEachOfItsCalendars() {
    Event event = booked(together("2026-03-02T10:00"));
    for (Calendar calendar : List.of(person, room)) {
      BookingResult.Conflicting refused = refused(meeting(calendar, "2026-03-02T10:30"));
      assertEquals(event.id(), refused.conflicts().get(0).existing().event().id());
      assertEquals(calendar.id(), refused.conflicts().get(0).calendar());
      assertEquals(List.of(CalendarChange.Kind.CREATED), changes(calendar, 0));
      assertTrue(engine.agenda().event(calendar.id(), event.id()).isPresent());
    }
    booked(meeting(person, "2026-03-02T11:00"));
    booked(meeting(room, "2026-03-02T11:00"));
    assertInstanceOf(
        BookingResult.Conflicting.class, engine().book(meeting(room, "2026-03-02T10:30").build()));
  }

  @Test
  void oneTakenCalendarRefusesTheWholeAndTheConflictsOfAllAreNamed() {
    booked(meeting(person, "2026-03-02T10:00"));
    booked(meeting(room, "2026-03-02T10:30"));
    BookingResult.Conflicting refused = refused(together("2026-03-02T10:15"));
    assertEquals(2, refused.report().count());
    assertEquals(
        List.of(person.id(), room.id()),
        refused.conflicts().stream().map(Conflict::calendar).toList());
    assertEquals(1, changes(person, 0).size());
    assertEquals(1, changes(room, 0).size());
    refused
        .suggestions()
        .forEach(free -> booked(together("2026-03-02T10:15").starts(free.start())));
    assertEquals(3, refused.suggestions().size());
  }

  @Test
  void eachCalendarHasItsOwnPolicy() {
    engine.calendars().update(room.id(), it -> it.withConflictPolicy(ConflictPolicy.WARN));
    booked(meeting(room, "2026-03-02T10:00"));
    BookingResult.Booked warned =
        assertInstanceOf(
            BookingResult.Booked.class, engine.book(together("2026-03-02T10:30").build()));
    assertEquals(room.id(), warned.warnings().conflicts().get(0).calendar());
    refused(together("2026-03-02T11:00"));
  }

  @Test
  void eventIsListedOnceInAllItsCalendarsTogetherAndInEachAlone() {
    Event event = booked(together("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=3"));
    assertEquals(3, marchIn(person.id(), room.id()).items().size());
    assertEquals(3, marchIn(person.id()).items().size());
    assertEquals(3, marchIn(room.id()).items().size());
    assertEquals(event.id(), marchIn(room.id()).items().get(0).event().id());
  }

  @Test
  void floatingEventTakesTheZoneOfEachCalendar() {
    engine.calendars().update(room.id(), it -> it.withZone(ZoneId.of("Asia/Seoul")));
    booked(
        Event.builder(person, "Gym")
            .starts(LocalDateTime.parse("2026-03-02T10:00"))
            .lasts(Duration.ofHours(1))
            .alsoIn(List.of(room.id())));
    refused(meeting(person, "2026-03-02T10:30"));
    booked(meeting(room, "2026-03-02T10:30"));
    refused(meeting(room, "2026-03-02T02:30"));
    assertEquals(
        List.of(at("2026-03-02T02:00").toInstant(), at("2026-03-02T10:30").toInstant()),
        marchIn(room.id()).items().stream().map(o -> o.range().start()).toList());
  }

  @Test
  void exportOfEachCalendarHoldsTheEventUnderTheSameUid() throws IOException {
    Event event = booked(together("2026-03-02T10:00"));
    for (Calendar calendar : List.of(person, room)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      engine.files().exportTo(calendar.id(), out);
      String file = out.toString(StandardCharsets.UTF_8);
      assertTrue(file.contains("UID:" + event.icalUid()), file);
      CalendarFiles.ImportReport back = engine.files().importFile(calendar.id(), out.toByteArray());
      assertEquals(0, back.imported() + back.updated());
      assertEquals(1, back.warnings().size());
    }
    assertEquals(1, changes(room, 0).size());
  }

  @Test
  void changeMovesItEverywhereOrNowhere() {
    Event event = booked(together("2026-03-02T10:00"));
    booked(meeting(room, "2026-03-02T14:00"));
    Event into = event.toBuilder().starts(at("2026-03-02T14:30")).build();
    assertInstanceOf(
        BookingResult.Conflicting.class, engine.bookings().change(person.id(), into, 1));
    Event later = event.toBuilder().starts(at("2026-03-02T15:00")).build();
    booked(engine.bookings().change(person.id(), later, 1));
    assertEquals(List.of(CalendarChange.Kind.UPDATED), changes(person, 1));
    assertEquals(List.of(CalendarChange.Kind.UPDATED), changes(room, 2));
    refused(meeting(room, "2026-03-02T15:30"));
    refused(meeting(person, "2026-03-02T15:30"));
    booked(together("2026-03-02T10:00"));
  }

  @Test
  void changedTitleIsNotCheckedAgainButAnotherCalendarIs() {
    Event event = booked(meeting(person, "2026-03-02T10:00"));
    booked(meeting(room, "2026-03-02T10:30"));
    Event shared = event.toBuilder().alsoIn(List.of(room.id())).build();
    assertInstanceOf(
        BookingResult.Conflicting.class, engine.bookings().change(person.id(), shared, 1));
    Calendar free = calendar("Room 5");
    Event elsewhere = event.toBuilder().alsoIn(List.of(free.id())).build();
    Event moved = booked(engine.bookings().change(person.id(), elsewhere, 1));
    assertEquals(List.of(CalendarChange.Kind.CREATED), changes(free, 0));
    refused(meeting(free, "2026-03-02T10:30"));
    booked(
        engine
            .bookings()
            .change(person.id(), moved.toBuilder().alsoIn(List.of()).title("Alone").build(), 2));
    assertEquals(List.of(CalendarChange.Kind.DELETED), changes(free, 1));
    booked(meeting(free, "2026-03-02T10:30"));
  }

  @Test
  void eventMovesToAnotherCalendarAndStaysInTheRoom() {
    Calendar other = calendar("Grace");
    Event event = booked(together("2026-03-02T10:00"));
    booked(
        engine.bookings().change(person.id(), event.toBuilder().calendar(other.id()).build(), 1));
    assertEquals(List.of(CalendarChange.Kind.DELETED), changes(person, 1));
    assertEquals(List.of(CalendarChange.Kind.CREATED), changes(other, 0));
    assertEquals(List.of(CalendarChange.Kind.UPDATED), changes(room, 1));
    booked(meeting(person, "2026-03-02T10:00"));
    refused(meeting(room, "2026-03-02T10:00"));
  }

  @Test
  void onlyItsOwnCalendarChangesOrCancelsIt() {
    Event event = booked(together("2026-03-02T10:00"));
    assertThrows(NotFoundException.class, () -> engine.bookings().cancel(room.id(), event.id(), 1));
    assertThrows(NotFoundException.class, () -> engine.bookings().change(room.id(), event, 1));
    assertThrows(NotFoundException.class, () -> engine.bookings().restore(room.id(), event.id()));
  }

  @Test
  void cancelledEventFreesAllItsCalendarsAndComesBackIntoAllOrNone() {
    Event event = booked(together("2026-03-02T10:00"));
    engine.bookings().cancel(person.id(), event.id(), 1);
    assertEquals(List.of(CalendarChange.Kind.DELETED), changes(room, 1));
    Event taken = booked(meeting(room, "2026-03-02T10:00"));
    assertInstanceOf(
        BookingResult.Conflicting.class, engine.bookings().restore(person.id(), event.id()));
    engine.bookings().cancel(room.id(), taken.id(), 1);
    Event back = booked(engine.bookings().restore(person.id(), event.id()));
    assertEquals(List.of(room.id()), back.alsoIn());
    refused(meeting(room, "2026-03-02T10:30"));
    refused(meeting(person, "2026-03-02T10:30"));
  }

  @Test
  void occurrencesOfASeriesAreCancelledAndCutInEachCalendar() {
    Event series = booked(together("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY"));
    RecurrenceId second = new RecurrenceId.At(at("2026-03-09T10:00").toInstant());
    booked(engine.bookings().cancelOccurrence(person.id(), series.id(), second, 1));
    booked(meeting(room, "2026-03-09T10:00"));
    RecurrenceId third = new RecurrenceId.At(at("2026-03-16T10:00").toInstant());
    BookingResult.Booked cut =
        assertInstanceOf(
            BookingResult.Booked.class,
            engine
                .bookings()
                .changeFollowing(
                    person.id(),
                    series.id(),
                    third,
                    part -> part.toBuilder().starts(at("2026-03-16T14:00")).build(),
                    2));
    assertEquals(List.of(room.id()), cut.followingPart().orElseThrow().alsoIn());
    booked(meeting(room, "2026-03-16T10:00"));
    refused(meeting(room, "2026-03-16T14:30"));
    assertThrows(
        InvalidEventException.class,
        () ->
            engine
                .bookings()
                .changeFollowing(
                    person.id(),
                    cut.followingPart().orElseThrow().id(),
                    new RecurrenceId.At(at("2026-03-23T14:00").toInstant()),
                    part -> part.toBuilder().alsoIn(List.of()).build(),
                    1));
  }

  @Test
  void eventsGoFromTheOthersWithTheCalendarThatTheyBelongTo() {
    booked(together("2026-03-02T10:00"));
    refused(meeting(room, "2026-03-02T10:30"));
    engine.calendars().delete(person.id());
    assertEquals(List.of(CalendarChange.Kind.DELETED), changes(room, 1));
    booked(meeting(room, "2026-03-02T10:30"));
  }

  @Test
  void eventOutlivesARoomThatIsDeleted() {
    Event event = booked(together("2026-03-02T10:00"));
    engine.calendars().delete(room.id());
    Event left = engine.agenda().event(person.id(), event.id()).orElseThrow();
    assertEquals(List.of(), left.alsoIn());
    booked(
        engine
            .bookings()
            .change(person.id(), left.toBuilder().starts(at("2026-03-02T12:00")).build(), 1));
  }

  @Test
  void refusalNeverRestsOnAnEventThatTheDatabaseDroppedByItself() {
    booked(together("2026-03-02T10:00"));
    booked(together("2026-03-03T10:00").recurrenceLine("RRULE:FREQ=DAILY;COUNT=2"));
    refused(meeting(room, "2026-03-02T10:30"));
    // As a foreign key does that deletes the calendars of an account.
    stores()
        .transactions()
        .inTransaction(
            tx -> {
              stores().calendars().deleteCalendar(tx, person.id());
              return 0;
            });
    booked(meeting(room, "2026-03-02T10:30"));
    booked(meeting(room, "2026-03-04T10:30"));
  }

  @Test
  void calendarsAreLimitedAndNoneIsNamedTwice() {
    List<CalendarId> nineteen = Stream.generate(CalendarId::random).limit(19).toList();
    assertEquals(19, together("2026-03-02T10:00").alsoIn(nineteen).build().alsoIn().size());
    List<CalendarId> twenty = Stream.generate(CalendarId::random).limit(20).toList();
    for (List<CalendarId> wrong :
        List.of(twenty, List.of(person.id()), List.of(room.id(), room.id()))) {
      InvalidEventException refused =
          assertThrows(
              InvalidEventException.class,
              () -> together("2026-03-02T10:00").alsoIn(wrong).build());
      assertEquals("alsoIn", refused.field());
    }
    assertThrows(
        NotFoundException.class,
        () -> engine.book(together("2026-03-02T10:00").alsoIn(nineteen).build()));
    assertFalse(engine.agenda().changes(person.id(), 0, 1).stream().findAny().isPresent());
  }

  @Test
  void crossedBookingsOfTheSameCalendarsNeverDeadlockAndLeaveExactlyOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 1; round <= 5; round++) {
        List<Callable<BookingResult>> bookings = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          String start = "2026-04-0" + round + "T10:" + (10 + i);
          Event event =
              (i % 2 == 0 ? together(start) : meeting(room, start).alsoIn(List.of(person.id())))
                  .build();
          bookings.add(() -> engine.book(event));
        }
        int accepted = 0;
        for (Future<BookingResult> result : threads.invokeAll(bookings)) {
          accepted += result.get() instanceof BookingResult.Booked ? 1 : 0;
        }
        assertEquals(1, accepted);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
