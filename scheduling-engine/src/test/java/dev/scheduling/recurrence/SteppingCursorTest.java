package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks every set with both cursors, which know nothing of each other. */
class SteppingCursorTest {

  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 9, 30);
  private static final List<String> ZONES = List.of("UTC", "+05:30", "-18:00", "+18:00");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3;COUNT=7",
        "FREQ=DAILY;COUNT=1",
        "FREQ=WEEKLY;UNTIL=20260301T000000Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=40",
        "FREQ=DAILY;UNTIL=20260107T000000Z",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=300",
        "FREQ=HOURLY;INTERVAL=7",
        "FREQ=SECONDLY;INTERVAL=86399"
      })
  void stepsAsTheBufferedCursorGoes(String rule) {
    for (String zone : ZONES) {
      CompiledSet set =
          RecurrenceSet.startingAt(START, ZoneId.of(zone))
              .rule(RecurrenceRule.parse(rule))
              .build()
              .compiled();
      Random random = new Random(5545);
      for (int window = 0; window < 60; window++) {
        long from = window == 0 ? Long.MIN_VALUE : someKey(random);
        long end = window == 1 ? Long.MAX_VALUE : someKey(random);
        OccurrenceCursor stepping = set.cursor(from, end);
        assertInstanceOf(SteppingCursor.class, stepping);
        OccurrenceCursor buffered = new BufferedCursor(set.source(), set.frame, from, end);
        for (int move = 0; move < 60; move++) {
          String asked = rule + " in " + zone + " of " + from + ".." + end + ", move " + move;
          boolean forward = random.nextInt(3) > 0;
          if (random.nextInt(8) == 0) {
            long key = someKey(random);
            stepping.seekKey(key);
            buffered.seekKey(key);
          } else if (random.nextInt(20) == 0) {
            stepping.seekEnd();
            buffered.seekEnd();
          }
          boolean found = forward ? buffered.next() : buffered.previous();
          assertEquals(found, forward ? stepping.next() : stepping.previous(), asked);
          if (found) {
            assertEquals(buffered.localSecond(), stepping.localSecond(), asked);
            assertEquals(buffered.epochSecond(), stepping.epochSecond(), asked);
          } else if (forward) {
            assertEquals(buffered.end(), stepping.end(), asked);
          }
        }
      }
    }
  }

  /** Mostly near the start, sometimes at the ends of all years and of a long. */
  private static long someKey(Random random) {
    long start = SetFrame.epochSecond(START);
    return switch (random.nextInt(12)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Expander.LAST_SECOND + random.nextInt(-200_000, 200_000);
      case 3 -> start + random.nextLong(-3_000_000_000L, 3_000_000_000L);
      default -> start + random.nextInt(-400_000, 6_000_000);
    };
  }
}
