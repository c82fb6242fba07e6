package dev.scheduling.faults;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Does harm, one fault at a time, in an order that a seed decides. Belongs to one thread. */
final class Nemesis {

  private static final long DIE_WITHIN_SECONDS = 5;

  private final Cluster cluster;
  private final Random random;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final List<Fault> kinds;
  private final Map<Child, Fault> sentenced = new HashMap<>();
  private List<Fault> round = new ArrayList<>();

  Nemesis(Cluster cluster, Plan plan) {
    this.cluster = cluster;
    this.random = new Random(plan.seed());
    this.kinds = List.copyOf(plan.kinds());
  }

  /** How many faults struck, by kind. */
  Map<Fault, Integer> done() {
    return done;
  }

  int count() {
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Strikes once, then lets some time pass. */
  void strike() throws IOException, InterruptedException, SQLException {
    if (round.isEmpty()) {
      // Every kind once before any comes again.
      round = new ArrayList<>(kinds);
      Collections.shuffle(round, random);
    }
    startWhatDiedLate();
    Fault fault = round.remove(round.size() - 1);
    if (strike(fault)) {
      done.merge(fault, 1, Integer::sum);
    }
    pause(50, 700);
  }

  private boolean strike(Fault fault) throws IOException, InterruptedException, SQLException {
    switch (fault) {
      case KILL_RELAY -> killAndStart(oneOf(cluster.relays()));
      case KILL_WRITER -> killAndStart(cluster.writer());
      case KILL_CONSUMER -> killAndStart(oneOf(cluster.consumers()));
      case DIE_AFTER_CLAIM -> {
        return die(fault, cluster.relays(), FaultPoint.AFTER_CLAIM, 20);
      }
      case DIE_AFTER_SEND -> {
        return die(fault, cluster.relays(), FaultPoint.AFTER_SEND, 20);
      }
      case DIE_BETWEEN_ACK_AND_DELETE -> {
        return die(fault, cluster.relays(), FaultPoint.BETWEEN_ACK_AND_DELETE, 20);
      }
      case DIE_INSIDE_COMPLETION -> {
        return die(fault, cluster.relays(), FaultPoint.INSIDE_COMPLETION, 20);
      }
      case DIE_AT_DEAD_LETTER_INSERT -> {
        return die(fault, cluster.relays(), FaultPoint.AT_DEAD_LETTER_INSERT, 1);
      }
      case DIE_BETWEEN_EFFECT_AND_OFFSET_COMMIT -> {
        return die(fault, cluster.consumers(), FaultPoint.BETWEEN_EFFECT_AND_OFFSET_COMMIT, 10);
      }
      case PAUSE_RELAY_BEYOND_LEASE -> {
        Child relay = oneOf(cluster.relays());
        relay.pause();
        long lease = RelayMain.LEASE.toMillis();
        pause((int) lease + 200, (int) lease * 2);
        relay.resume();
      }
      case PAUSE_CONSUMER -> {
        Child consumer = oneOf(cluster.consumers());
        consumer.pause();
        pause(1_000, 3_000);
        consumer.resume();
      }
      case CUT_DATABASE -> cluster.databaseProxy().cut();
      case CUT_A_REPLY_OF_THE_DATABASE -> cluster.databaseProxy().cutAfter(random.nextInt(200_000));
      case BLACK_HOLE_BEFORE_DATABASE -> {
        cluster.databaseProxy().swallow();
        pause(300, 1_500);
        cluster.databaseProxy().heal();
      }
      case END_DATABASE_SESSIONS -> endSessions();
      case CRASH_DATABASE -> {
        return crashDatabase();
      }
      case JUMP_CLOCK -> {
        long millis = random.nextLong(1_000, 7_200_000) * (random.nextBoolean() ? 1 : -1);
        List<Child> all = new ArrayList<>(cluster.relays());
        all.addAll(cluster.consumers());
        all.add(cluster.writer());
        oneOf(all).order("clock " + millis);
      }
      case CUT_BROKER -> cluster.brokerProxy().cut();
      case BLACK_HOLE_BEFORE_BROKER -> {
        cluster.brokerProxy().swallow();
        pause(300, 1_500);
        cluster.brokerProxy().heal();
      }
      case KILL_BROKER -> cluster.killBroker();
      case RESTART_BROKER -> cluster.restartBroker();
    }
    return true;
  }

  private void killAndStart(Child child) throws IOException, InterruptedException {
    child.kill();
    sentenced.remove(child);
    pause(0, 300);
    child.start();
  }

  /** Lets one of them die at a point. It may never come there; then no fault is counted. */
  private boolean die(Fault fault, List<Child> children, FaultPoint point, int mostTimes)
      throws IOException, InterruptedException {
    Child child = oneOf(children);
    sentenced.put(child, fault);
    child.order("die " + point + " " + (1 + random.nextInt(mostTimes)));
    if (!child.awaitEnd(DIE_WITHIN_SECONDS)) {
      return false; // It will be counted if it comes there later.
    }
    sentenced.remove(child);
    child.start();
    return true;
  }

  /** Those that came to their point after we had stopped waiting for it. */
  void startWhatDiedLate() throws IOException {
    for (Child child : cluster.children()) {
      if (!child.isAlive()) {
        child.start();
        Fault fault = sentenced.remove(child);
        if (fault == null) {
          throw new IllegalStateException(child.name() + " died of something else; see its log");
        }
        done.merge(fault, 1, Integer::sum);
      }
    }
  }

  /** Ends all harm: who was to die and has not is let live, and all others are started. */
  void relent() throws IOException {
    cluster.databaseProxy().cutAfter(Long.MAX_VALUE);
    sentenced.keySet().forEach(child -> child.order("live"));
    startWhatDiedLate();
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
      if (!rows.next()) {
        return false;
      }
      new ProcessBuilder("kill", "-KILL", rows.getString(1)).start().waitFor();
    }
    return cluster.awaitDatabase();
  }

  private Connection admin() throws SQLException {
    return DriverManager.getConnection(cluster.directUrl(), cluster.user(), "");
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void pause(int shortestMillis, int longestMillis) {
    LockSupport.parkNanos(
        1_000_000L
            * (shortestMillis + random.nextInt(Math.max(1, longestMillis - shortestMillis))));
  }
}
