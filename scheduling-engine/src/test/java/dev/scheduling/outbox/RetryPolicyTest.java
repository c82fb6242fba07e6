package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final RetryPolicy POLICY =
      RetryPolicy.DEFAULT.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(60));

  @Test
  void pauseDoublesUpToTheLongestAndIsAtLeastHalf() {
    Random random = new Random(1);
    long whole = 2_000;
    for (int failures = 1; failures <= 100; failures++) {
      for (int i = 0; i < 50; i++) {
        long pause = POLICY.pauseAfter(failures, random).toMillis();
        long most = whole;
        assertTrue(pause >= most / 2 && pause <= most, () -> pause + " of " + most);
      }
      whole = Math.min(60_000, whole * 2);
    }
  }

  @Test
  void longestPausesDoNotOverflow() {
    RetryPolicy longest = RetryPolicy.DEFAULT.withPauses(Duration.ofDays(30), Duration.ofDays(30));

    Duration pause = longest.pauseAfter(1_000, new Random(1));

    assertTrue(pause.compareTo(Duration.ofDays(15)) >= 0, pause::toString);
    assertTrue(pause.compareTo(Duration.ofDays(30)) <= 0, pause::toString);
  }

  @Test
  void messagesThatFailedTogetherComeBackApart() {
    Random random = new Random(1);
    Set<Duration> pauses = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      pauses.add(POLICY.pauseAfter(3, random));
    }
    assertTrue(pauses.size() > 90, () -> pauses.size() + " different ones");
  }

  @Test
  void policyOutsideItsLimitsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> POLICY.withAttempts(0));
    assertThrows(IllegalArgumentException.class, () -> POLICY.withAttempts(1_001));
    assertThrows(
        IllegalArgumentException.class,
        () -> POLICY.withPauses(Duration.ZERO, Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> POLICY.withPauses(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> POLICY.withPauses(Duration.ofSeconds(2), Duration.ofDays(31)));
    assertEquals(1_000, POLICY.withAttempts(1_000).attempts());
  }
}
