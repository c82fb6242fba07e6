package dev.scheduling.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.Cache;
import dev.scheduling.CacheStore;
import dev.scheduling.CacheStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisCacheStoreIT extends CacheStoreContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static TestRedis server;
  private static RedisConnection redis;

  @BeforeAll
  static void start() {
    server = TestRedis.start();
    redis = RedisConnection.to(server.url(), PATIENCE);
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @Override
  protected CacheStore store() {
    return new RedisCacheStore(redis);
  }

  @Override
  protected void pass(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    await().atMost(length.plus(PATIENCE)).until(() -> System.nanoTime() - end > 0);
  }

  @Test
  void valueIsMadeAsBeforeWhileRedisIsAway() {
    try (TestRedis other = TestRedis.start();
        RedisConnection connection = RedisConnection.to(other.url(), Duration.ofSeconds(2))) {
      Cache cache = Cache.of(new RedisCacheStore(connection), Duration.ofSeconds(10));
      assertEquals("one", cache.get("key", Duration.ofHours(1), () -> "one"));
      other.kill();
      assertEquals("two", cache.get("key", Duration.ofHours(1), () -> "two"));
      cache.remove("key");
    }
  }
}
