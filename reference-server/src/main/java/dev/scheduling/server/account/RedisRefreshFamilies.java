package dev.scheduling.server.account;

import dev.scheduling.redis.RedisConnection;
import dev.scheduling.redis.RedisScript;
import java.time.Duration;
import java.util.List;

/** Families of refresh tokens in Redis, one key each that forgets itself. Thread-safe. */
public final class RedisRefreshFamilies implements RefreshFamilies {

  /*
   * A lost answer makes the connection send a script again. Finding the next digest in place then
   * means that it was this very call that put it there: nobody else knows that secret yet.
   */
  private static final RedisScript ROTATE =
      RedisScript.of(
          """
          local good = redis.call('GET', KEYS[1])
          if good == ARGV[1] then
            redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
            return 'ROTATED'
          elseif good == ARGV[2] then
            return 'ROTATED'
          elseif redis.call('DEL', KEYS[1]) == 1 then
            return 'REUSED'
          end
          return 'GONE'
          """);

  private static final RedisScript BEGIN =
      RedisScript.of("redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 'begun'");

  private final RedisConnection redis;

  public RedisRefreshFamilies(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public void begin(String session, String digest, Duration lifetime) {
    redis.run(BEGIN, keys(session), List.of(digest, Long.toString(lifetime.toMillis())));
  }

  @Override
  public Rotation rotate(String session, String digest, String next) {
    return Rotation.valueOf(
        String.valueOf(redis.run(ROTATE, keys(session), List.of(digest, next))));
  }

  private static List<String> keys(String session) {
    return List.of("scheduling:refresh:" + session);
  }
}
