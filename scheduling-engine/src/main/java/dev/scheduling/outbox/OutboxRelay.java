package dev.scheduling.outbox;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that takes messages from an outbox to a sender, in threads of its own between {@link
 * #start} and {@link #close}. Several relays, in one process or in many, share the work.
 *
 * <p>It looks at once after a {@link #nudge} and else by itself, in pauses that grow while nothing
 * is found, but end when something is due. While the receiver or the store is away it keeps trying,
 * at most 5 seconds apart. Thread-safe.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
  private static final Duration FIRST_OUTAGE_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_OUTAGE_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final RelayRound round;
  private final RelaySettings settings;
  private final ExecutorService lanes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean nudged;
  private boolean closed;
  private @Nullable Thread thread;
  private boolean storeIsAway; // Belongs to the thread.

  private OutboxRelay(Builder builder) {
    settings = builder.settings();
    AtomicInteger lane = new AtomicInteger();
    lanes =
        Executors.newFixedThreadPool(
            settings.lanes(),
            work -> daemon(work, "outbox-lane-" + lane.incrementAndGet() + "-" + settings.name()));
    round =
        new RelayRound(
            builder.transactions,
            builder.store,
            builder.sender,
            builder.alert,
            settings,
            new RelayMeters(builder.meters),
            System::nanoTime,
            lanes,
            this::nudge);
  }

  /**
   * A relay in the making; what is not set has a default.
   *
   * @param transactions of the store, at READ COMMITTED; not joined ones
   */
  public static Builder builder(
      Transactions transactions, OutboxStore store, MessageSender sender) {
    return new Builder(transactions, store, sender);
  }

  /**
   * Starts the thread.
   *
   * @throws IllegalStateException if it was started or closed before
   */
  public OutboxRelay start() {
    lock.lock();
    try {
      if (thread != null || closed) {
        throw new IllegalStateException("the relay was started or closed before");
      }
      Thread fresh = daemon(this::loop, "outbox-relay-" + settings.name());
      thread = fresh;
      fresh.start();
      return this;
    } finally {
      lock.unlock();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Lets the relay look now instead of at the end of its pause. Cheap, never waits. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether what is appended to a partition is, as far as is known, for this relay to send. */
  boolean holds(int partition) {
    return round.holds(partition);
  }

  /** Whether the thread is running. */
  public boolean isRunning() {
    lock.lock();
    try {
      return thread != null && thread.isAlive();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the loop after the batches that are being sent, gives up the leases and waits for that, at
   * most 30 seconds. What was not sent stays in the outbox.
   */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      running = thread;
    } finally {
      lock.unlock();
    }
    if (running == null) {
      lanes.shutdown();
      return;
    }
    try {
      running.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    Duration poll = settings.shortestPoll();
    Duration outagePause = FIRST_OUTAGE_PAUSE;
    while (isOpen()) {
      RelayRound.Result result = runRound();
      outagePause =
          result == RelayRound.Result.OUTAGE
              ? doubled(outagePause, LONGEST_OUTAGE_PAUSE)
              : FIRST_OUTAGE_PAUSE;
      poll =
          result == RelayRound.Result.IDLE
              ? doubled(poll, settings.longestPoll())
              : settings.shortestPoll();
      switch (result) {
        case IDLE -> {
          if (awaitNudge(untilNextLook(poll))) {
            poll = settings.shortestPoll();
          }
        }
        case OUTAGE -> awaitClose(outagePause);
        case BUSY -> {}
      }
    }
    release();
  }

  /** The pause of the poll, or less if something is due before its end. */
  private Duration untilNextLook(Duration poll) {
    try {
      Duration due = round.untilNextDue().orElse(poll);
      return due.compareTo(poll) < 0 ? due : poll;
    } catch (RuntimeException e) {
      log.debug("What is due next cannot be read for now", e);
      return poll;
    }
  }

  private RelayRound.Result runRound() {
    try {
      RelayRound.Result result = round.run();
      storeIsAway = false;
      return result;
    } catch (RuntimeException e) {
      if (!storeIsAway) {
        log.warn("The outbox cannot be read or written for now", e);
        storeIsAway = true;
      }
      return RelayRound.Result.OUTAGE;
    }
  }

  private void release() {
    lanes.shutdown();
    try {
      if (lanes.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        round.release();
      }
    } catch (SchedulingException e) {
      log.info("The leases could not be given up; they end by themselves", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitNudge(Duration longest) {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!nudged && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      boolean was = nudged;
      nudged = false;
      return was;
    } catch (InterruptedException e) {
      closed = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void awaitClose(Duration longest) {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private static Duration doubled(Duration pause, Duration longest) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  /** Collects what a relay is made of. Not thread-safe. */
  public static final class Builder {

    private static final int LARGEST_BATCH = 2_000;
    private static final int MOST_LANES = 16;
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final OutboxStore store;
    private final MessageSender sender;
    private final Map<String, RetryPolicy> retryByType = new HashMap<>();
    private String name = UUID.randomUUID().toString();
    private Duration lease = Duration.ofSeconds(10);
    private Duration shortestPoll = Duration.ofMillis(5);
    private Duration longestPoll = Duration.ofSeconds(1);
    private int batch = 500;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private FailureAlert alert =
        letter -> log.error("Given up after {} attempts: {}", letter.attempts(), letter.message());
    private int lanes = 2;
    // Nothing is behind it: what it counts is dropped.
    private MeterRegistry meters = new CompositeMeterRegistry();

    private Builder(Transactions transactions, OutboxStore store, MessageSender sender) {
      this.transactions = transactions;
      this.store = store;
      this.sender = sender;
    }

    /** Names the relay to the others: 1 to 64 of {@code A-Z a-z 0-9 . _ -}; else a random UUID. */
    public Builder name(String name) {
      if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new IllegalArgumentException(
            "name must have 1 to 64 characters of A-Z a-z 0-9 . _ - but is '" + name + "'");
      }
      this.name = name;
      return this;
    }

    /** How long leases last: from 100 milliseconds to 10 minutes, else 10 seconds. */
    public Builder lease(Duration lease) {
      if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
        throw new IllegalArgumentException(
            "lease must be from " + SHORTEST_LEASE + " to " + LONGEST_LEASE + ", but is " + lease);
      }
      this.lease = lease;
      return this;
    }

    /**
     * The pauses between looks that find nothing.
     *
     * @param shortest the first, from 1 millisecond; else 5 milliseconds
     * @param longest to which it grows; else 1 second
     */
    public Builder poll(Duration shortest, Duration longest) {
      if (shortest.toMillis() < 1 || shortest.compareTo(longest) > 0) {
        throw new IllegalArgumentException(
            "the shortest poll must be from PT0.001S to the longest, but is " + shortest);
      }
      this.shortestPoll = shortest;
      this.longestPoll = longest;
      return this;
    }

    /** The most messages of a partition that are sent together: 1 to 2,000, else 500. */
    public Builder batch(int batch) {
      if (batch < 1 || batch > LARGEST_BATCH) {
        throw new IllegalArgumentException(
            "batch must be 1 to " + LARGEST_BATCH + ", but is " + batch);
      }
      this.batch = batch;
      return this;
    }

    /** What to do about failures of all types without a policy of their own. */
    public Builder retry(RetryPolicy policy) {
      this.retry = policy;
      return this;
    }

    /** What to do about failures of one type of message. */
    public Builder retry(String messageType, RetryPolicy policy) {
      retryByType.put(messageType, policy);
      return this;
    }

    /** Who is told about dead letters; else a line in the log. */
    public Builder alert(FailureAlert alert) {
      this.alert = alert;
      return this;
    }

    /** Where the relay counts and times what it does; else nowhere. */
    public Builder meters(MeterRegistry registry) {
      this.meters = registry;
      return this;
    }

    /**
     * How many partitions are worked on at the same time, each in a thread of its own: 1 to 16,
     * else 2. With more than one, sending overlaps with completing.
     */
    public Builder lanes(int lanes) {
      if (lanes < 1 || lanes > MOST_LANES) {
        throw new IllegalArgumentException(
            "lanes must be 1 to " + MOST_LANES + ", but are " + lanes);
      }
      this.lanes = lanes;
      return this;
    }

    /** The relay; it does nothing until it is started. */
    public OutboxRelay build() {
      return new OutboxRelay(this);
    }

    private RelaySettings settings() {
      return new RelaySettings(
          name, lease, shortestPoll, longestPoll, batch, lanes, retry, retryByType);
    }
  }
}
