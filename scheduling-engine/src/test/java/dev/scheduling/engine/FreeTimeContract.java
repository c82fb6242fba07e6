package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.MovableClock;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.Attendee;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.FreeBusy.Busy;
import dev.scheduling.availability.FreeBusy.Kind;
import dev.scheduling.availability.RepeatingSlot;
import dev.scheduling.availability.SlotGrid;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Free time as an engine tells it, whatever the store. */
public abstract class FreeTimeContract {

  private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
  private static final TimeRange DAY =
      TimeRange.of(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1));

  private final MovableClock clock = new MovableClock();
  protected SchedulingEngine engine;
  private Calendar mine;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenACalendar() {
    engine = engine();
    mine =
        engine
            .calendars()
            .create(
                Calendar.of(OwnerId.random(), "Mine", ZoneOffset.UTC)
                    .withConflictPolicy(ConflictPolicy.ALLOW));
  }

  /** An engine that knows nothing yet, as another node would be. */
  private SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(stores()).clock(clock).build();
  }

  private Event.Builder meeting(Instant start) {
    return Event.builder(mine, "Meeting")
        .starts(start.atZone(ZoneOffset.UTC))
        .lasts(Duration.ofHours(1));
  }

  private Event booked(Event.Builder event) {
    return assertInstanceOf(BookingResult.Booked.class, engine.book(event.build())).event();
  }

  private List<Busy> busy(SchedulingEngine asked) {
    return asked.freeBusy(List.of(mine.id()), DAY).get(mine.id()).ranges();
  }

  private static Busy busy(Instant start, int hours, Kind kind) {
    return new Busy(TimeRange.of(start, Duration.ofHours(hours)), kind);
  }

  private SlotRequest.Builder hours(TimeRange window) {
    return SlotRequest.in(window, Duration.ofHours(1))
        .required(List.of(Attendee.of(mine.id())))
        .grid(new SlotGrid(Duration.ofHours(1), ZoneOffset.UTC));
  }

  @Test
  void whatOverlapsOrTouchesIsOneBusyTimeAndTheStrongerKindStands() {
    booked(meeting(NINE));
    booked(meeting(NINE.plusSeconds(1_800)));
    booked(meeting(NINE.plusSeconds(5_400)));
    booked(meeting(NINE.plusSeconds(7_200)).status(EventStatus.TENTATIVE));
    booked(meeting(DAY.start()).transparency(Transparency.TRANSPARENT));
    booked(meeting(DAY.start()).status(EventStatus.CANCELLED));
    booked(meeting(DAY.start()).lasts(Duration.ZERO));
    assertEquals(
        List.of(
            new Busy(TimeRange.of(NINE, Duration.ofMinutes(150)), Kind.BUSY),
            new Busy(
                TimeRange.of(NINE.plus(Duration.ofMinutes(150)), Duration.ofMinutes(30)),
                Kind.TENTATIVE)),
        busy(engine));
  }

  @Test
  void busyTimeIsCutToTheWindow() {
    booked(meeting(DAY.start().minusSeconds(1_800)));
    booked(meeting(DAY.end().minusSeconds(1_800)));
    assertEquals(
        List.of(
            new Busy(TimeRange.of(DAY.start(), Duration.ofMinutes(30)), Kind.BUSY),
            new Busy(
                TimeRange.of(DAY.end().minusSeconds(1_800), Duration.ofMinutes(30)), Kind.BUSY)),
        busy(engine));
  }

  @Test
  void anotherNodeSeesWhatWasBookedChangedAndCancelledMeanwhile() {
    SchedulingEngine other = engine();
    assertEquals(List.of(), busy(other));
    Event event = booked(meeting(NINE));
    assertEquals(List.of(busy(NINE, 1, Kind.BUSY)), busy(other));
    Event longer = event.toBuilder().lasts(Duration.ofHours(2)).build();
    engine.bookings().change(event.calendar(), longer, event.stamp().version());
    assertEquals(List.of(busy(NINE, 2, Kind.BUSY)), busy(other));
    engine.bookings().cancel(event.calendar(), event.id(), event.stamp().version() + 1);
    assertEquals(List.of(), busy(other));
    assertEquals(List.of(), busy(engine));
  }

  @Test
  void timeThatIsHeldIsTentativelyBusyUntilTheHoldExpires() {
    Instant start = NINE.plus(Duration.ofHours(3));
    engine
        .holds()
        .place(
            mine.owner(),
            List.of(mine.id()),
            TimeRange.of(start, Duration.ofHours(1)),
            Duration.ofMinutes(5));
    assertEquals(List.of(busy(start, 1, Kind.TENTATIVE)), busy(engine));
    assertFalse(engine.slots(hours(DAY).build()).check(start).isFree());
    clock.move(Duration.ofMinutes(6));
    assertEquals(List.of(), busy(engine));
  }

  @Test
  void slotsStartAfterTheNotice() {
    SlotRequest.Builder request = hours(DAY).minimumNotice(Duration.ofHours(5));
    SlotSearch search = engine.slots(request.build());
    Instant earliest = clock.instant().plus(Duration.ofHours(5));
    assertEquals(10, search.freeCount());
    assertTrue(search.best().stream().noneMatch(slot -> slot.range().start().isBefore(earliest)));
    assertTrue(search.check(NINE).isTooSoon());
    assertEquals(List.of(), search.check(NINE).blockers());
  }

  @Test
  void aWeeklyTimeStaysFreeForEverOrIsRefusedForWhatComesYearsLater() {
    TimeRange morning = TimeRange.of(NINE, Duration.ofHours(3));
    booked(meeting(NINE.plus(Duration.ofDays(7 * 500))));
    booked(
        meeting(NINE.plus(Duration.ofHours(1)))
            .repeats(RecurrenceRule.parse("FREQ=MONTHLY;BYMONTHDAY=29;BYDAY=MO;BYMONTH=2")));
    Optional<RepeatingSlot> slot = engine.freeTime().firstWeekly(hours(morning).build(), 0);
    assertEquals(
        NINE.plus(Duration.ofHours(2)), slot.orElseThrow().first().start(), slot::toString);
    assertTrue(slot.get().noneBefore().isEmpty());
    Optional<RepeatingSlot> tenTimes = engine.freeTime().firstWeekly(hours(morning).build(), 10);
    assertEquals(NINE, tenTimes.orElseThrow().first().start());
  }

  @Test
  void anEndlessSeriesThatCannotBeDecidedIsSaidWithHowFarItWasLooked() {
    Event.Builder daily = meeting(NINE).repeats(RecurrenceRule.parse("FREQ=DAILY"));
    OccurrenceOverride laterFromTomorrow =
        new OccurrenceOverride(
            RecurrenceId.of(EventTime.of(NINE.plus(Duration.ofDays(1)))),
            OccurrenceOverride.Range.THIS_AND_FUTURE,
            EventTime.of(NINE.plus(Duration.ofHours(25))),
            EventLength.of(Duration.ofHours(1)),
            null,
            null,
            null,
            null,
            null,
            null);
    booked(daily.overrides(List.of(laterFromTomorrow)));
    TimeRange afternoon = TimeRange.of(NINE.plus(Duration.ofHours(4)), Duration.ofHours(2));
    RepeatingSlot slot = engine.freeTime().firstWeekly(hours(afternoon).build(), 0).orElseThrow();
    assertTrue(slot.noneBefore().isPresent(), slot::toString);
    assertTrue(slot.noneBefore().get().isAfter(NINE.plus(Duration.ofDays(365))), slot::toString);
  }

  @Test
  void calendarsThatAreNotThereAreNamed() {
    List<CalendarId> nobody = List.of(CalendarId.random());
    assertThrows(NotFoundException.class, () -> engine.freeBusy(nobody, DAY));
    SlotRequest request =
        SlotRequest.in(DAY, Duration.ofHours(1))
            .required(List.of(Attendee.of(nobody.get(0))))
            .build();
    assertThrows(NotFoundException.class, () -> engine.slots(request));
    assertThrows(NotFoundException.class, () -> engine.freeTime().firstWeekly(request, 1));
  }

  @Test
  void tooManyCalendarsAndWindowsThatAreTooLongAreRefusedWithTheLimit() {
    InvalidEventException many =
        assertThrows(
            InvalidEventException.class,
            () -> engine.freeBusy(Collections.nCopies(10_000, mine.id()), DAY));
    assertEquals("calendarIds", many.field());
    TimeRange centuries = TimeRange.of(NINE, Duration.ofDays(146_097));
    InvalidEventException tooLong =
        assertThrows(
            InvalidEventException.class, () -> engine.freeBusy(List.of(mine.id()), centuries));
    assertEquals("to", tooLong.field());
    assertTrue(tooLong.getMessage().contains("400 days"));
  }

  @Test
  void aSeriesThatIsBusyEverySecondHitsALimitThatSaysSo() {
    booked(
        meeting(NINE).lasts(Duration.ofSeconds(1)).repeats(RecurrenceRule.parse("FREQ=SECONDLY")));
    TimeRange month = TimeRange.of(NINE, Duration.ofDays(30));
    InvalidEventException e =
        assertThrows(InvalidEventException.class, () -> engine.freeBusy(List.of(mine.id()), month));
    assertTrue(e.getMessage().contains(String.valueOf(FreeBusy.MOST_BUSY_TIMES)));
  }

  @Test
  void floatingAndWholeDaysAreThoseOfTheCalendarsZone() {
    ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
    Calendar there = engine.calendars().create(Calendar.of(OwnerId.random(), "There", kathmandu));
    engine.book(Event.builder(there, "Holiday").starts(LocalDate.of(2026, 3, 2)).build());
    assertEquals(
        List.of(
            new Busy(TimeRange.of(DAY.start(), Instant.parse("2026-03-02T18:15:00Z")), Kind.BUSY)),
        engine.freeBusy(List.of(there.id()), DAY).get(there.id()).ranges());
  }
}
