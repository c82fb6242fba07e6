package dev.scheduling.redis;

import dev.scheduling.Wakeups;
import dev.scheduling.WakeupsContract;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisWakeupsIT extends WakeupsContract {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private TestRedis server;
  private RedisConnection redis;

  @BeforeEach
  void start() {
    server = TestRedis.start();
    redis = RedisConnection.to(server.url(), PATIENCE);
  }

  @AfterEach
  void stop() {
    redis.close();
    server.close();
  }

  @Override
  protected Wakeups node() {
    return RedisWakeups.start(redis);
  }

  @Test
  void nodesHearEachOtherAgainAfterRedisWasAway() {
    try (Wakeups one = node();
        Wakeups other = node()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      other.listen("topic", heard::add);
      wakeUntilHeard(one, "topic", "before", heard);
      server.kill();
      one.wake("topic", "meanwhile");
      server.restart();
      wakeUntilHeard(one, "topic", "after", heard);
    }
  }

  @Test
  void nodesThatBeganWhileRedisWasAwayFindItLater() {
    server.kill();
    try (Wakeups one = node();
        Wakeups other = node()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      other.listen("topic", heard::add);
      one.wake("topic", "in-vain");
      server.restart();
      wakeUntilHeard(one, "topic", "later", heard);
    }
  }
}
