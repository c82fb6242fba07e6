package dev.scheduling.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import dev.scheduling.NodeLeasesContract;
import dev.scheduling.UnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisNodeLeasesIT extends NodeLeasesContract {

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
  protected NodeLeases node() {
    return new RedisNodeLeases(redis);
  }

  @Override
  protected void pass(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    await().atMost(length.plus(PATIENCE)).until(() -> System.nanoTime() - end > 0);
  }

  @Test
  void tokensGrowThoughRedisComesBackEmpty() {
    NodeLeases leases = node();
    NodeLease before = leases.take("forgotten", Duration.ofHours(1)).orElseThrow();
    redis.run(RedisScript.of("redis.call('FLUSHALL') return 'empty'"), List.of(), List.of());
    NodeLease after = leases.take("forgotten", Duration.ofHours(1)).orElseThrow();

    assertTrue(after.token() > before.token(), before + " " + after);
  }

  @Test
  void leaseIsKeptThroughARestart() {
    NodeLeases leases = node();
    NodeLease lease = leases.take("kept", Duration.ofHours(1)).orElseThrow();
    server.kill();
    server.restart();
    await()
        .atMost(PATIENCE)
        .ignoreException(UnavailableException.class)
        .until(() -> leases.renew(lease, Duration.ofHours(1)));
  }
}
