package dev.scheduling.redis;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis server for all tests of a class, and a connection to it. */
final class ConnectedRedis implements BeforeAllCallback, AfterAllCallback {

  /** How long tests wait for what a slow machine takes its time for. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestRedis server;
  private RedisConnection connection;

  @Override
  public void beforeAll(ExtensionContext context) {
    server = TestRedis.start();
    connection = RedisConnection.to(server.url(), PATIENCE);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    connection.close();
    server.close();
  }

  TestRedis server() {
    return server;
  }

  RedisConnection connection() {
    return connection;
  }

  /** Waits until this much time has passed for the server too, whose clock nobody moves. */
  static void pass(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    await().atMost(length.plus(PATIENCE)).until(() -> System.nanoTime() - end > 0);
  }
}
