package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.TimeRange;
import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.conflict.ConflictReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the way of a booking, and what does not, on every set of stores. */
public abstract class ConflictsContract extends RoomFixture {

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
}
