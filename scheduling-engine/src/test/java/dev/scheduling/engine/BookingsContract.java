package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.outbox.OutboxMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What bookings promise on every set of stores. */
public abstract class BookingsContract extends RoomFixture {

  @Test
  void messagesAboutACalendarAreNumberedByItsRevisionInTheirOrder() {
    Event first = booked(meeting("2026-03-02T10:00"));
    booked(meeting("2026-03-02T12:00"));
    engine.bookings().cancel(room.id(), first.id(), first.stamp().version());

    assertEquals(
        List.of("event.created", "event.created", "event.cancelled"),
        messages().stream().map(OutboxMessage::type).toList());
    assertEquals(
        List.of(1L, 2L, 3L),
        messages().stream().map(message -> message.sequence().getAsLong()).toList());
  }

  @Test
  void eventDoesNotConflictWithItself() {
    Event event = booked(meeting("2026-03-02T10:00"));
    Event later = event.toBuilder().starts(at("2026-03-02T10:30")).build();
    BookingResult.Booked moved =
        assertInstanceOf(BookingResult.Booked.class, engine.bookings().change(room.id(), later, 1));
    assertEquals(2, moved.event().stamp().version());
    assertEquals(1, moved.event().stamp().sequence());
    booked(meeting("2026-03-02T09:30"));
    refused(meeting("2026-03-02T11:00"));
  }

  @Test
  void changeIntoATakenTimeIsRefusedAndTheEventStays() {
    booked(meeting("2026-03-02T10:00"));
    Event event = booked(meeting("2026-03-02T14:00"));
    BookingResult result =
        engine
            .bookings()
            .change(room.id(), event.toBuilder().starts(at("2026-03-02T10:30")).build(), 1);
    assertInstanceOf(BookingResult.Conflicting.class, result);
    assertEquals(
        List.of("2026-03-02T10:00", "2026-03-02T14:00"),
        starts("2026-03-02T00:00", "2026-03-03T00:00"));
  }

  @Test
  void newTitleIsNoReasonToRefuseAnEventThatOverlapsAlready() {
    Event event = booked(meeting("2026-03-02T10:00").transparency(Transparency.TRANSPARENT));
    booked(meeting("2026-03-02T10:00"));
    BookingResult renamed =
        engine.bookings().change(room.id(), event.toBuilder().title("Renamed").build(), 1);
    assertInstanceOf(BookingResult.Booked.class, renamed);
    BookingResult opaque =
        engine
            .bookings()
            .change(room.id(), event.toBuilder().transparency(Transparency.OPAQUE).build(), 2);
    assertInstanceOf(BookingResult.Conflicting.class, opaque);
  }

  @Test
  void versionThatIsNotTheEventsIsRefused() {
    Event event = booked(meeting("2026-03-02T10:00"));
    Event renamed = event.toBuilder().title("Renamed").build();
    engine.bookings().change(room.id(), renamed, 1);
    StaleVersionException stale =
        assertThrows(
            StaleVersionException.class, () -> engine.bookings().change(room.id(), renamed, 1));
    assertEquals(2, stale.actual());
    assertThrows(
        StaleVersionException.class, () -> engine.bookings().cancel(room.id(), event.id(), 1));
  }

  @Test
  void deletedEventFreesItsTimeAndComesBackOnlyIfItIsStillFree() {
    Event event = booked(meeting("2026-03-02T10:00").tags(List.of("kept")));
    engine.bookings().cancel(room.id(), event.id(), 1);
    Event other = booked(meeting("2026-03-02T10:00"));
    assertInstanceOf(
        BookingResult.Conflicting.class, engine.bookings().restore(room.id(), event.id()));
    engine.bookings().cancel(room.id(), other.id(), 1);
    BookingResult.Booked restored =
        assertInstanceOf(
            BookingResult.Booked.class, engine.bookings().restore(room.id(), event.id()));
    assertEquals(List.of("kept"), restored.event().tags());
    refused(meeting("2026-03-02T10:00"));
    assertThrows(
        NotFoundException.class, () -> engine.bookings().restore(room.id(), EventId.random()));
  }

