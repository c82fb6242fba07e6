package dev.scheduling.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Harms one target, one fault after another, in an order that a seed decides. */
final class Assault implements Runnable {

  private static final long DIE_WITHIN_MILLIS = 3_000;
  private static final long LOOK_MILLIS = 20;

  private final Cluster cluster;
  private final Target target;
  private final List<Fault> kinds;
  private final Random random;
  private final CountDownLatch relent;
  private final Consumer<Fault> counter;
  private final List<Child> victims;
  private final Map<Child, Fault> sentenced = new HashMap<>();
  private volatile @Nullable Exception failure;

  /**
   * An assault; it does nothing before it runs.
   *
   * @param kinds of this target
   * @param relent when to stop
   * @param counter told of every fault
   */
  Assault(
      Cluster cluster,
      Target target,
      List<Fault> kinds,
      long seed,
      CountDownLatch relent,
      Consumer<Fault> counter) {
    this.cluster = cluster;
    this.target = target;
    this.kinds = kinds;
    this.random = new Random(seed + target.ordinal());
    this.relent = relent;
    this.counter = counter;
    victims =
        switch (target) {
          case RELAYS -> cluster.relays();
          case CONSUMERS -> cluster.consumers();
          case WRITER -> List.of(cluster.writer());
          case CLOCKS, DATABASE, BROKER -> List.of();
        };
  }

  @Override
  public void run() {
    List<Fault> round = new ArrayList<>();
    try {
      while (relent.getCount() > 0) {
        if (round.isEmpty()) {
          // Every kind once before any comes again.
          round.addAll(kinds);
          Collections.shuffle(round, random);
        }
        Fault fault = round.remove(round.size() - 1);
        long begun = System.nanoTime();
        if (strike(fault)) {
          counter.accept(fault);
        }
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        // What is slow to come up again, on a slow machine, is up for half of the time all the
        // same.
        rest(between(target.shortestRestMillis(), target.longestRestMillis()) + tookMillis);
      }
    } catch (InterruptedException | IOException | SQLException | RuntimeException e) {
      failure = e;
    }
  }

  void check() {
    Exception failed = failure;
    if (failed != null) {
      throw new IllegalStateException("the assault on " + target + " failed", failed);
    }
  }

  /** Pardons who was to die and has not, and starts all others. After the end of {@link #run}. */
  void mend() throws IOException {
    if (target == Target.DATABASE) {
      cluster.databaseProxy().cutAfter(Long.MAX_VALUE);
    }
    sentenced.keySet().forEach(child -> child.order("live"));
    startWhatDiedLate();
  }

  /** Those that came to their point after we had stopped waiting for it. */
  void startWhatDiedLate() throws IOException {
    for (Child child : victims) {
      if (!child.isAlive()) {
        child.start();
        Fault fault = sentenced.remove(child);
        if (fault == null) {
          throw new IllegalStateException(child.name() + " died of something else; see its log");
        }
        counter.accept(fault);
      }
    }
  }

