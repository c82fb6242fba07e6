package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.outbox.OutboxMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bookings promise on every set of stores. */
public abstract class BookingsContract {

  protected static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  protected static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  protected SchedulingEngine engine;
  protected Calendar room;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenARoom() {
    engine = engine();
    room = engine.calendars().create(Calendar.of(OwnerId.random(), "Room 4", BERLIN));
  }

  /** An engine that knows nothing yet, as another node would be. */
  protected SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(stores()).clock(InstantSource.fixed(NOW)).build();
  }

  private static ZonedDateTime at(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN);
  }

  protected Event.Builder meeting(String start) {
    return Event.builder(room, "Meeting at " + start).starts(at(start)).lasts(Duration.ofHours(1));
  }

  protected Event booked(Event.Builder event) {
    return assertInstanceOf(BookingResult.Booked.class, engine.book(event.build())).event();
  }

  protected BookingResult.Conflicting refused(Event.Builder event) {
    return assertInstanceOf(BookingResult.Conflicting.class, engine.book(event.build()));
  }

  private List<String> starts(String from, String to) {
    return engine
        .agenda()
        .occurrences(
            List.of(room.id()),
            TimeRange.of(at(from).toInstant(), at(to).toInstant()),
            null,
            null,
            100)
        .items()
        .stream()
        .map(occurrence -> occurrence.start().local().toString())
        .toList();
  }

  private long pendingMessages() {
    return stores()
        .transactions()
        .inTransaction(tx -> stores().calendars().calendar(tx, room.id()).orElseThrow().revision());
  }

  /** What was told of the room so far, as the relay would find it. */
  private List<OutboxMessage> messages() {
    List<OutboxMessage> messages = new ArrayList<>();
    stores()
        .transactions()
        .inTransaction(
            tx -> {
              int partition =
                  OutboxMessage.builder("t", room.id().value(), NOW).build().partition();
              Instant end = stores().outbox().now(tx).plus(Duration.ofDays(1));
              stores()
                  .outbox()
                  .next(tx, partition, end, 1_000)
                  .forEach(pending -> messages.add(pending.message()));
              return "";
            });
    messages.removeIf(message -> !message.key().equals(room.id().value()));
    return messages;
  }

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
  void overlapIsRefusedWithTheConflictAndNothingIsWritten() {
    Event first = booked(meeting("2026-03-02T10:00"));
    BookingResult.Conflicting refused = refused(meeting("2026-03-02T10:30"));
    assertEquals(1, refused.report().count());
    assertEquals(first.id(), refused.conflicts().get(0).existing().event().id());
    assertEquals(
        TimeRange.of(at("2026-03-02T10:30").toInstant(), at("2026-03-02T11:00").toInstant()),
        refused.conflicts().get(0).overlap());
    assertEquals(List.of("2026-03-02T10:00"), starts("2026-03-02T00:00", "2026-03-03T00:00"));
    assertEquals(1, engine.agenda().changes(room.id(), 0, 10).size());
  }

  @Test
  void threeFreeTimesAreSuggestedAndEachCanBeBooked() {
    booked(meeting("2026-03-02T10:00"));
    BookingResult.Conflicting refused = refused(meeting("2026-03-02T10:30"));
    assertEquals(
        List.of(
            SlotSuggestion.Reason.LATER_SAME_DAY,
            SlotSuggestion.Reason.EARLIER_SAME_DAY,
            SlotSuggestion.Reason.SAME_TIME_ANOTHER_DAY),
        refused.suggestions().stream().map(SlotSuggestion::reason).toList());
    assertEquals(
        List.of("2026-03-02T11:00", "2026-03-02T09:00", "2026-03-03T10:30"),
        refused.suggestions().stream().map(s -> s.start().local().toString()).toList());
    for (SlotSuggestion suggestion : refused.suggestions()) {
      booked(meeting("2026-03-02T10:30").starts(suggestion.start()));
    }
  }

  @Test
  void nothingIsSuggestedInThePast() {
    booked(meeting("2026-03-01T13:00"));
    refused(meeting("2026-03-01T13:30"))
        .suggestions()
        .forEach(s -> assertTrue(!s.start().instant(BERLIN).isBefore(NOW), s.toString()));
  }

  @Test
  void backToBackMeetingsDoNotConflict() {
    booked(meeting("2026-03-02T10:00"));
    booked(meeting("2026-03-02T11:00"));
    booked(meeting("2026-03-02T09:00"));
    assertEquals(3, starts("2026-03-02T00:00", "2026-03-03T00:00").size());
  }

  @Test
  void momentsTransparentAndCancelledEventsAreInNobodysWay() {
    booked(meeting("2026-03-02T10:00"));
    booked(meeting("2026-03-02T10:30").lasts(Duration.ZERO));
    booked(meeting("2026-03-02T10:30").transparency(Transparency.TRANSPARENT));
    booked(meeting("2026-03-02T10:30").status(EventStatus.CANCELLED));
    refused(meeting("2026-03-02T10:30").status(EventStatus.TENTATIVE));
  }

  @Test
  void seriesMeetsASingleEventFarAhead() {
    booked(meeting("2031-03-03T10:30"));
    BookingResult.Conflicting refused =
        refused(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY"));
    assertEquals(
        at("2031-03-03T10:00").toInstant(), refused.conflicts().get(0).requested().range().start());
    assertTrue(!refused.suggestions().isEmpty());
  }

  @Test
  void singleEventMeetsASeriesFarAhead() {
    booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY"));
    refused(meeting("2031-03-03T10:30"));
    booked(meeting("2031-03-04T10:30"));
  }

  @Test
  void seriesMeetsSeries() {
    booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=MO"));
    booked(meeting("2026-03-03T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=TU"));
    BookingResult.Conflicting refused =
        refused(meeting("2026-03-04T10:00").recurrenceLine("RRULE:FREQ=MONTHLY;BYMONTHDAY=4"));
    // The first fourth of a month that is a Monday or a Tuesday.
    assertEquals(at("2026-05-04T10:00").toInstant(), refused.conflicts().get(0).overlap().start());
  }

  @Test
  void excludedOccurrenceLeavesItsTimeFreeAndAMovedOneTakesItsNewTime() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=DAILY"));
    BookingResult changed =
        engine.bookings().cancelOccurrence(room.id(), series.id(), id("2026-03-03T10:00"), 1);
    assertInstanceOf(BookingResult.Booked.class, changed);
    booked(meeting("2026-03-03T10:00"));
    engine
        .bookings()
        .changeOccurrence(
            room.id(),
            series.id(),
            OccurrenceOverride.moved(
                id("2026-03-04T10:00"),
                EventTime.of(at("2026-03-04T15:00")),
                EventLength.of(Duration.ofHours(1))),
            2);
    booked(meeting("2026-03-04T10:00"));
    refused(meeting("2026-03-04T15:30"));
  }

  private static RecurrenceId id(String local) {
    return new RecurrenceId.At(at(local).toInstant());
  }

  @Test
  void changeOfOneOccurrenceIntoATakenTimeIsRefused() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=DAILY"));
    booked(meeting("2026-03-04T15:00"));
    BookingResult result =
        engine
            .bookings()
            .changeOccurrence(
                room.id(),
                series.id(),
                OccurrenceOverride.moved(
                    id("2026-03-04T10:00"),
                    EventTime.of(at("2026-03-04T15:30")),
                    EventLength.of(Duration.ofHours(1))),
                1);
    assertInstanceOf(BookingResult.Conflicting.class, result);
    assertEquals(1, engine.agenda().event(room.id(), series.id()).orElseThrow().stamp().version());
  }

  @Test
  void occurrenceThatIsNotThereIsNotFound() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=DAILY"));
    assertThrows(
        NotFoundException.class,
        () ->
            engine.bookings().cancelOccurrence(room.id(), series.id(), id("2026-03-03T11:00"), 1));
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
  void warnBooksAndNamesTheConflictsAllowDoesNotLook() {
    booked(meeting("2026-03-02T10:00"));
    engine
        .calendars()
        .update(room.id(), calendar -> calendar.withConflictPolicy(ConflictPolicy.WARN));
    BookingResult.Booked warned =
        assertInstanceOf(
            BookingResult.Booked.class, engine.book(meeting("2026-03-02T10:30").build()));
    assertEquals(1, warned.warnings().count());
    engine
        .calendars()
        .update(room.id(), calendar -> calendar.withConflictPolicy(ConflictPolicy.ALLOW));
    BookingResult.Booked allowed =
        assertInstanceOf(
            BookingResult.Booked.class, engine.book(meeting("2026-03-02T10:30").build()));
    assertTrue(allowed.warnings().isClear());
  }

  @Test
  void manyConflictsAreCountedAndTheFirstTwentyListed() {
    engine
        .calendars()
        .update(room.id(), calendar -> calendar.withConflictPolicy(ConflictPolicy.ALLOW));
    for (int i = 0; i < 25; i++) {
      booked(meeting("2026-03-02T10:00"));
    }
    engine
        .calendars()
        .update(room.id(), calendar -> calendar.withConflictPolicy(ConflictPolicy.REJECT));
    BookingResult.Conflicting refused = refused(meeting("2026-03-02T10:30"));
    assertEquals(25, refused.report().count());
    assertEquals(ConflictReport.MOST_LISTED, refused.conflicts().size());
  }

  @Test
  void allDayEventTakesTheCalendarsDay() {
    booked(Event.builder(room, "Closed").starts(LocalDate.of(2026, 3, 2)));
    refused(meeting("2026-03-02T23:30"));
    booked(meeting("2026-03-03T00:00"));
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
  void seriesThatIsMovedKeepsItsExclusionsAndChanges() {
    Event series =
        booked(
            meeting("2026-03-02T10:00")
                .recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4")
                .excluding(LocalDate.of(2026, 3, 9)));
    Event moved = series.toBuilder().starts(at("2026-03-03T11:00")).build();
    assertInstanceOf(BookingResult.Booked.class, engine.bookings().change(room.id(), moved, 1));
    assertEquals(
        List.of("2026-03-03T11:00", "2026-03-17T11:00", "2026-03-24T11:00"),
        starts("2026-03-01T00:00", "2026-05-01T00:00"));
  }

  @Test
  void seriesIsCutInTwoAndOnlyTheLaterPartChanges() {
    Event series =
        booked(
            meeting("2026-03-02T10:00")
                .recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=6")
                .excluding(LocalDate.of(2026, 3, 9))
                .excluding(LocalDate.of(2026, 3, 30)));
    BookingResult.Booked parts =
        assertInstanceOf(
            BookingResult.Booked.class,
            engine
                .bookings()
                .changeFollowing(
                    room.id(),
                    series.id(),
                    id("2026-03-23T10:00"),
                    part -> part.toBuilder().title("Later").starts(at("2026-03-23T14:00")).build(),
                    1));
    Event later = parts.followingPart().orElseThrow();
    assertEquals(series.id(), parts.event().id());
    assertEquals(series.id(), later.splitFrom().orElseThrow());
    assertEquals(
        List.of("2026-03-02T10:00", "2026-03-16T10:00", "2026-03-23T14:00", "2026-04-06T14:00"),
        starts("2026-03-01T00:00", "2026-06-01T00:00"));
    assertEquals("Later", engine.agenda().event(room.id(), later.id()).orElseThrow().title());
  }

  @Test
  void partsOfAnUnchangedSplitMakeTheSameOccurrencesAsTheWhole() {
    Event series =
        booked(
            meeting("2026-03-02T10:00")
                .recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9")
                .excluding(LocalDate.of(2026, 3, 9))
                .excluding(LocalDate.of(2026, 3, 23)));
    List<String> before = starts("2026-03-01T00:00", "2026-06-01T00:00");
    engine
        .bookings()
        .changeFollowing(room.id(), series.id(), id("2026-03-16T10:00"), part -> part, 1);
    assertEquals(before, starts("2026-03-01T00:00", "2026-06-01T00:00"));
  }

  @Test
  void splitIntoATakenTimeIsRefusedAndTheSeriesStaysWhole() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=4"));
    booked(meeting("2026-03-23T14:00"));
    BookingResult result =
        engine
            .bookings()
            .changeFollowing(
                room.id(),
                series.id(),
                id("2026-03-16T10:00"),
                part -> part.toBuilder().starts(at("2026-03-16T14:30")).build(),
                1);
    assertInstanceOf(BookingResult.Conflicting.class, result);
    assertEquals(1, engine.agenda().event(room.id(), series.id()).orElseThrow().stamp().version());
    assertEquals(5, starts("2026-03-01T00:00", "2026-06-01T00:00").size());
  }

  @Test
  void laterPartMustNotRunIntoTheEarlierOne() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=4"));
    BookingResult result =
        engine
            .bookings()
            .changeFollowing(
                room.id(),
                series.id(),
                id("2026-03-16T10:00"),
                part -> part.toBuilder().starts(at("2026-03-09T10:30")).build(),
                1);
    BookingResult.Conflicting refused = assertInstanceOf(BookingResult.Conflicting.class, result);
    assertEquals(series.id(), refused.conflicts().get(0).existing().event().id());
  }

  @Test
  void followingTheFirstOccurrenceIsTheWholeSeries() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=3"));
    BookingResult.Booked changed =
        assertInstanceOf(
            BookingResult.Booked.class,
            engine
                .bookings()
                .changeFollowing(
                    room.id(),
                    series.id(),
                    id("2026-03-02T10:00"),
                    part -> part.toBuilder().title("All").build(),
                    1));
    assertTrue(changed.followingPart().isEmpty());
    assertEquals(2, changed.event().stamp().version());
    assertEquals("All", engine.agenda().event(room.id(), series.id()).orElseThrow().title());
    assertTrue(
        engine
            .bookings()
            .cancelFollowing(room.id(), series.id(), id("2026-03-02T10:00"), 2)
            .isEmpty());
    assertEquals(List.of(), starts("2026-03-01T00:00", "2026-06-01T00:00"));
  }

  @Test
  void seriesIsEndedBeforeAnOccurrence() {
    Event series = booked(meeting("2026-03-02T10:00").recurrenceLine("RRULE:FREQ=WEEKLY"));
    engine.bookings().cancelFollowing(room.id(), series.id(), id("2026-03-16T10:00"), 1);
    assertEquals(
        List.of("2026-03-02T10:00", "2026-03-09T10:00"),
        starts("2026-03-01T00:00", "2026-06-01T00:00"));
    booked(meeting("2026-03-16T10:00"));
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