  @Test
  void deletedEventIsGoneForGoodOnceItCanNoLongerComeBack() {
    Event event = booked(meeting("2026-03-02T10:00"));
    engine.bookings().cancel(room.id(), event.id(), 1);
    Retention.of(stores(), InstantSource.fixed(NOW.plus(Bookings.RESTORABLE))).run();
    assertInstanceOf(
        BookingResult.Booked.class, engine.bookings().dryRun().restore(room.id(), event.id()));
    Instant later = NOW.plus(Bookings.RESTORABLE).plusSeconds(1);
    assertTrue(Retention.of(stores(), InstantSource.fixed(later)).run() >= 1);
    assertThrows(NotFoundException.class, () -> engine.bookings().restore(room.id(), event.id()));
  }

  @Test
  void dryRunAnswersTheSameAndWritesNothing() {
    Event event = meeting("2026-03-02T10:00").build();
    assertInstanceOf(BookingResult.Booked.class, engine.bookings().dryRun().book(event));
    assertTrue(engine.agenda().event(room.id(), event.id()).isEmpty());
    assertEquals(0, pendingMessages());
    booked(meeting("2026-03-02T10:00"));
    assertInstanceOf(BookingResult.Conflicting.class, engine.bookings().dryRun().book(event));
  }

  @Test
  void eventMovesToAnotherCalendarWhichMustHaveRoom() {
    Calendar other = engine.calendars().create(Calendar.of(room.owner(), "Room 5", BERLIN));
    Event event = booked(meeting("2026-03-02T10:00"));
    engine.book(
        Event.builder(other, "Taken")
            .starts(at("2026-03-02T10:30"))
            .lasts(Duration.ofHours(1))
            .build());
    Event moved = event.toBuilder().calendar(other.id()).build();
    assertInstanceOf(
        BookingResult.Conflicting.class, engine.bookings().change(room.id(), moved, 1));
    Event later = moved.toBuilder().starts(at("2026-03-02T12:00")).build();
    assertInstanceOf(BookingResult.Booked.class, engine.bookings().change(room.id(), later, 1));
    assertTrue(engine.agenda().event(room.id(), event.id()).isEmpty());
    assertTrue(engine.agenda().event(other.id(), event.id()).isPresent());
    assertEquals(
        CalendarChange.Kind.DELETED, engine.agenda().changes(room.id(), 1, 10).get(0).kind());
    booked(meeting("2026-03-02T10:00"));
  }

