package dev.scheduling.redis;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Leases between the nodes that share a Redis, by its clock. Thread-safe. */
public final class RedisNodeLeases implements NodeLeases {

  /*
   * A lease is a key that forgets itself, with the token and who took it. Each taking has a mark of its
   * own, so that a script which is run again after a lost answer finds that it has the lease. The
   * last token is kept beside it, and a new one is also at least the time in microseconds: so tokens
   * grow even where Redis came back empty.
   */
  private static final RedisScript TAKE =
      RedisScript.of(
          """
          local held = redis.call('GET', KEYS[1])
          if held then
            local token, mark = held:match('^(%d+):(.*)$')
            return mark == ARGV[2] and token or nil
          end
          local now = redis.call('TIME')
          local micros = now[1] * 1000000 + now[2]
          local last = tonumber(redis.call('GET', KEYS[2]) or '0')
          local token = string.format('%.0f', math.max(last + 1, micros))
          redis.call('SET', KEYS[2], token)
          redis.call('SET', KEYS[1], token .. ':' .. ARGV[2], 'PX', ARGV[1])
          return token
          """);

  private static final RedisScript RENEW =
      RedisScript.of(
          """
          local held = redis.call('GET', KEYS[1])
          if held and held:match('^(%d+):') == ARGV[2] then
            redis.call('PEXPIRE', KEYS[1], ARGV[1])
            return 'renewed'
          end
          return nil
          """);

  private static final RedisScript RELEASE =
      RedisScript.of(
          """
          local held = redis.call('GET', KEYS[1])
          if held and held:match('^(%d+):') == ARGV[1] then
            redis.call('DEL', KEYS[1])
          end
          return 'released'
          """);

  private final RedisConnection redis;

  public RedisNodeLeases(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public Optional<NodeLease> take(String name, Duration length) {
    List<String> arguments =
        List.of(Long.toString(NodeLeases.checkedMillis(length)), UUID.randomUUID().toString());
    @Nullable String token = redis.run(TAKE, keys(new NodeLease(name, 1)), arguments);
    return token == null
        ? Optional.empty()
        : Optional.of(new NodeLease(name, Long.parseLong(token)));
  }

  @Override
  public boolean renew(NodeLease lease, Duration length) {
    String millis = Long.toString(NodeLeases.checkedMillis(length));
    return redis.run(RENEW, keys(lease), List.of(millis, Long.toString(lease.token()))) != null;
  }

  @Override
  public void release(NodeLease lease) {
    redis.run(RELEASE, keys(lease), List.of(Long.toString(lease.token())));
  }

  private static List<String> keys(NodeLease lease) {
    String key = "scheduling:lease:{" + lease.name() + "}";
    return List.of(key, key + ":last");
  }
}
