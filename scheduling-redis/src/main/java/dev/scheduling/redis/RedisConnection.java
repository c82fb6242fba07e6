package dev.scheduling.redis;

import dev.scheduling.SchedulingException;
import dev.scheduling.UnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one Redis server, shared by all threads of a process. It connects when it is first
 * used and again whenever the connection broke; while there is none, each call fails at once
 * instead of waiting. Thread-safe.
 */
public final class RedisConnection implements AutoCloseable {

  /*
   * A command whose answer is lost with the connection is sent again by lettuce after it has
   * reconnected, unless its caller has been told of the failure before: awaiting gives up after
   * the time it was given and takes the command back. So what runs here runs at least once when it succeeds,
   * perhaps once when it fails, and RedisScript asks for scripts that bear being run twice.
   */

  /** How long a call waits, unless another time is given: 5 seconds. */
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
  private static final int MOST_QUEUED = 1_000;

  private final RedisClient client;
  private final Duration answerWithin;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private long failedAtNanos;
  private boolean failed;

  private RedisConnection(RedisURI uri, Duration answerWithin) {
    this.answerWithin = answerWithin;
    uri.setTimeout(answerWithin);
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MOST_QUEUED)
            .socketOptions(SocketOptions.builder().connectTimeout(answerWithin).build())
            .build());
  }

  /**
   * A connection that is not made yet.
   *
   * @param url {@code redis://[[user:]password@]host[:port][/database]}, or {@code rediss:} for TLS
   * @throws IllegalArgumentException if it is something else; the text does not repeat it, for it
   *     may hold a password
   */
  public static RedisConnection to(String url) {
    return to(url, ANSWER_WITHIN);
  }

  /**
   * A connection that is not made yet, with a patience of its own.
   *
   * @param url as for {@link #to(String)}
   * @param answerWithin how long a call waits for the connection, and how long for its answer
   * @throws IllegalArgumentException as for {@link #to(String)}
   */
  public static RedisConnection to(String url, Duration answerWithin) {
    return new RedisConnection(parse(url), answerWithin);
  }

  private static RedisURI parse(String url) {
    if (!url.matches("rediss?://.+")) {
      throw new IllegalArgumentException("a Redis address begins with redis:// or rediss://");
    }
    RedisURI uri;
    try {
      uri = RedisURI.create(url);
    } catch (RuntimeException e) {
      // The cause is left out: its text may repeat the address.
      throw new IllegalArgumentException("the Redis address cannot be read");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      throw new IllegalArgumentException("the Redis address has no host");
    }
    return uri;
  }

  /**
   * Runs a script.
   *
   * @param keys {@code KEYS} in the script
   * @param arguments {@code ARGV} in the script
   * @return what it returns; null for nil
   * @throws UnavailableException if Redis cannot be reached or does not answer in time; whether the
   *     script was run is then unknown
   * @throws SchedulingException if Redis refuses the script
   */
  public @Nullable String run(RedisScript script, List<String> keys, List<String> arguments) {
    String[] keyArray = keys.toArray(String[]::new);
    String[] argumentArray = arguments.toArray(String[]::new);
    try {
      RedisCommands<String, String> commands = connected().sync();
      try {
        return commands.evalsha(script.sha1(), ScriptOutputType.VALUE, keyArray, argumentArray);
      } catch (RedisNoScriptException e) {
        // Redis was started since, or sees the script for the first time.
        return commands.eval(script.text(), ScriptOutputType.VALUE, keyArray, argumentArray);
      }
    } catch (RedisCommandExecutionException e) {
      throw isOurFault(e)
          ? new SchedulingException("Redis refuses a script", e)
          : new UnavailableException("Redis cannot be used for now", e);
    } catch (RedisException e) {
      throw new UnavailableException("Redis cannot be reached", e);
    }
  }

  /** Whether Redis finds fault with the script and not with its own state (LOADING, READONLY …). */
  private static boolean isOurFault(RedisCommandExecutionException e) {
    String text = String.valueOf(e.getMessage());
    return text.startsWith("ERR ") || text.startsWith("WRONGTYPE ");
  }

  private StatefulRedisConnection<String, String> connected() {
    StatefulRedisConnection<String, String> known = connection;
    return known != null ? known : connect();
  }

  /** Connects for the first time; from then on lettuce reconnects. One thread tries at a time. */
  private StatefulRedisConnection<String, String> connect() {
    if (!tryLock()) {
      throw new UnavailableException("Redis is being connected to");
    }
    try {
      StatefulRedisConnection<String, String> known = connection;
      if (known != null) {
        return known;
      }
      if (failed && System.nanoTime() - failedAtNanos < RETRY_NANOS) {
        throw new UnavailableException("Redis could not be reached a moment ago");
      }
      StatefulRedisConnection<String, String> made = client.connect();
      connection = made;
      return made;
    } catch (RedisException e) {
      failed = true;
      failedAtNanos = System.nanoTime();
      throw e;
    } finally {
      connecting.unlock();
    }
  }

  private boolean tryLock() {
    try {
      return connecting.tryLock(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Hears what is published from now on, on a connection of its own that mends itself.
   *
   * @param pattern of channels
   * @param listener called on a thread of the connection; it must not block
   * @throws UnavailableException if Redis cannot be reached; call again then
   */
  void subscribe(String pattern, RedisPubSubAdapter<String, String> listener) {
    StatefulRedisPubSubConnection<String, String> subscription;
    try {
      subscription = client.connectPubSub();
    } catch (RedisException e) {
      throw new UnavailableException("Redis cannot be reached", e);
    }
    try {
      subscription.addListener(listener);
      subscription.sync().psubscribe(pattern);
    } catch (RedisException e) {
      subscription.close();
      throw new UnavailableException("Redis cannot be subscribed to", e);
    }
  }

  /** Ends the connection; calls under way fail. */
  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSE_WITHIN);
  }
}
