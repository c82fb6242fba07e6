package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What changes of a series promise on every set of stores: of one occurrence, of this and all that
 * follow, and of all.
 */
public abstract class SeriesEditsContract extends RoomFixture {

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
}
