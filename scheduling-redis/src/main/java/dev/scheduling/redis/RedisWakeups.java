package dev.scheduling.redis;

import dev.scheduling.UnavailableException;
import dev.scheduling.Wakeups;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wake-ups by publishing and subscribing, between the nodes that share a Redis. What is woken
 * within 10 milliseconds goes out together, and at most 1,000 subjects a topic; while Redis is away
 * wake-ups are lost. Those on the same node do not hear it. Thread-safe.
 */
public final class RedisWakeups implements Wakeups {

  private static final Logger log = LoggerFactory.getLogger(RedisWakeups.class);

  private static final String CHANNEL = "scheduling:wakeups:";
  private static final Duration COLLECTED_FOR = Duration.ofMillis(10);
  private static final Duration SUBSCRIBED_AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int MOST_SUBJECTS = 1_000;
  private static final RedisScript PUBLISH =
      RedisScript.of("redis.call('PUBLISH', KEYS[1], ARGV[1]) return 'published'");

  private final RedisConnection redis;
  private final String node = UUID.randomUUID().toString();
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::loop, "wakeups");
  private Map<String, Set<String>> waiting = new LinkedHashMap<>();
  private boolean closed;

  private RedisWakeups(RedisConnection redis) {
    this.redis = redis;
    thread.setDaemon(true);
  }

  /** Begins to listen as soon as Redis can be reached, in a thread of its own. */
  public static RedisWakeups start(RedisConnection redis) {
    RedisWakeups wakeups = new RedisWakeups(redis);
    wakeups.thread.start();
    return wakeups;
  }

  @Override
  public void wake(String topic, String subject) {
    Wakeups.check(topic, subject);
    lock.lock();
    try {
      Set<String> subjects = waiting.computeIfAbsent(topic, name -> new LinkedHashSet<>());
      if (subjects.size() < MOST_SUBJECTS) {
        subjects.add(subject);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void listen(String topic, Consumer<String> listener) {
    Wakeups.check(topic, "");
    listeners.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(listener);
  }

  private void loop() {
    boolean subscribed = false;
    boolean isAway = false;
    long subscribeAt = System.nanoTime();
    try {
      while (!isClosed()) {
        try {
          if (!subscribed && System.nanoTime() - subscribeAt >= 0) {
            subscribeAt = System.nanoTime() + SUBSCRIBED_AGAIN_AFTER.toNanos();
            redis.subscribe(CHANNEL + "*", new Hearing());
            subscribed = true;
          }
          publish(taken());
          isAway = false;
        } catch (UnavailableException e) {
          if (!isAway) {
            log.warn("Nodes do not wake each other for now; each looks by itself", e);
            isAway = true;
          }
        } catch (RuntimeException e) {
          log.warn("A wake-up is lost", e);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void publish(Map<String, Set<String>> some) {
    some.forEach(
        (topic, subjects) ->
            redis.run(
                PUBLISH,
                List.of(CHANNEL + topic),
                List.of(node + '\n' + String.join("\n", subjects))));
  }

  /** What came together; waits for the first, and then a little for others. */
  private Map<String, Set<String>> taken() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = SUBSCRIBED_AGAIN_AFTER.toNanos();
      while (waiting.isEmpty() && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (waiting.isEmpty()) {
        return Map.of();
      }
    } finally {
      lock.unlock();
    }
    Thread.sleep(COLLECTED_FOR.toMillis());
    lock.lockInterruptibly();
    try {
      Map<String, Set<String>> taken = waiting;
      waiting = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Hands over what other nodes publish. */
  private final class Hearing extends RedisPubSubAdapter<String, String> {

    @Override
    public void message(String pattern, String channel, String text) {
      String[] lines = text.split("\n", -1);
      if (lines[0].equals(node)) {
        return;
      }
      for (Consumer<String> listener :
          listeners.getOrDefault(channel.substring(CHANNEL.length()), List.of())) {
        for (int i = 1; i < lines.length; i++) {
          listener.accept(lines[i]);
        }
      }
    }
  }

  /** Stops to wake; the subscription ends with the connection to Redis. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
