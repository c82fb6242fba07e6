package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Transparency;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PlacedEventTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZonedDateTime FIRST =
      ZonedDateTime.parse("2026-03-25T10:00+01:00[Europe/Berlin]");
  private static final long HOUR = 3_600;

  private static Event.Builder course(String rule) {
    return Event.builder(CalendarId.of("room"), "Course")
        .id(EventId.of("course"))
        .starts(FIRST)
        .lasts(Duration.ofHours(1))
        .recurrenceLine("RRULE:" + rule);
  }

  @Test
  void fewTimesAreKeptThemselvesByTheLocalTimeOfEach() {
    long first = FIRST.toEpochSecond();
    // Summer time begins between the first and the second.
    long second = FIRST.plusWeeks(1).toEpochSecond();
    assertEquals(7 * 24 * HOUR - HOUR, second - first);
    PlacedEvent placed = PlacedEvent.of(course("FREQ=WEEKLY;COUNT=2").build(), BERLIN);
    assertArrayEquals(new long[] {first, first + HOUR, second, second + HOUR}, placed.times());
    assertFalse(placed.series().isPresent());
    assertEquals(second + HOUR, placed.latestEnd());
  }

  @Test
  void seriesRemainsOneWhereItsTimesAreManyOrEndless() {
    int most = PlacedEvent.MOST_TIMES;
    assertEquals(
        2 * most,
        PlacedEvent.of(course("FREQ=DAILY;COUNT=" + most).build(), BERLIN).times().length);
    for (String rule : List.of("FREQ=DAILY;COUNT=" + (most + 1), "FREQ=WEEKLY")) {
      PlacedEvent placed = PlacedEvent.of(course(rule).build(), BERLIN);
      assertTrue(placed.series().isPresent(), rule);
      assertEquals(0, placed.times().length, rule);
    }
  }

  @Test
  void seriesWithChangedOccurrencesRemainsOne() {
    OccurrenceOverride moved =
        OccurrenceOverride.moved(
            new RecurrenceId.At(FIRST.toInstant()),
            EventTime.of(FIRST.plusHours(3)),
            EventLength.of(Duration.ofHours(2)));
    Event event = course("FREQ=WEEKLY;COUNT=2").overrides(List.of(moved)).build();
    assertTrue(PlacedEvent.of(event, BERLIN).series().isPresent());
  }

  @Test
  void eventThatIsNeverBusyHasNoTimes() {
    Event free = course("FREQ=WEEKLY;COUNT=2").transparency(Transparency.TRANSPARENT).build();
    assertEquals(0, PlacedEvent.of(free, BERLIN).times().length);
    assertFalse(PlacedEvent.of(free, BERLIN).series().isPresent());
  }

  @Test
  void courseThatIsChangedFreesAllItsTimes() {
    Event course = course("FREQ=WEEKLY;COUNT=10").build();
    Event after = course.startingAt(EventTime.of(FIRST.plusHours(2)));
    CalendarIndex index = new CalendarIndex(BERLIN, 0);
    index.load(course);
    index.apply(1, Map.of(course.id(), Optional.of(after)));
    assertEquals(weekly(FIRST.plusHours(2)), busy(new CalendarView(index, Map.of())));
    index.apply(2, Map.of(course.id(), Optional.empty()));
    assertEquals(List.of(), busy(new CalendarView(index, Map.of())));
    assertEquals(0, index.times());
  }

  @Test
  void courseIsHiddenByWhatATransactionMadeOfIt() {
    Event course = course("FREQ=WEEKLY;COUNT=10").build();
    CalendarIndex index = new CalendarIndex(BERLIN, 0);
    index.load(course);
    CalendarView view = new CalendarView(index, Map.of());
    Event after = course.startingAt(EventTime.of(FIRST.plusHours(2)));
    assertEquals(weekly(FIRST.plusHours(2)), busy(view.with(after)));
    assertEquals(weekly(FIRST), busy(view));
  }

  @Test
  void refusalNamesTheOccurrenceThatIsInTheWay() {
    Event course = course("FREQ=WEEKLY;COUNT=10").build();
    CalendarIndex index = new CalendarIndex(BERLIN, 0);
    index.load(course);
    ZonedDateTime fourth = FIRST.plusWeeks(3);
    Event wanted =
        Event.builder(CalendarId.of("room"), "Visit")
            .starts(fourth.plusMinutes(30))
            .lasts(Duration.ofHours(1))
            .build();
    ConflictReport report =
        ConflictCheck.of(
            wanted,
            CalendarId.of("room"),
            new CalendarView(index, Map.of()),
            ids -> List.of(course));
    assertEquals(1, report.count());
    assertEquals(
        TimeRange.of(fourth.toInstant(), fourth.plusHours(1).toInstant()),
        report.conflicts().get(0).existing().range());
  }

  private static List<Long> weekly(ZonedDateTime first) {
    return LongStream.range(0, 10).mapToObj(week -> first.plusWeeks(week).toEpochSecond()).toList();
  }

  /** The starts of all busy times of the year. */
  private static List<Long> busy(CalendarView view) {
    List<Long> starts = new ArrayList<>();
    view.forEachBusy(
        TimeRange.of(FIRST.minusYears(1).toInstant(), FIRST.plusYears(1).toInstant()),
        (start, end, tentative) -> starts.add(start));
    return starts.stream().sorted().toList();
  }
}
