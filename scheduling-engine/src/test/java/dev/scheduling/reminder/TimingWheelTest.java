package dev.scheduling.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimingWheelTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00.003Z");

  private final TimingWheel<Instant> wheel = new TimingWheel<>(NOW);

  private void add(Duration ahead) {
    wheel.add(NOW.plus(ahead), NOW.plus(ahead));
  }

  @Test
  void nothingComesEarlyAndEverythingWithinATick() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      // Over the wheels: from milliseconds to eleven hours ahead.
      add(Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 7.6)));
    }
    Instant now = NOW;
    int seen = 0;
    while (wheel.size() > 0) {
      Instant next = wheel.next().orElseThrow();
      Instant before = now;
      now = next.isAfter(now) ? next : now.plus(TimingWheel.TICK);
      for (Instant due : wheel.advance(now)) {
        seen++;
        assertFalse(due.isAfter(now), "early");
        assertTrue(due.plus(TimingWheel.TICK).isAfter(before), "late");
      }
    }
    assertEquals(20_000, seen);
  }

  @Test
  void whatIsDueAlreadyComesWithTheNextTick() {
    add(Duration.ofDays(-1));

    assertEquals(List.of(), wheel.advance(NOW));
    assertEquals(List.of(NOW.minus(Duration.ofDays(1))), wheel.advance(NOW.plusMillis(10)));
  }

  @Test
  void longPauseBringsEverythingAtOnce() {
    add(Duration.ofMillis(1));
    add(Duration.ofHours(3));
    add(Duration.ofDays(2));

    assertEquals(2, wheel.advance(NOW.plus(Duration.ofDays(1))).size());
    assertEquals(1, wheel.size());
  }

  @Test
  void clockThatGoesBackBringsNothing() {
    add(Duration.ofSeconds(1));
    assertEquals(1, wheel.advance(NOW.plusSeconds(2)).size());
    add(Duration.ofSeconds(1));

    assertEquals(List.of(), wheel.advance(NOW.minusSeconds(60)));
    assertEquals(1, wheel.advance(NOW.plusSeconds(3)).size());
  }

  @Test
  void emptyWheelWaitsForNothing() {
    assertEquals(Optional.empty(), wheel.next());
    assertEquals(List.of(), wheel.advance(NOW.plus(Duration.ofDays(100))));
    add(Duration.ofDays(100).plusMillis(20));
    assertEquals(0, wheel.advance(NOW.plus(Duration.ofDays(100))).size());
    assertEquals(1, wheel.advance(NOW.plus(Duration.ofDays(100)).plusMillis(30)).size());
  }
}
