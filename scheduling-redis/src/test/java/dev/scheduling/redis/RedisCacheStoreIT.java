package dev.scheduling.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.Cache;
import dev.scheduling.CacheStore;
import dev.scheduling.CacheStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisCacheStoreIT extends CacheStoreContract {

  @RegisterExtension static final ConnectedRedis REDIS = new ConnectedRedis();

  @Override
  protected CacheStore store() {
    return new RedisCacheStore(REDIS.connection());
  }

  @Override
  protected void pass(Duration length) {
    ConnectedRedis.pass(length);
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
