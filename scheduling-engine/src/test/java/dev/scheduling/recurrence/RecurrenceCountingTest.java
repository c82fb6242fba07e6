package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts that could not be reached one by one. */
class RecurrenceCountingTest {

  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 9, 0);

  /** A walk over so many seconds would take minutes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 31 days of 86,400 seconds each January, the first from nine on.
        "FREQ=SECONDLY;BYMONTH=1 | 2678400 | 2027-01-01T09:00",
        "FREQ=SECONDLY;BYMONTH=1 | 2678400000 | 3026-01-01T09:00",
        "FREQ=MINUTELY;BYMONTHDAY=1;BYMINUTE=0,30 | 30 | 2026-02-01T00:00",
        "FREQ=MINUTELY;BYMONTHDAY=1;BYMINUTE=0,30 | 48 | 2026-02-01T09:00",
        "FREQ=MINUTELY;INTERVAL=7;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMINUTE=0 | 1 |"
            + " 2026-01-01T16:00",
      })
  void theNthOfASubDailyRuleIsCountedByDays(String rule, long index, LocalDateTime expected) {
    RecurrenceSet set = RecurrenceSet.startingAt(START).rule(RecurrenceRule.parse(rule)).build();
    assertEquals(expected, set.nth(index).orElseThrow().local());
    RecurrenceSet ended =
        RecurrenceSet.startingAt(START)
            .rule(RecurrenceRule.parse(rule).withCount(index + 1))
            .build();
    assertEquals(expected, ended.lastLocal().orElseThrow());
  }

  @Test
  void elapsedSecondsAreCountedStretchByStretch() {
    RecurrenceSet.Builder builder =
        RecurrenceSet.startingAt(START, ZoneId.of("America/New_York"))
            .options(
                RecurrenceOptions.DEFAULTS.withSubDailySteps(
                    RecurrenceOptions.SubDailySteps.ELAPSED));
    RecurrenceSet set =
        builder.rule(RecurrenceRule.parse("FREQ=SECONDLY;COUNT=3155760001")).build();
    // 100 years of 365.25 days from 2026 on; 2100 is no leap year, so a day later.
    assertEquals(LocalDateTime.of(2126, 1, 2, 9, 0), set.lastLocal().orElseThrow());
  }

  @Test
  void aThousandTimesADayAreCountedByDays() {
    String hours = numbers(24);
    String minutes = numbers(60);
    String rule = "FREQ=DAILY;BYHOUR=" + hours + ";BYMINUTE=" + minutes + ";COUNT=1000000000000";
    RecurrenceSet set = RecurrenceSet.startingAt(START).rule(RecurrenceRule.parse(rule)).build();
    assertEquals(START, set.nth(0).orElseThrow().local());
    assertEquals(START.plusDays(365_250), set.nth(365_250L * 1_440).orElseThrow().local());
    assertTrue(set.nth(8_000L * 366 * 1_440).isEmpty());
  }

  @Test
  void anIndexThatWouldHaveToBeWalkedToIsBounded() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(START)
            .rule(RecurrenceRule.parse("FREQ=SECONDLY"))
            .rule(RecurrenceRule.parse("FREQ=MINUTELY"))
            .build();
    assertThrows(IllegalArgumentException.class, () -> set.nth(60_000_000));
  }

  private static String numbers(int end) {
    return IntStream.range(0, end).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