  /** Returns whether it is done; if not, {@link #startWhatDiedLate} may find that it was. */
  private boolean strike(Fault fault) throws IOException, InterruptedException, SQLException {
    switch (fault) {
      case KILL_RELAY, KILL_CONSUMER, KILL_WRITER -> killAndStart(oneOf(victims));
      case DIE_AFTER_CLAIM -> {
        return die(fault, FaultPoint.AFTER_CLAIM, 20);
      }
      case DIE_AFTER_SEND -> {
        return die(fault, FaultPoint.AFTER_SEND, 20);
      }
      case DIE_BETWEEN_ACK_AND_DELETE -> {
        return die(fault, FaultPoint.BETWEEN_ACK_AND_DELETE, 20);
      }
      case DIE_INSIDE_COMPLETION -> {
        return die(fault, FaultPoint.INSIDE_COMPLETION, 20);
      }
      case DIE_AT_DEAD_LETTER_INSERT -> {
        return die(fault, FaultPoint.AT_DEAD_LETTER_INSERT, 1);
      }
      case DIE_BETWEEN_EFFECT_AND_OFFSET_COMMIT -> {
        return die(fault, FaultPoint.BETWEEN_EFFECT_AND_OFFSET_COMMIT, 10);
      }
      case PAUSE_RELAY_BEYOND_LEASE -> pauseBeyond((int) RelayMain.LEASE.toMillis());
      case PAUSE_CONSUMER_BEYOND_SESSION -> pauseBeyond(RelayMain.SESSION_MILLIS);
      case JUMP_CLOCK -> {
        long millis = random.nextLong(1_000, 7_200_000) * (random.nextBoolean() ? 1 : -1);
        oneOf(cluster.children()).order("clock " + millis);
      }
      case CUT_DATABASE -> cluster.databaseProxy().cut();
      case CUT_A_REPLY_OF_THE_DATABASE -> cluster.databaseProxy().cutAfter(random.nextInt(200_000));
      case BLACK_HOLE_BEFORE_DATABASE -> swallow(cluster.databaseProxy());
      case END_DATABASE_SESSIONS -> endSessions();
      case CRASH_DATABASE -> {
        return crashDatabase();
      }
      case CUT_BROKER -> cluster.brokerProxy().cut();
      case BLACK_HOLE_BEFORE_BROKER -> swallow(cluster.brokerProxy());
      case KILL_BROKER -> cluster.killBroker();
      case RESTART_BROKER -> cluster.restartBroker();
    }
    return true;
  }

  // --- processes

  private void killAndStart(Child child) throws IOException, InterruptedException {
    child.kill();
    sentenced.remove(child);
    hold(between(0, 300));
    child.start();
  }

  /** Lets one of them die at a point. It may never come there; then no fault is counted. */
  private boolean die(Fault fault, FaultPoint point, int mostTimes)
      throws IOException, InterruptedException {
    Child child = oneOf(victims);
    sentenced.put(child, fault);
    child.order("die " + point + " " + (1 + random.nextInt(mostTimes)));
    if (!child.awaitEnd(DIE_WITHIN_MILLIS)) {
      return false;
    }
    sentenced.remove(child);
    child.start();
    return true;
  }

  private void pauseBeyond(int millis) throws IOException, InterruptedException {
    Child child = oneOf(victims);
    child.pause();
    hold(between(millis + 200, millis * 2));
    child.resume();
  }

  // --- the network and the database

  private void swallow(TcpProxy proxy) {
    proxy.swallow();
    hold(between(300, 1_500));
    proxy.heal();
  }

  private void endSessions() throws SQLException {
    try (Connection connection = admin();
        var statement = connection.createStatement()) {
      if (cluster.isPostgresql()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      } else {
        List<String> ids = new ArrayList<>();
        try (var rows =
            statement.executeQuery(
                "SELECT id FROM information_schema.processlist"
                    + " WHERE db = DATABASE() AND id <> CONNECTION_ID()")) {
          while (rows.next()) {
            ids.add(rows.getString(1));
          }
        }
        for (String id : ids) {
          try {
            statement.execute("KILL " + id);
          } catch (SQLException e) {
            // It ended by itself.
          }
        }
      }
    }
  }

  /** SIGKILL for one backend: the server then ends all, and recovers from its log. */
  private boolean crashDatabase() throws IOException, InterruptedException, SQLException {
    try (Connection connection = admin();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    + " ORDER BY random() LIMIT 1")) {
      if (!rows.next()
          || new ProcessBuilder("kill", "-KILL", rows.getString(1)).start().waitFor() != 0) {
        return false;
      }
    }
    cluster.awaitDatabase();
    return true;
  }

  private Connection admin() throws SQLException {
    return DriverManager.getConnection(cluster.directUrl(), cluster.user(), "");
  }

  // --- chance and time

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private int between(int shortest, int longest) {
    return shortest + random.nextInt(longest - shortest);
  }

  /** Lets a fault last, whatever is wanted meanwhile. */
  private static void hold(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Waits before the next fault, and starts who dies meanwhile. */
  private void rest(long millis) throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    do {
      startWhatDiedLate();
    } while (!relent.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < end);
  }
}
