package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows and positions that are given in seconds. */
class CursorWindowTest {

  private static final LocalDateTime START = LocalDateTime.of(1960, 3, 2, 9, 0);
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  private static Stream<RecurrenceSet> setsOfEveryKind() {
    return Stream.of(
            "FREQ=DAILY;COUNT=5",
            "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5",
            "FREQ=MONTHLY;BYMONTHDAY=2;COUNT=5",
            "FREQ=YEARLY;BYWEEKNO=9;COUNT=5",
            "FREQ=HOURLY;INTERVAL=5;BYMONTHDAY=2,3;COUNT=5")
        .map(RecurrenceRule::parse)
        .flatMap(
            rule ->
                Stream.of(
                        RecurrenceSet.startingAt(START),
                        RecurrenceSet.startingAt(START, ZoneOffset.UTC),
                        RecurrenceSet.startingAt(START, ZoneOffset.ofHours(-9)),
                        RecurrenceSet.startingAt(START, NEW_YORK),
                        RecurrenceSet.startingOn(START.toLocalDate()))
                    .map(builder -> builder.rule(rule).build()))
        .flatMap(set -> set.isAllDay() ? Stream.of(set, set.placedIn(NEW_YORK)) : Stream.of(set));
  }

  @ParameterizedTest
  @MethodSource("setsOfEveryKind")
  void theEndsOfALongAreNoExceptionAndHoldNothing(RecurrenceSet set) {
    assertEquals(5, count(set.cursorOfLocal(Long.MIN_VALUE, Long.MAX_VALUE)));
    assertEquals(0, count(set.cursorOfLocal(Long.MIN_VALUE, Long.MIN_VALUE + 1)));
    assertEquals(0, count(set.cursorOfLocal(Long.MAX_VALUE - 1, Long.MAX_VALUE)));

    OccurrenceCursor cursor = set.cursor();
    cursor.seekLocal(Long.MAX_VALUE);
    assertFalse(cursor.next());
    cursor.seekLocal(Long.MAX_VALUE);
    assertTrue(cursor.previous());
    assertEquals(set.lastLocal().orElseThrow(), cursor.local());
    cursor.seekLocal(Long.MIN_VALUE);
    assertFalse(cursor.previous());
    assertTrue(cursor.next());

    if (set.zone().isPresent()) {
      assertEquals(5, count(set.cursor(Long.MIN_VALUE, Long.MAX_VALUE)));
      assertEquals(0, count(set.cursor(Long.MIN_VALUE, Long.MIN_VALUE + 1)));
      cursor.seek(Long.MAX_VALUE);
      assertFalse(cursor.next());
      cursor.seek(Long.MIN_VALUE);
      assertTrue(cursor.next());
      assertEquals(5, set.countIn(Instant.MIN, Instant.MAX).count());
    }
  }

  @Test
  void aWindowInSecondsIsThatOfTheSameTimes() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(START, NEW_YORK).rule(RecurrenceRule.parse("FREQ=DAILY")).build();
    LocalDateTime from = LocalDateTime.of(2026, 3, 7, 9, 0);
    LocalDateTime to = from.plusDays(3);
    List<Long> expected =
        List.of(
            Instant.parse("2026-03-07T14:00:00Z").getEpochSecond(),
            Instant.parse("2026-03-08T13:00:00Z").getEpochSecond(),
            Instant.parse("2026-03-09T13:00:00Z").getEpochSecond());
    assertEquals(
        expected,
        instants(
            set.cursorOfLocal(
                from.toEpochSecond(ZoneOffset.UTC), to.toEpochSecond(ZoneOffset.UTC))));
    assertEquals(
        expected,
        instants(
            set.cursor(
                from.atZone(NEW_YORK).toEpochSecond(), to.atZone(NEW_YORK).toEpochSecond())));
  }

  @Test
  void aSetWithoutAZoneHasNoWindowOfInstants() {
    RecurrenceSet set = RecurrenceSet.startingOn(LocalDate.of(2026, 3, 2)).build();
    assertThrows(IllegalStateException.class, () -> set.cursor(0, 1));
  }

  private static List<Long> instants(OccurrenceCursor cursor) {
    return Stream.generate(cursor::next)
        .takeWhile(more -> more)
        .map(more -> cursor.epochSecond())
        .toList();
  }

  private static int count(OccurrenceCursor cursor) {
    int count = 0;
    while (cursor.next()) {
      count++;
    }
    return count;
  }
}
