package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventOccurrencesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
  private static final CalendarId CALENDAR = CalendarId.of("room-4");

  private static Event.Builder weekly() {
    return Event.builder(CALENDAR, "Stand-up")
        .starts(ZonedDateTime.parse("2026-03-02T09:30+01:00[Europe/Berlin]"))
        .lasts(Duration.ofMinutes(30))
        .recurrenceLine("RRULE:FREQ=WEEKLY");
  }

  private static List<String> starts(Event event, String from, String to) {
    return starts(event, BERLIN, from, to);
  }

  private static List<String> starts(Event event, ZoneId placement, String from, String to) {
    Iterator<Occurrence> found =
        event.occurrences(placement).in(TimeRange.of(Instant.parse(from), Instant.parse(to)));
    List<String> starts = new ArrayList<>();
    while (found.hasNext()) {
      starts.add(found.next().range().start().toString());
    }
    return starts;
  }

  private static OccurrenceOverride moved(String id, String start) {
    return OccurrenceOverride.moved(
        RecurrenceId.parse(id),
        EventTime.of(ZonedDateTime.parse(start)),
        EventLength.of(Duration.ofMinutes(30)));
  }

  @Test
  void weeklyEventKeepsItsLocalTimeAcrossDst() {
    assertEquals(
        List.of("2026-03-23T08:30:00Z", "2026-03-30T07:30:00Z"),
        starts(weekly().build(), "2026-03-23T00:00:00Z", "2026-04-01T00:00:00Z"));
  }

  @Test
  void windowShowsWhatBeganBeforeItAndWhatOnlyTouchesItNot() {
    Event event = weekly().build();
    assertEquals(
        List.of("2026-03-02T08:30:00Z"),
        starts(event, "2026-03-02T08:59:59Z", "2026-03-02T10:00:00Z"));
    assertEquals(List.of(), starts(event, "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"));
    assertEquals(List.of(), starts(event, "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z"));
  }

  @Test
  void momentIsShownWhereItLies() {
    Event event = weekly().lasts(Duration.ZERO).build();
    assertEquals(
        List.of("2026-03-02T08:30:00Z"),
        starts(event, "2026-03-02T08:30:00Z", "2026-03-02T08:30:01Z"));
    assertEquals(List.of(), starts(event, "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z"));
  }

  @Test
  void movedOccurrenceIsShownAtItsNewPlaceAndNotAtTheOld() {
    Event event =
        weekly()
            .overrides(
                List.of(moved("2026-03-09T08:30:00Z", "2026-05-01T10:00+02:00[Europe/Berlin]")))
            .build();
    assertEquals(List.of(), starts(event, "2026-03-09T00:00:00Z", "2026-03-10T00:00:00Z"));
    assertEquals(
        List.of("2026-05-01T08:00:00Z"),
        starts(event, "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"));
  }

  @Test
  void changeThatReachesTheFutureMovesAllLaterOnesByTheSameLocalDistance() {
    OccurrenceOverride later =
        new OccurrenceOverride(
            RecurrenceId.parse("2026-03-16T08:30:00Z"),
            OccurrenceOverride.Range.THIS_AND_FUTURE,
            EventTime.of(ZonedDateTime.parse("2026-03-17T11:00+01:00[Europe/Berlin]")),
            EventLength.of(Duration.ofHours(1)),
            "Tuesdays now",
            null,
            null,
            null,
            null,
            null);
    Event event = weekly().overrides(List.of(later)).build();
    assertEquals(
        List.of(
            "2026-03-02T08:30:00Z",
            "2026-03-09T08:30:00Z",
            "2026-03-17T10:00:00Z",
            "2026-03-24T10:00:00Z",
            "2026-03-31T09:00:00Z"),
        starts(event, "2026-03-01T00:00:00Z", "2026-04-05T00:00:00Z"));
    Occurrence third =
        event.occurrences(BERLIN).at(RecurrenceId.parse("2026-03-23T08:30:00Z")).get();
    assertEquals("Tuesdays now", third.title());
    assertEquals(Duration.ofHours(1), third.range().duration());
    assertEquals(false, third.isOverridden());
  }

  @Test
  void allDayEventCoversTheCalendarsDayHoweverLongItIs() {
    Event event =
        Event.builder(CALENDAR, "Clocks go forward").starts(LocalDate.of(2026, 3, 29)).build();
    TimeRange range = event.occurrences(BERLIN).first().orElseThrow().range();
    assertEquals(Duration.ofHours(23), range.duration());
    assertEquals(
        Instant.parse("2026-03-28T15:00:00Z"),
        event.occurrences(SEOUL).first().orElseThrow().range().start());
  }

  @Test
  void floatingEventIsPlacedInTheCalendarsZone() {
    Event event =
        Event.builder(CALENDAR, "Gym")
            .starts(LocalDateTime.of(2026, 3, 2, 18, 0))
            .lasts(Duration.ofHours(1))
            .recurrenceLine("RRULE:FREQ=DAILY;COUNT=2")
            .build();
    assertEquals(
        List.of("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z"),
        starts(event, SEOUL, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
  }

  @Test
  void nominalDayAndTwentyFourHoursDifferWhenTheClocksChange() {
    Event.Builder saturday =
        Event.builder(CALENDAR, "Night")
            .starts(ZonedDateTime.parse("2026-03-28T12:00+01:00[Europe/Berlin]"));
    assertEquals(
        Duration.ofHours(23),
        saturday
            .lasts(EventLength.parse("P1D"))
            .build()
            .occurrences(BERLIN)
            .first()
            .get()
            .range()
            .duration());
    assertEquals(
        Duration.ofHours(24),
        saturday
            .lasts(EventLength.parse("PT24H"))
            .build()
            .occurrences(BERLIN)
            .first()
            .get()
            .range()
            .duration());
  }

  @Test
  void endGivenInAnotherZoneIsKeptInIt() {
    Event flight =
        Event.builder(CALENDAR, "ICN")
            .starts(ZonedDateTime.parse("2026-03-02T13:00+01:00[Europe/Berlin]"))
            .ends(ZonedDateTime.parse("2026-03-03T08:00+09:00[Asia/Seoul]"))
            .build();
    assertEquals(
        new EventTime.Zoned(LocalDateTime.of(2026, 3, 3, 8, 0), SEOUL),
        flight.occurrences(BERLIN).first().orElseThrow().end());
  }

  @Test
  void periodOfAnRdateGivesItsOccurrenceItsOwnLength() {
    Event event =
        weekly()
            .withoutRecurrence()
            .recurrenceLine("RDATE;VALUE=PERIOD:20260305T090000Z/PT3H")
            .build();
    List<Duration> lengths = new ArrayList<>();
    event
        .occurrences(BERLIN)
        .in(TimeRange.of(Instant.parse("2026-03-01T00:00:00Z"), Duration.ofDays(7)))
        .forEachRemaining(occurrence -> lengths.add(occurrence.range().duration()));
    assertEquals(List.of(Duration.ofMinutes(30), Duration.ofHours(3)), lengths);
  }

  @Test
  void occurrenceIsFoundByItsOriginalStartAlone() {
    Event event =
        weekly()
            .excluding(LocalDate.of(2026, 3, 9))
            .overrides(
                List.of(moved("2026-03-16T08:30:00Z", "2026-03-18T10:00+01:00[Europe/Berlin]")))
            .build();
    EventOccurrences occurrences = event.occurrences(BERLIN);
    assertTrue(occurrences.at(RecurrenceId.parse("2026-03-02T08:30:00Z")).isPresent());
    assertTrue(occurrences.at(RecurrenceId.parse("2026-03-09T08:30:00Z")).isEmpty());
    assertTrue(occurrences.at(RecurrenceId.parse("2026-03-18T09:00:00Z")).isEmpty());
    assertEquals(
        Instant.parse("2026-03-18T09:00:00Z"),
        occurrences.at(RecurrenceId.parse("2026-03-16T08:30:00Z")).get().range().start());
    assertTrue(occurrences.at(RecurrenceId.parse("2026-03-02")).isEmpty());
  }

  @Test
  void boundsHoldEveryOccurrenceAndEndlessSeriesHaveNoEnd() {
    Event finite =
        weekly()
            .withoutRecurrence()
            .recurrenceLine("RRULE:FREQ=WEEKLY;COUNT=3")
            .overrides(
                List.of(moved("2026-03-09T08:30:00Z", "2026-05-01T10:00+02:00[Europe/Berlin]")))
            .build();
    TimeRange bounds = finite.occurrences(BERLIN).bounds();
    assertEquals(Instant.parse("2026-03-02T08:30:00Z"), bounds.start());
    assertEquals(Instant.parse("2026-05-01T08:30:00Z"), bounds.end());
    assertEquals(Instant.MAX, weekly().build().occurrences(BERLIN).bounds().end());
  }

  @Test
  void seriesMovedAsAWholeTakesItsExclusionsAndChangesAlong() {
    Event event =
        weekly()
            .withoutRecurrence()
            .recurrenceLine("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260331T073000Z")
            .recurrenceLine("EXDATE;TZID=Europe/Berlin:20260304T093000")
            .overrides(
                List.of(moved("2026-03-09T08:30:00Z", "2026-03-20T10:00+01:00[Europe/Berlin]")))
            .build();
    Event later =
        event.startingAt(
            EventTime.of(ZonedDateTime.parse("2026-03-03T10:30+01:00[Europe/Berlin]")));
    assertEquals(
        List.of(
            "2026-03-03T09:30:00Z",
            "2026-03-12T09:30:00Z",
            "2026-03-17T09:30:00Z",
            "2026-03-19T09:30:00Z",
            "2026-03-20T09:00:00Z",
            "2026-03-24T09:30:00Z",
            "2026-03-26T09:30:00Z",
            "2026-03-31T08:30:00Z"),
        starts(later, "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z"));
  }

  @Test
  void errorsNameTheFieldAndTheLimit() {
    InvalidEventException end =
        assertThrows(
            InvalidEventException.class,
            () ->
                weekly()
                    .ends(ZonedDateTime.parse("2026-03-02T09:00+01:00[Europe/Berlin]"))
                    .build());
    assertEquals("end", end.field());
    InvalidEventException title =
        assertThrows(InvalidEventException.class, () -> weekly().title("x".repeat(1_001)).build());
    assertEquals("title", title.field());
    assertTrue(title.getMessage().contains("1000"), title.getMessage());
    InvalidEventException kind =
        assertThrows(
            InvalidEventException.class,
            () -> weekly().ends(EventTime.of(LocalDate.of(2026, 3, 3))).build());
    assertEquals("end", kind.field());
    assertThrows(InvalidEventException.class, () -> Event.builder(CALENDAR, "No start").build());
    assertThrows(InvalidEventException.class, () -> EventLength.parse("PT"));
    assertThrows(InvalidEventException.class, () -> EventLength.parse("P"));
    assertThrows(InvalidEventException.class, () -> EventLength.parse("-PT1H"));
    assertThrows(InvalidEventException.class, () -> EventLength.parse("P40000D"));
  }

  @Test
  void tagsAreDistinctWhateverTheirCase() {
    assertEquals(List.of("a", "B"), weekly().tags(List.of("B", " a ", "A", "b")).build().tags());
  }

  @Test
  void lengthsReadAndWriteTheSame() {
    for (String text : List.of("PT15M", "P1D", "P14D", "P1DT2H", "PT0S", "PT36H")) {
      assertEquals(text, EventLength.parse(text).toString());
    }
    assertEquals("P14D", EventLength.parse("P2W").toString());
    assertEquals(EventLength.ZERO, EventLength.of(Duration.ZERO));
  }

  /** In Berlin, the clock goes from 02:00 to 03:00 on 29 March 2026. */
  private static Event.Builder floatingNight() {
    return Event.builder(CALENDAR, "Night shift").starts(LocalDateTime.parse("2026-03-29T01:00"));
  }

  private static Occurrence inBerlin(Event.Builder event) {
    return event.build().occurrences(BERLIN).first().orElseThrow();
  }

  @Test
  void floatingLengthInHoursIsExactAcrossAClockChange() {
    Occurrence night = inBerlin(floatingNight().lasts(Duration.ofHours(4)));
    assertEquals(Duration.ofHours(4), night.range().duration());
    assertEquals(LocalDateTime.parse("2026-03-29T06:00"), night.end().local());
  }

  @Test
  void floatingLengthInDaysIsNominalAcrossAClockChange() {
    Occurrence day = inBerlin(floatingNight().lasts(EventLength.parse("P1DT1H")));
    assertEquals(Duration.ofHours(24), day.range().duration());
    assertEquals(LocalDateTime.parse("2026-03-30T02:00"), day.end().local());
  }

  @Test
  void floatingEndIsTheLocalTimeThatItNames() {
    Occurrence night =
        inBerlin(floatingNight().ends(EventTime.of(LocalDateTime.parse("2026-03-29T05:00"))));
    assertEquals(LocalDateTime.parse("2026-03-29T05:00"), night.end().local());
    assertEquals(Duration.ofHours(3), night.range().duration());
  }

  @Test
  void floatingSeriesWithANamedEndLastsEquallyLongEveryTime() {
    Event nights =
        Event.builder(CALENDAR, "Night shift")
            .starts(LocalDateTime.parse("2026-03-28T01:00"))
            .ends(EventTime.of(LocalDateTime.parse("2026-03-28T05:00")))
            .recurrenceLine("RRULE:FREQ=DAILY;COUNT=2")
            .build();
    nights
        .occurrences(BERLIN)
        .in(
            TimeRange.of(
                Instant.parse("2026-03-27T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z")))
        .forEachRemaining(night -> assertEquals(Duration.ofHours(4), night.range().duration()));
  }
}
