package dev.scheduling.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.SchedulingException;
import dev.scheduling.UnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConnectionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RedisScript SET =
      RedisScript.of("redis.call('SET', KEYS[1], ARGV[1]) return ARGV[1]");
  private static final RedisScript GET = RedisScript.of("return redis.call('GET', KEYS[1])");

  private static String get(RedisConnection redis, String key) {
    return redis.run(GET, List.of(key), List.of());
  }

  @Test
  void scriptAnswersWithAStringOrNothing() {
    try (TestRedis server = TestRedis.start();
        RedisConnection redis = RedisConnection.to(server.url(), PATIENCE)) {
      assertNull(get(redis, "a"));
      assertEquals("1", redis.run(SET, List.of("a"), List.of("1")));
      assertEquals("1", get(redis, "a"));
    }
  }

  @Test
  void brokenScriptIsAFaultAndNotAnOutage() {
    try (TestRedis server = TestRedis.start();
        RedisConnection redis = RedisConnection.to(server.url(), PATIENCE)) {
      SchedulingException e =
          assertThrows(
              SchedulingException.class,
              () -> redis.run(RedisScript.of("return no_such.thing"), List.of(), List.of()));
      assertFalse(e instanceof UnavailableException, e::toString);
    }
  }

  @Test
  void whatWasAnsweredIsThereAfterRedisWasKilledAndTheConnectionMendsItself() {
    try (TestRedis server = TestRedis.start();
        RedisConnection redis = RedisConnection.to(server.url(), PATIENCE)) {
      redis.run(SET, List.of("a"), List.of("kept"));
      server.kill();
      UnavailableException away = assertThrows(UnavailableException.class, () -> get(redis, "a"));
      assertFalse(trace(away).contains(TestRedis.PASSWORD), () -> trace(away));
      server.restart();
      await()
          .atMost(PATIENCE)
          .ignoreException(UnavailableException.class)
          .until(() -> "kept".equals(get(redis, "a")));
    }
  }

  @Test
  void oneThatIsAwayWhenItIsFirstNeededIsFoundLater() {
    try (TestRedis server = TestRedis.start();
        RedisConnection redis = RedisConnection.to(server.url(), PATIENCE)) {
      server.kill();
      assertThrows(UnavailableException.class, () -> get(redis, "a"));
      server.restart();
      await()
          .atMost(PATIENCE)
          .ignoreException(UnavailableException.class)
          .until(() -> get(redis, "a") == null);
    }
  }

  @Test
  void wrongPasswordIsToldWithoutTellingIt() {
    try (TestRedis server = TestRedis.start();
        RedisConnection redis =
            RedisConnection.to(
                server.url().replace(TestRedis.PASSWORD, "another-secret"), PATIENCE)) {
      UnavailableException e = assertThrows(UnavailableException.class, () -> get(redis, "a"));
      assertFalse(trace(e).contains("another-secret"), () -> trace(e));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://host:6379", "redis://", "host:6379", "redis://:hidden@", "redis://a b:c"})
  void addressThatIsNoneIsRefusedWithoutRepeatingIt(String url) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RedisConnection.to(url));
    assertFalse(trace(e).contains("hidden"), () -> trace(e));
    assertTrue(e.getMessage().contains("Redis address"), e::getMessage);
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
