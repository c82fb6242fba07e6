package dev.scheduling.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One run from the first message to the last check. */
final class FaultRun {

  private static final int WRITER_ENDS_WITHIN_SECONDS = 60;
  private static final int MOST_BACKLOG = 3_000;

  /** From the last fault to the last commit: some leases long. */
  private static final Duration CALM = Duration.ofSeconds(8);

  private static final long LOOK_NANOS = 50_000_000;

  private FaultRun() {}

  /**
   * What a run came to.
   *
   * @param violations one line for each broken rule; none if all hold
   * @param drain from the last commit to the last effect; the last fault was {@link #CALM} before
   */
  record Report(
      Plan plan,
      Map<Fault, Integer> faults,
      long messages,
      long redeliveries,
      long deadLetters,
      Duration length,
      Duration drain,
      List<String> violations) {

    int faultCount() {
      return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return ("%s%s, seed %d: %d faults, %,d messages committed in %d s, %,d sent again,"
              + " %d dead letters, drained %d ms after the last commit, %d rules broken%n  faults: %s%n  broken: %s")
          .formatted(
              plan.database(),
              plan.overKafka() ? " and Kafka" : "",
              plan.seed(),
              faultCount(),
              messages,
              length.toSeconds(),
              redeliveries,
              deadLetters,
              drain.toMillis(),
              violations.size(),
              faults,
              violations);
    }
  }

  static Report of(Plan plan, Path parent) throws IOException, InterruptedException, SQLException {
    Path folder =
        Files.createDirectories(
            parent.resolve(
                plan.database()
                    + (plan.overKafka() ? "-kafka-" : "-")
                    + plan.bug()
                    + "-"
                    + Long.toHexString(plan.seed())));
    long started = System.nanoTime();
    try (Cluster cluster = Cluster.start(plan, folder)) {
      Nemesis nemesis = new Nemesis(cluster, plan);
      long end = started + plan.longest().toNanos();
      long earliest = started + plan.shortest().toNanos();
      awaitFirstEffect(cluster, end);
      while ((nemesis.count() < plan.faults()
              || count(cluster, "fault_message") < plan.messages()
              || System.nanoTime() < earliest)
          && System.nanoTime() < end) {
        nemesis.strike();
        // A slow machine takes longer; it is not to pile up what nobody could drain in time.
        boolean behind = left(cluster) > MOST_BACKLOG;
        cluster.writer().order(behind ? "hold" : "go");
      }
      nemesis.relent();
      cluster.writer().order("go");
      // So that the drain says how fast messages go when the harm is over, and not how long a
      // process takes to start.
      LockSupport.parkNanos(CALM.toNanos());
      nemesis.startWhatDiedLate();
      cluster.writer().order("quit");
      if (!cluster.writer().awaitEnd(WRITER_ENDS_WITHIN_SECONDS)) {
        throw new IllegalStateException("the writer does not end");
      }
      long lastCommit = System.nanoTime();
      Duration drain = drain(cluster, lastCommit, plan.drain());
      // A second look a little later: what is still on its way may be there twice by then.
      LockSupport.parkNanos(500_000_000);
      try (Connection connection = cluster.connect()) {
        long bound =
            nemesis.done().entrySet().stream()
                .filter(entry -> entry.getKey().mayRepeat())
                .mapToLong(entry -> entry.getValue() * RelayMain.MOST_IN_FLIGHT)
                .sum();
        Checker.Findings findings = Checker.check(connection, folder, bound);
        return new Report(
            plan,
            nemesis.done(),
            count(cluster, "fault_message"),
            findings.redeliveries(),
            findings.deadLetters(),
            Duration.ofNanos(lastCommit - started),
            drain,
            findings.violations());
      }
    }
  }

  private static void awaitFirstEffect(Cluster cluster, long end) throws SQLException {
    while (count(cluster, "fault_effect") == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Waits until every message has had its effect or is dead, or the time is up. */
  private static Duration drain(Cluster cluster, long from, Duration longest) throws SQLException {
    while (System.nanoTime() - from < longest.toNanos()) {
      boolean done =
          left(cluster) <= 0
              && count(cluster, "scheduling_outbox") == 0
              && count(cluster, "scheduling_outbox_retry") == 0
              && count(cluster, "scheduling_outbox_parked") == 0;
      if (done) {
        break;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /** How many messages have had no effect yet and are not dead, wherever they are. */
  private static long left(Cluster cluster) throws SQLException {
    // The ends first: what happens meanwhile is then counted as left, and never as more than all.
    long ended = count(cluster, "fault_effect") + count(cluster, "scheduling_dead_letter");
    return count(cluster, "fault_message") - ended;
  }

  private static long count(Cluster cluster, String table) throws SQLException {
    try (Connection connection = cluster.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
