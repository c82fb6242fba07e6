package dev.scheduling.server.account;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.UnavailableException;
import dev.scheduling.redis.RedisConnection;
import dev.scheduling.redis.TestRedis;
import dev.scheduling.server.account.RefreshFamilies.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisRefreshFamiliesIT extends RefreshFamiliesContract {

  private static TestRedis server;
  private static RedisConnection redis;

  @BeforeAll
  static void start() {
    server = TestRedis.start();
    redis = RedisConnection.to(server.url(), Duration.ofMinutes(1));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @Override
  RefreshFamilies families() {
    return new RedisRefreshFamilies(redis);
  }

  @Override
  String newSession() {
    return UUID.randomUUID().toString();
  }

  @Test
  void whileRedisIsAwayNothingIsExchangedAndAfterwardsTheTokenIsStillGood() {
    String session = newSession();
    String token = digest();
    families().begin(session, token, LIFETIME);
    server.kill();
    assertThrows(UnavailableException.class, () -> families().rotate(session, token, digest()));
    server.restart();
    assertEquals(Rotation.ROTATED, whenRedisIsBack(session, token));
    assertEquals(Rotation.REUSED, families().rotate(session, token, digest()));
  }

  @Test
  void ofAHundredAtMostOneFamilySurvivesAKilledRedis() throws Exception {
    for (int round = 0; round < 3; round++) {
      String session = newSession();
      String token = digest();
      families().begin(session, token, LIFETIME);
      AtomicInteger attempts = new AtomicInteger();
      List<String> won =
          race(
              100,
              next -> {
                if (attempts.incrementAndGet() == 30) {
                  server.kill();
                }
                try {
                  return families().rotate(session, token, next);
                } catch (UnavailableException e) {
                  return Rotation.GONE;
                }
              });
      server.restart();
      assertTrue(won.size() <= 1, () -> "winners: " + won.size());
      // Whatever became of the race, no two tokens are good: the used one ends what is left.
      Rotation once = whenRedisIsBack(session, token);
      long good = once == Rotation.ROTATED ? 1 : 0;
      for (String next : won) {
        good += families().rotate(session, next, digest()) == Rotation.ROTATED ? 1 : 0;
      }
      assertTrue(good <= 1, "survivors: " + good);
    }
  }

  private Rotation whenRedisIsBack(String session, String token) {
    // Asks with another family first, so that the question itself is put once.
    String probe = newSession();
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreException(UnavailableException.class)
        .until(() -> families().rotate(probe, digest(), digest()) == Rotation.GONE);
    return families().rotate(session, token, digest());
  }
}
