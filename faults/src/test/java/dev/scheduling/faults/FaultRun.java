package dev.scheduling.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One run from the first message to the last check. Belongs to one thread. */
final class FaultRun {

  private static final long WRITER_ENDS_WITHIN_MILLIS = 60_000;
  private static final int MOST_BACKLOG = 10_000;

  /**
   * The shortest time from the end of the harm to the last commit, while the writers write on: more
   * than a lease, a session and every timeout of a client. It is longer where it takes longer to
   * come down to {@link #MOST_BACKLOG_IN_CALM}. So the drain says how fast messages go when all
   * have recovered by themselves.
   */
  private static final Duration CALM = Duration.ofSeconds(10);

  private static final int MOST_BACKLOG_IN_CALM = 1_000;
  private static final Duration LONGEST_CALM = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LOOK_AT_THE_END = Duration.ofMillis(50);
  private static final Duration TELL = Duration.ofMinutes(1);

  private final Plan plan;
  private final Path folder;
  private final Cluster cluster;
  private final Nemesis nemesis;
  private final long started = System.nanoTime();
  private Progress progress = Progress.NONE;

  private FaultRun(Plan plan, Path folder, Cluster cluster) {
    this.plan = plan;
    this.folder = folder;
    this.cluster = cluster;
    nemesis = new Nemesis(cluster, plan);
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
    try (Cluster cluster = Cluster.start(plan, folder)) {
      return new FaultRun(plan, folder, cluster).run();
    }
  }

  private Report run() throws IOException, InterruptedException, SQLException {
    awaitFirstEffect();
    cluster.restartOneOfEach();
    nemesis.start();
    harm();
    nemesis.relent();
    Duration calm = writeOn();
    nemesis.startWhatDiedLate();
    cluster.writer().order("quit");
    if (!cluster.writer().awaitEnd(WRITER_ENDS_WITHIN_MILLIS)) {
      throw new IllegalStateException("the writer does not end");
    }
    long lastCommit = System.nanoTime();
    drain(lastCommit);
    Duration drain = since(lastCommit);
    long lag = lag();
    // A second look a little later: what is still on its way may be there twice by then.
    LockSupport.parkNanos(500_000_000);
    return report(Duration.ofNanos(lastCommit - started), calm, drain, lag);
  }

  private void awaitFirstEffect() throws SQLException {
    long effects = 0;
    while (effects == 0 && isInTime()) {
      LockSupport.parkNanos(LOOK_AT_THE_END.toNanos());
      try (Connection connection = cluster.connect()) {
        progress = Progress.of(connection);
      }
      effects = progress.committed() - progress.left();
    }
  }

  private boolean isInTime() {
    return since(started).compareTo(plan.longest()) < 0;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private void harm() {
    long told = System.nanoTime();
    while (!isEnough() && isInTime()) {
      nemesis.check();
      look(MOST_BACKLOG);
      if (since(told).compareTo(TELL) > 0) {
        told = System.nanoTime();
        System.out.printf(
            "%d min: %d faults, %,d messages committed, %,d on their way%n",
            since(started).toMinutes(), nemesis.count(), progress.committed(), progress.left());
      }
    }
  }

  private boolean isEnough() {
    return nemesis.count() >= plan.faults()
        && nemesis.hasDoneEveryKind()
        && progress.committed() >= plan.messages()
        && since(started).compareTo(plan.shortest()) >= 0;
  }

  /** Lets the writers wait if the others are behind: nothing is to pile up on a slow machine. */
  private void look(int mostBacklog) {
    LockSupport.parkNanos(LOOK.toNanos());
    try (Connection connection = cluster.connect()) {
      progress = Progress.of(connection);
    } catch (SQLException e) {
      return; // The database is being harmed.
    }
    cluster.writer().order(progress.left() > mostBacklog ? "hold" : "go");
  }

  /** Returns how long it was calm. */
  private Duration writeOn() {
    long begun = System.nanoTime();
    do {
      look(MOST_BACKLOG_IN_CALM);
    } while (since(begun).compareTo(CALM) < 0
        || progress.left() > MOST_BACKLOG_IN_CALM
            && since(begun).compareTo(LONGEST_CALM) < 0
            && isInTime());
    cluster.writer().order("go");
    LockSupport.parkNanos(LOOK.toNanos());
    return since(begun);
  }

  /** Waits until every message has had its effect or is dead, or the time is up. */
  private void drain(long from) throws SQLException {
    try (Connection connection = cluster.connect()) {
      while (since(from).compareTo(plan.drain()) < 0) {
        if (Progress.isOutboxEmpty(connection) && Progress.of(connection).left() <= 0) {
          return;
        }
        LockSupport.parkNanos(LOOK_AT_THE_END.toNanos());
      }
    }
  }

  /** The consumers' lag, when it is none or after a time in which it ought to be. */
  private long lag() throws InterruptedException {
    long begun = System.nanoTime();
    long lag;
    do {
      LockSupport.parkNanos(LOOK_AT_THE_END.toNanos());
      lag = cluster.lag();
    } while (lag > 0 && since(begun).compareTo(LONGEST_CALM) < 0);
    return lag;
  }

  private Report report(Duration length, Duration calm, Duration drain, long lag)
      throws SQLException, IOException {
    Map<Fault, Integer> faults = nemesis.done();
    long most =
        faults.entrySet().stream()
            .mapToLong(entry -> entry.getValue() * entry.getKey().target().mostRepeated())
            .sum();
    List<Long> peaks = cluster.peakBytes();
    try (Connection connection = cluster.connect()) {
      progress = Progress.of(connection);
      long begun = System.nanoTime();
      Checker.Findings findings = Checker.check(connection, folder, most);
      List<String> violations = new ArrayList<>(findings.violations());
      if (lag > 0) {
        violations.add("records were left in the topic: " + lag);
      }
      return new Report(
          plan,
          faults,
          progress.committed(),
          findings.redeliveries(),
          most,
          findings.deadLetters(),
          length,
          calm,
          drain,
          since(begun),
          peaks,
          violations);
    }
  }
}
