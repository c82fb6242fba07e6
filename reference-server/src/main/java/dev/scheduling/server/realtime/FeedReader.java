package dev.scheduling.server.realtime;

import dev.scheduling.OwnerId;
import dev.scheduling.notification.Notification;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is new for everybody who listens on this node, in one thread. Thread-safe. */
final class FeedReader implements AutoCloseable {

  /*
   * A round asks how far the feeds of the accounts have come that it was called for, and reads the
   * last few notifications of those that have come further than a client was told: two statements
   * for hundreds of accounts. Calls that come meanwhile are collected for the next round, so the more
   * there is to tell, the more a round takes along. A call may be lost; every two seconds there is a
   * round for all accounts that somebody listens to.
   *
   * What is read is offered to each connection of the account, which takes what follows on what it
   * was told. One that is not so far, because it has just come back, reads by itself until it is.
   */

  private static final Logger log = LoggerFactory.getLogger(FeedReader.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  /** Who lags further behind reads by itself. */
  private static final int MOST_BEHIND = 64;

  private static final int MOST_ACCOUNTS = 512;
  private static final int MOST_ROWS = 1_024;

  private final Feeds feeds;
  private final Listeners listeners;
  private final Consumer<Connection> straggler;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = new Thread(this::loop, "realtime-reader");
  private Set<OwnerId> called = new HashSet<>();
  private boolean closed;

  /**
   * A reader that has not started.
   *
   * @param straggler told of connections that have to read by themselves
   */
  FeedReader(
      Feeds feeds, Listeners listeners, Consumer<Connection> straggler, InstantSource clock) {
    this.feeds = feeds;
    this.listeners = listeners;
    this.straggler = straggler;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Hints that there may be something new for an account. Cheap, never waits for the store. */
  void call(OwnerId account) {
    if (listeners.of(account).isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (called.add(account)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    boolean storeIsAway = false;
    long lookAt = System.nanoTime();
    while (true) {
      boolean look = System.nanoTime() - lookAt >= 0;
      Set<OwnerId> accounts;
      try {
        accounts = look ? takeAll() : takeCalled(lookAt - System.nanoTime());
      } catch (InterruptedException e) {
        return;
      }
      try {
        read(accounts);
        storeIsAway = false;
      } catch (RuntimeException e) {
        if (!storeIsAway) {
          log.warn("Notifications cannot be read for now", e);
          storeIsAway = true;
        }
      }
      if (look) {
        lookAt = System.nanoTime() + LOOK_EVERY.toNanos();
      }
    }
  }

  private Set<OwnerId> takeAll() throws InterruptedException {
    Set<OwnerId> accounts = takeCalled(0);
    accounts.addAll(listeners.accounts());
    return accounts;
  }

  /** Those that were called for; waits for the first, but not for longer than given. */
  private Set<OwnerId> takeCalled(long longestNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = longestNanos;
      while (!closed && called.isEmpty() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      if (closed) {
        throw new InterruptedException("the gateway is closed");
      }
      Set<OwnerId> taken = called;
      called = new HashSet<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void read(Collection<OwnerId> accounts) {
    if (accounts.isEmpty()) {
      return;
    }
    // Accounts with about the same to read are read together.
    Map<Integer, List<OwnerId>> byBacklog = new TreeMap<>();
    feeds
        .latest(accounts)
        .forEach(
            (account, latest) -> {
              int backlog = backlog(account, latest);
              if (backlog > 0) {
                byBacklog
                    .computeIfAbsent(ceilingPowerOfTwo(backlog), size -> new ArrayList<>())
                    .add(account);
              }
            });
    byBacklog.forEach(
        (size, some) -> {
          int together = Math.min(MOST_ACCOUNTS, MOST_ROWS / size);
          for (int from = 0; from < some.size(); from += together) {
            tell(some.subList(from, Math.min(some.size(), from + together)), size);
          }
        });
  }

  /** How much there is to read of an account at most; who lags too far behind does not count. */
  private int backlog(OwnerId account, long latest) {
    long most = 0;
    for (Connection connection : listeners.of(account)) {
      if (connection.stalledSince() != null) {
        continue;
      }
      long behind = latest - connection.told();
      if (behind > MOST_BEHIND) {
        straggler.accept(connection);
      } else {
        most = Math.max(most, behind);
      }
    }
    return (int) most;
  }

  private static int ceilingPowerOfTwo(int number) {
    return number == 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }

  private void tell(List<OwnerId> accounts, int last) {
    Map<OwnerId, List<Notification>> newest = feeds.newest(accounts, last);
    for (OwnerId account : accounts) {
      // Nothing at all means that it was pruned already.
      List<Frame> frames = Frame.of(newest.getOrDefault(account, List.of()));
      for (Connection connection : listeners.of(account)) {
        if (connection.tell(frames, clock.instant()) == Connection.Told.GAP || frames.isEmpty()) {
          straggler.accept(connection);
        }
      }
    }
  }

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
