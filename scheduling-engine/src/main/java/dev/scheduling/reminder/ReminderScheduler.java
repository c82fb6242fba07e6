package dev.scheduling.reminder;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.outbox.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes reminders fire: between {@link #start} and {@link #close} it stages what is nearly due
 * in the outbox, and calls a listener of this process at the due instant. Several schedulers, in
 * one process or in many, share the work. Thread-safe.
 *
 * <p>While the store is away it keeps trying once a poll; what fell due meanwhile fires late, or is
 * recorded as missed if it is later than the grace.
 */
public final class ReminderScheduler implements AutoCloseable {

  /*
   * Two threads. One talks to the store: it stages batch after batch while there is something within
   * the look-ahead, and else looks once a poll. The other one waits in front of the timing wheel and
   * never for the store, so that a rush of a hundred thousand is handed over within milliseconds of
   * its instant, however long staging it took before.
   */

  private static final Logger log = LoggerFactory.getLogger(ReminderScheduler.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final ReminderStaging staging;
  private final ReminderListener listener;
  private final Duration poll;
  private final int mostWaiting;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TimingWheel<DueReminder> wheel;
  private boolean closed;
  private @Nullable Thread stager;
  private @Nullable Thread caller;

  private ReminderScheduler(Builder builder) {
    staging =
        new ReminderStaging(
            builder.transactions,
            builder.calendars,
            builder.reminders,
            builder.outbox,
            builder.lookAhead,
            builder.grace,
            builder.batch,
            builder.clock);
    listener = builder.listener;
    poll = builder.poll;
    mostWaiting = builder.mostWaiting;
    clock = builder.clock;
    wheel = new TimingWheel<>(clock.instant());
  }

  /**
   * A scheduler in the making; what is not set has a default.
   *
   * @param transactions of the stores, at READ COMMITTED; not joined ones
   */
  public static Builder builder(
      Transactions transactions,
      CalendarStore calendars,
      ReminderStore reminders,
      OutboxStore outbox) {
    return new Builder(transactions, calendars, reminders, outbox);
  }

  /**
   * Starts the threads.
   *
   * @throws IllegalStateException if it was started or closed before
   */
  public ReminderScheduler start() {
    lock.lock();
    try {
      if (stager != null || closed) {
        throw new IllegalStateException("the scheduler was started or closed before");
      }
      stager = daemon(this::stage, "reminder-staging");
      caller = daemon(this::call, "reminder-wheel");
      return this;
    } finally {
      lock.unlock();
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Whether the threads are running. */
  public boolean isRunning() {
    lock.lock();
    try {
      return isAlive(stager) && isAlive(caller);
    } finally {
      lock.unlock();
    }
  }

  private static boolean isAlive(@Nullable Thread thread) {
    return thread != null && thread.isAlive();
  }

  /** How many reminders are staged by this scheduler and not due yet. */
  public int waiting() {
    lock.lock();
    try {
      return wheel.size();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads after what they are at, and waits for that, at most 30 seconds. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    join(stager);
    join(caller);
  }

  private static void join(@Nullable Thread thread) {
    if (thread == null || thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stage() {
    boolean storeIsAway = false;
    boolean renewed = false;
    String renewedUpTo = "";
    while (await(Duration.ZERO)) {
      boolean more = false;
      try {
        more = stageBatch();
        if (!more && !renewed) {
          renewedUpTo = staging.renew(renewedUpTo);
          renewed = renewedUpTo.isEmpty();
          more = !renewed;
        }
        storeIsAway = false;
      } catch (RuntimeException e) {
        if (!storeIsAway) {
          log.warn("Reminders cannot be read or staged for now", e);
          storeIsAway = true;
        }
      }
      if (!more && !await(poll)) {
        return;
      }
    }
  }

  private boolean stageBatch() {
    ReminderStaging.Staged batch = staging.stage();
    lock.lock();
    try {
      for (DueReminder due : batch.staged()) {
        // The wheel only calls ahead of the outbox; what it has no room for is delivered all the
        // same.
        if (wheel.size() < mostWaiting) {
          wheel.add(due.time().due(), due);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return batch.isFull();
  }

  private void call() {
    while (true) {
      List<DueReminder> due;
      lock.lock();
      try {
        due = takeDue();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      if (due.isEmpty()) {
        return;
      }
      try {
        listener.due(due);
      } catch (RuntimeException e) {
        log.warn("A listener failed; the reminders are in the outbox all the same", e);
      }
    }
  }

  /** Waits until something is due; empty when the scheduler is closed. */
  private List<DueReminder> takeDue() throws InterruptedException {
    while (!closed) {
      Instant now = clock.instant();
      List<DueReminder> due = wheel.advance(now);
      if (!due.isEmpty()) {
        return due;
      }
      Duration wait = wheel.next().map(next -> Duration.between(now, next)).orElse(LONGEST_WAIT);
      long nanos = (wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT).toNanos();
      if (nanos > 0) {
        var unused = changed.awaitNanos(nanos);
      }
    }
    return List.of();
  }

  /** Waits for a while, or until the scheduler is closed; returns whether it is open. */
  private boolean await(Duration length) {
    lock.lock();
    try {
      long nanos = length.toNanos();
      long end = System.nanoTime() + nanos;
      while (!closed && nanos > 0) {
        var unused = changed.awaitNanos(nanos);
        nanos = end - System.nanoTime();
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Collects what a scheduler is made of. Not thread-safe. */
  public static final class Builder {

    private static final Duration SHORTEST_LOOK_AHEAD = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK_AHEAD = Duration.ofMinutes(10);
    private static final int LARGEST_BATCH = 5_000;

    private final Transactions transactions;
    private final CalendarStore calendars;
    private final ReminderStore reminders;
    private final OutboxStore outbox;
    private Duration lookAhead = Duration.ofSeconds(30);
    private Duration grace = Duration.ofHours(1);
    private Duration poll = Duration.ofSeconds(1);
    private int batch = 1_000;
    private int mostWaiting = 500_000;
    private ReminderListener listener = due -> {};
    private InstantSource clock = InstantSource.system();

    private Builder(
        Transactions transactions,
        CalendarStore calendars,
        ReminderStore reminders,
        OutboxStore outbox) {
      this.transactions = transactions;
      this.calendars = calendars;
      this.reminders = reminders;
      this.outbox = outbox;
    }

    /** How long before it is due a reminder is staged: 1 second to 10 minutes, else 30 seconds. */
    public Builder lookAhead(Duration value) {
      if (value.compareTo(SHORTEST_LOOK_AHEAD) < 0 || value.compareTo(LONGEST_LOOK_AHEAD) > 0) {
        throw new IllegalArgumentException(
            "lookAhead must be from "
                + SHORTEST_LOOK_AHEAD
                + " to "
                + LONGEST_LOOK_AHEAD
                + ", but is "
                + value);
      }
      lookAhead = value;
      return this;
    }

    /**
     * How late a reminder may be and still fire, else one hour; later ones are recorded as missed.
     * Not negative.
     */
    public Builder grace(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("grace must not be negative, but is " + value);
      }
      grace = value;
      return this;
    }

    /** The pause between two looks that find nothing: at least 10 milliseconds, else 1 second. */
    public Builder poll(Duration value) {
      if (value.toMillis() < 10) {
        throw new IllegalArgumentException("poll must be at least PT0.01S, but is " + value);
      }
      poll = value;
      return this;
    }

    /** The most cursors of one transaction: 1 to 5,000, else 1,000. */
    public Builder batch(int value) {
      if (value < 1 || value > LARGEST_BATCH) {
        throw new IllegalArgumentException(
            "batch must be 1 to " + LARGEST_BATCH + ", but is " + value);
      }
      batch = value;
      return this;
    }

    /** Who is called at the due instant; else nobody. */
    public Builder listener(ReminderListener value) {
      listener = value;
      return this;
    }

    /** What tells the time, by default the system's clock. */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /** The scheduler; it does nothing until it is started. */
    public ReminderScheduler build() {
      return new ReminderScheduler(this);
    }
  }
}
