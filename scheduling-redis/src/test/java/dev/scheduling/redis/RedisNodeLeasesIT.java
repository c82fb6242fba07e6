package dev.scheduling.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import dev.scheduling.NodeLeasesContract;
import dev.scheduling.UnavailableException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisNodeLeasesIT extends NodeLeasesContract {

  @RegisterExtension static final ConnectedRedis REDIS = new ConnectedRedis();

  @Override
  protected NodeLeases node() {
    return new RedisNodeLeases(REDIS.connection());
  }

  @Override
  protected void pass(Duration length) {
    ConnectedRedis.pass(length);
  }

  @Test
  void tokensGrowThoughRedisComesBackEmpty() {
    NodeLeases leases = node();
    NodeLease before = leases.take("forgotten", Duration.ofHours(1)).orElseThrow();
    REDIS
        .connection()
        .run(RedisScript.of("redis.call('FLUSHALL') return 'empty'"), List.of(), List.of());
    NodeLease after = leases.take("forgotten", Duration.ofHours(1)).orElseThrow();

    assertTrue(after.token() > before.token(), before + " " + after);
  }

  @Test
  void leaseIsKeptThroughARestart() {
    NodeLeases leases = node();
    NodeLease lease = leases.take("kept", Duration.ofHours(1)).orElseThrow();
    REDIS.server().kill();
    REDIS.server().restart();
    await()
        .atMost(ConnectedRedis.PATIENCE)
        .ignoreException(UnavailableException.class)
        .until(() -> leases.renew(lease, Duration.ofHours(1)));
  }
}
