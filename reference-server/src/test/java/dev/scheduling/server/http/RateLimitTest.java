package dev.scheduling.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How many requests a minute one may send. */
final class RateLimitTest {

  private Instant now = Instant.parse("2031-01-01T00:00:00Z");
  private final RateLimit limit = new RateLimit("address", 60, () -> now);

  private void use(String key, int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(limit.take(key).allowed(), "request " + (i + 1));
    }
  }

  @Test
  void whoWasQuietMaySendAMinutesWorthAtOnceAndNotOneMore() {
    use("a", 60);
    RateLimit.Answer refused = limit.take("a");
    assertFalse(refused.allowed());
    assertEquals(1, refused.waitSeconds());
    assertEquals(0, refused.remaining());
    assertEquals(60, refused.resetSeconds());
    use("b", 60);
  }

  @Test
  void theLimitGivesBackEvenly() {
    use("a", 60);
    now = now.plusMillis(999);
    assertFalse(limit.take("a").allowed());
    now = now.plusMillis(1);
    use("a", 1);
    assertFalse(limit.take("a").allowed());
    now = now.plusSeconds(30);
    use("a", 30);
    assertFalse(limit.take("a").allowed());
  }

  @Test
  void beingRefusedMakesOneWaitNoLonger() {
    use("a", 60);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(1, limit.take("a").waitSeconds());
    }
  }

  @Test
  void theHeadersSayWhatIsLeft() {
    assertEquals("\"address\";q=60;w=60", limit.policy());
    use("a", 57);
    assertEquals("\"address\";r=2;t=58", limit.state(limit.take("a")));
  }

  @Test
  void manyKeysTakeBoundedMemoryAndTheBusiestStaysKnown() {
    use("busy", 60);
    for (int i = 0; i < 200_000; i++) {
      limit.take("key " + i);
      if (i % 10_000 == 0) {
        assertFalse(limit.take("busy").allowed());
      }
    }
    assertTrue(limit.keys() <= 50_000, "keys " + limit.keys());
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6CountAsOne() {
    String one = FrontDoor.network("2001:db8:1:2::1");
    assertEquals(one, FrontDoor.network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertFalse(one.equals(FrontDoor.network("2001:db8:1:3::1")));
    assertEquals("192.0.2.1", FrontDoor.network("192.0.2.1"));
  }
}
