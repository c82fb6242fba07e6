package dev.scheduling.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private final Throttle throttle = new Throttle(() -> now);

  private void fail(String account, String address, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(account, address);
    }
  }

  @Test
  void theFirstFailuresAreFreeAndThenTheWaitDoubles() {
    fail("ada", "10.0.0.1", 4);
    assertEquals(Duration.ZERO, throttle.waitFor("ada", "10.0.0.1"));
    fail("ada", "10.0.0.1", 1);
    assertEquals(Duration.ofSeconds(1), throttle.waitFor("ada", "10.0.0.1"));
    fail("ada", "10.0.0.1", 3);
    assertEquals(Duration.ofSeconds(8), throttle.waitFor("ada", "10.0.0.1"));
    now = now.plusSeconds(8);
    assertTrue(throttle.waitFor("ada", "10.0.0.1").compareTo(Duration.ZERO) <= 0);
  }

  @Test
  void nobodyIsLockedOutForGood() {
    fail("ada", "10.0.0.1", 25);
    assertEquals(Duration.ofMinutes(15), throttle.waitFor("ada", "10.0.0.1"));
    now = now.plus(Duration.ofMinutes(15));
    assertTrue(throttle.waitFor("ada", "10.0.0.1").compareTo(Duration.ZERO) <= 0);
  }

  @Test
  void whoGuessesFromElsewhereDelaysTheOwnerForHalfAMinuteAtMost() {
    for (int i = 0; i < 1_000; i++) {
      throttle.failed("ada", "10.0." + i / 250 + "." + i % 250);
    }
    assertEquals(Duration.ofSeconds(30), throttle.waitFor("ada", "192.168.0.1"));
    assertEquals(Duration.ZERO, throttle.waitFor("bob", "192.168.0.1"));
  }

  @Test
  void oneAddressThatTriesManyAccountsIsSlowedDown() {
    for (int i = 0; i < 40; i++) {
      throttle.failed("account " + i, "10.0.0.1");
    }
    assertTrue(throttle.waitFor("another", "10.0.0.1").compareTo(Duration.ofMinutes(1)) > 0);
  }

  @Test
  void aSuccessForgetsTheFailuresOfThatAccountAtThatAddress() {
    fail("ada", "10.0.0.1", 10);
    throttle.succeeded("ada", "10.0.0.1");
    assertEquals(Duration.ZERO, throttle.waitFor("ada", "10.0.0.1"));
  }
}