  @Test
  void ruleThatNeverMatchesIsRefusedByName() {
    InvalidEventException refused =
        assertThrows(
            InvalidEventException.class,
            () ->
                engine.book(
                    meeting("2026-03-02T10:00")
                        .recurrenceLine("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
                        .build()));
    assertEquals("recurrence", refused.field());
    assertEquals(0, pendingMessages());
  }

  @Test
  void calendarThatIsNotThereIsNotFound() {
    engine.calendars().delete(room.id());
    assertThrows(NotFoundException.class, () -> engine.book(meeting("2026-03-02T10:00").build()));
  }

  @Test
  void whatAnotherNodeBookedIsSeenAtOnce() {
    SchedulingEngine other = engine();
    booked(meeting("2026-03-02T10:00"));
    assertInstanceOf(
        BookingResult.Conflicting.class, other.book(meeting("2026-03-02T10:30").build()));
    assertInstanceOf(BookingResult.Booked.class, other.book(meeting("2026-03-02T11:00").build()));
    refused(meeting("2026-03-02T11:30"));
    Event last = booked(meeting("2026-03-02T12:00"));
    other.bookings().cancel(room.id(), last.id(), 1);
    booked(meeting("2026-03-02T12:00"));
  }

  @Test
  void changeOfTheCalendarsZoneMovesWhatFloats() {
    booked(
        Event.builder(room, "Gym")
            .starts(LocalDateTime.parse("2026-03-02T10:00"))
            .lasts(Duration.ofHours(1)));
    refused(meeting("2026-03-02T10:30"));
    SchedulingEngine other = engine();
    assertInstanceOf(
        BookingResult.Conflicting.class, other.book(meeting("2026-03-02T10:30").build()));
    engine.calendars().update(room.id(), calendar -> calendar.withZone(ZoneId.of("Asia/Seoul")));
    booked(meeting("2026-03-02T10:30"));
    assertInstanceOf(BookingResult.Booked.class, other.book(meeting("2026-03-02T08:00").build()));
    assertInstanceOf(
        BookingResult.Conflicting.class, other.book(meeting("2026-03-02T02:30").build()));
  }

  @Test
  void simultaneousOverlappingBookingsLeaveExactlyOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        List<Callable<BookingResult>> bookings = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          Event event = meeting("2026-04-0" + (round + 1) + "T10:" + (10 + i)).build();
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

  @Test
  void occurrencesComeSortedAndInPages() {
    booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=DAILY;COUNT=5"));
    booked(meeting("2026-03-03T09:00").tags(List.of("Early")));
    TimeRange week =
        TimeRange.of(at("2026-03-02T00:00").toInstant(), at("2026-03-09T00:00").toInstant());
    List<String> all = starts("2026-03-02T00:00", "2026-03-09T00:00");
    assertEquals(6, all.size());
    assertEquals(all.stream().sorted().toList(), all);
    List<String> paged = new ArrayList<>();
    Agenda.Position after = null;
    do {
      Agenda.Page page = engine.agenda().occurrences(List.of(room.id()), week, null, after, 2);
      page.items().stream().map(o -> o.start().local().toString()).forEach(paged::add);
      after = page.next().orElse(null);
    } while (after != null);
    assertEquals(all, paged);
    List<Occurrence> tagged =
        engine.agenda().occurrences(List.of(room.id()), week, "early", null, 10).items();
    assertEquals(1, tagged.size());
    assertThrows(
        InvalidEventException.class,
        () ->
            engine
                .agenda()
                .occurrences(
                    List.of(room.id()), TimeRange.of(NOW, Duration.ofDays(401)), null, null, 10));
  }

  @Test
  void whatStartsAtTheSameTimeIsOnOnePageEach() {
    for (int i = 0; i < 3; i++) {
      booked(meeting("2026-03-02T10:00").transparency(Transparency.TRANSPARENT));
    }
    Event series =
        booked(
            meeting("2026-03-02T10:00")
                .recurrenceLine("RRULE:FREQ=DAILY;COUNT=3")
                .transparency(Transparency.TRANSPARENT));
    // Two occurrences of one event at the same time.
    engine
        .bookings()
        .changeOccurrence(
            room.id(),
            series.id(),
            OccurrenceOverride.moved(
                id("2026-03-03T10:00"),
                EventTime.of(at("2026-03-02T10:00")),
                EventLength.of(Duration.ofHours(1))),
            1);
    TimeRange week =
        TimeRange.of(at("2026-03-02T00:00").toInstant(), at("2026-03-09T00:00").toInstant());
    Set<String> found = new HashSet<>();
    int pages = 0;
    Agenda.Position after = null;
    do {
      Agenda.Page page = engine.agenda().occurrences(List.of(room.id()), week, null, after, 1);
      for (Occurrence occurrence : page.items()) {
        assertTrue(found.add(occurrence.event().id() + " " + occurrence.id()), "twice");
      }
      after = page.next().orElse(null);
      pages++;
    } while (after != null);
    assertEquals(6, found.size());
    assertEquals(6, pages);
  }

  @Test
  void importBringsInEveryEventUpdatesByUidAndWarnsOfOverlaps() throws IOException {
    booked(meeting("2026-03-02T10:00"));
    String file =
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//EN
        BEGIN:VEVENT
        UID:a@example.org
        DTSTAMP:20260101T000000Z
        DTSTART;TZID=Europe/Berlin:20260302T103000
        DURATION:PT1H
        SUMMARY:Overlapping
        END:VEVENT
        BEGIN:VEVENT
        UID:b@example.org
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20260501
        RRULE:FREQ=YEARLY
        SUMMARY:Labour Day
        END:VEVENT
        BEGIN:VTODO
        UID:c@example.org
        DTSTAMP:20260101T000000Z
        SUMMARY:No event
        END:VTODO
        END:VCALENDAR
        """;
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    CalendarFiles.ImportReport first = engine.files().importFile(room.id(), bytes);
    assertEquals(2, first.imported());
    assertEquals(0, first.updated());
    assertEquals("c@example.org", first.skipped().get(0).uid());
    assertEquals("a@example.org", first.warnings().get(0).uid());
    CalendarFiles.ImportReport second = engine.files().importFile(room.id(), bytes);
    assertEquals(0, second.imported());
    assertEquals(2, second.updated());
    refused(meeting("2030-05-01T12:00"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    engine.files().exportTo(room.id(), out);
    String exported = out.toString(StandardCharsets.UTF_8);
    assertEquals(3, exported.split("BEGIN:VEVENT", -1).length - 1);
    assertTrue(exported.contains("SUMMARY:Labour Day"), exported);
  }
}
