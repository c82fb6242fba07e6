package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a date that is taken from a series with times is written. */
class ExcludedDaysTest {

  private static final LocalDateTime START = LocalDateTime.of(2026, 3, 2, 9, 0);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String DAILY = "RRULE:FREQ=DAILY;COUNT=9";

  @Test
  void anExcludedDateIsWrittenAsTheTimeItTakesInTheTypeOfTheStart() {
    String date = "EXDATE;VALUE=DATE:20260304";
    assertLines(
        RecurrenceSet.startingAt(START, BERLIN),
        List.of(DAILY, date),
        List.of(DAILY, "EXDATE;TZID=Europe/Berlin:20260304T090000"));
    assertLines(
        RecurrenceSet.startingAt(START, ZoneOffset.UTC),
        List.of(DAILY, date),
        List.of(DAILY, "EXDATE:20260304T090000Z"));
    assertLines(
        RecurrenceSet.startingAt(START),
        List.of(DAILY, date),
        List.of(DAILY, "EXDATE:20260304T090000"));
    assertLines(
        RecurrenceSet.startingOn(START.toLocalDate()), List.of(DAILY, date), List.of(DAILY, date));
  }

  @Test
  void everyTimeOfTheDateIsWrittenOnce() {
    assertLines(
        RecurrenceSet.startingAt(START),
        List.of(
            "RRULE:FREQ=DAILY;BYHOUR=9,17",
            "RDATE:20260304T120000",
            "EXDATE:20260304T170000",
            "EXDATE;VALUE=DATE:20260304"),
        List.of(
            "RRULE:FREQ=DAILY;BYHOUR=9,17",
            "RDATE:20260304T120000",
            "EXDATE:20260304T170000,20260304T090000,20260304T120000"));
  }

  @Test
  void aDateThatTakesNothingIsLeftOut() {
    assertLines(
        RecurrenceSet.startingAt(START, BERLIN),
        List.of("RRULE:FREQ=WEEKLY", "EXRULE:FREQ=MONTHLY", "EXDATE;VALUE=DATE:20260303,20260302"),
        List.of("RRULE:FREQ=WEEKLY", "EXRULE:FREQ=MONTHLY"));
  }

  @Test
  void aTimeMovedByAGapAndTheSecondPassOfAnOverlapAreTaken() {
    assertLines(
        RecurrenceSet.startingAt(LocalDateTime.of(2026, 3, 27, 2, 30), BERLIN),
        List.of("RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20260329"),
        List.of("RRULE:FREQ=DAILY", "EXDATE;TZID=Europe/Berlin:20260329T033000"));
    assertLines(
        RecurrenceSet.startingAt(LocalDateTime.of(2026, 10, 23, 2, 30), BERLIN),
        List.of("RRULE:FREQ=DAILY", "RDATE:20261025T013000Z", "EXDATE;VALUE=DATE:20261025"),
        List.of(
            "RRULE:FREQ=DAILY",
            "RDATE:20261025T013000Z",
            "EXDATE;TZID=Europe/Berlin:20261025T023000",
            "EXDATE:20261025T013000Z"));
  }

  @Test
  void aDateThatTakesMoreThanATimeAMinuteStaysADate() {
    List<String> minutes = List.of("RRULE:FREQ=MINUTELY;COUNT=9000", "EXDATE;VALUE=DATE:20260304");
    List<String> written = RecurrenceSet.startingAt(START).lines(minutes).build().toLines();
    assertEquals(1_440, written.get(1).split(",").length);
    List<String> seconds =
        List.of("RRULE:FREQ=SECONDLY;COUNT=500000", "EXDATE;VALUE=DATE:20260304");
    assertLines(RecurrenceSet.startingAt(START), seconds, seconds);
  }

  /** The lines given are written as expected, and what is read from those is the same set. */
  private static void assertLines(
      RecurrenceSet.Builder start, List<String> given, List<String> expected) {
    RecurrenceSet empty = start.build();
    RecurrenceSet set = empty.toBuilder().lines(given).build();
    assertEquals(expected, set.toLines());
    RecurrenceSet again = empty.toBuilder().lines(set.toLines()).build();
    assertEquals(set.toString(), again.toString());
    assertEquals(first(set), first(again));
  }

  private static List<LocalDateTime> first(RecurrenceSet set) {
    List<LocalDateTime> times = new ArrayList<>();
    OccurrenceCursor cursor = set.cursor();
    while (times.size() < 200 && cursor.next()) {
      times.add(cursor.local());
    }
    return times;
  }
}
