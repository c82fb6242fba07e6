package dev.scheduling.redis;

import dev.scheduling.CacheStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that are kept for all nodes that share a Redis. Thread-safe. */
public final class RedisCacheStore implements CacheStore {

  private static final RedisScript GET =
      RedisScript.of(
          """
          local value = redis.call('GET', KEYS[1])
          return value and redis.call('PTTL', KEYS[1]) .. ':' .. value or nil
          """);

  private static final RedisScript PUT =
      RedisScript.of(
          """
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          redis.call('DEL', KEYS[2])
          return 'put'
          """);

  private static final RedisScript REMOVE =
      RedisScript.of("redis.call('DEL', KEYS[1]) return 'removed'");

  // Run again after a lost answer it tells its caller that somebody else has the claim; the caller
  // then waits in vain, and no longer than the claim lasts.
  private static final RedisScript CLAIM =
      RedisScript.of(
          "return redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) and 'claimed' or nil");

  private final RedisConnection redis;

  public RedisCacheStore(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Kept> get(String key) {
    @Nullable String kept = redis.run(GET, keys(key), List.of());
    if (kept == null) {
      return Optional.empty();
    }
    int colon = kept.indexOf(':');
    long left = Math.max(0, Long.parseLong(kept.substring(0, colon)));
    return Optional.of(new Kept(kept.substring(colon + 1), Duration.ofMillis(left)));
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    redis.run(PUT, keys(key), List.of(value, Long.toString(lifetime.toMillis())));
  }

  @Override
  public void remove(String key) {
    redis.run(REMOVE, keys(key), List.of());
  }

  @Override
  public boolean claim(String key, Duration length) {
    return redis.run(CLAIM, keys(key), List.of(Long.toString(length.toMillis()))) != null;
  }

  private static List<String> keys(String key) {
    return List.of("scheduling:cache:" + key, "scheduling:claim:" + key);
  }
}
