package dev.scheduling.benchmarks.load;

import dev.scheduling.benchmarks.start.ServerProcess;
import dev.scheduling.kafka.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Events booked over HTTP on three servers that share a database and a broker, and what came of
 * them. Belongs to one thread.
 */
final class LoadRun {

  /*
   * JMeter speaks to one of the servers; all three relay and consume. The other two and the broker
   * are killed in turns, and started again at once, whenever another share of the events is booked:
   * so all kills fall into the load, however fast the machine is.
   */

  private static final int USERS = 20;
  private static final int OTHERS = 2;
  private static final int BROKER_EVERY = 5;
  private static final long LOOK_NANOS = 100_000_000;
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(20);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);

  private final Path root;
  private final Path folder;
  private final String database;
  private final KafkaBroker broker;
  private final List<ServerProcess> others = new ArrayList<>();

  /**
   * A run on an empty database and broker.
   *
   * @param root the repository's
   * @param folder for files of the run
   * @param database its JDBC address, with the user
   */
  LoadRun(Path root, Path folder, String database, KafkaBroker broker) {
    this.root = root;
    this.folder = folder;
    this.database = database;
    this.broker = broker;
  }

  /**
   * What came of a run.
   *
   * @param lost events without a notification, and requests without an event
   * @param doubled notifications and events beyond one for each request
   * @param effectP50Millis from the request's start until the notification was written
   * @param drainMillis from the last answer to the last notification
   */
  record Outcome(
      int events,
      int kills,
      JMeter.Answers answers,
      long lost,
      long doubled,
      double effectP50Millis,
      double effectP95Millis,
      long drainMillis) {}

  Outcome measure(JMeter jmeter, int events, int kills)
      throws IOException, InterruptedException, SQLException {
    try (ServerProcess front = start()) {
      // Not before the front has made the tables.
      for (int i = 0; i < OTHERS; i++) {
        others.add(start());
      }
      noteWhenEffectsHappen();
      Users users = new Users(front.address());
      users.signUp(USERS);
      Path lines = folder.resolve("events.csv");
      users.write(lines, events);
      return load(jmeter, front.address(), lines, events, kills);
    } finally {
      for (ServerProcess other : others) {
        other.kill();
      }
    }
  }

  private ServerProcess start() throws IOException, InterruptedException {
    ServerProcess server = launch();
    server.awaitReady(STARTS_WITHIN);
    return server;
  }

  private ServerProcess launch() throws IOException {
    return ServerProcess.start(
        root,
        folder,
        Map.of(
            "DATABASE_URL",
            database,
            "KAFKA_BOOTSTRAP_SERVERS",
            broker.bootstrapServers(),
            "SIGN_UP",
            "open",
            "RATE_LIMIT_ADDRESS",
            "0",
            "RATE_LIMIT_ACCOUNT",
            "0",
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JAVA_OPTS",
            "-Xmx512m"));
  }

  private Outcome load(JMeter jmeter, URI front, Path lines, int events, int kills)
      throws IOException, InterruptedException, SQLException {
    Path answers = folder.resolve("answers.txt");
    Process load = jmeter.start(front, lines, USERS, events, answers, folder.resolve("jmeter.log"));
    int killed = 0;
    try {
      while (load.isAlive()) {
        if (killed < kills && booked() >= (long) events * (killed + 1) / (kills + 1)) {
          kill(killed++);
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    } finally {
      load.destroyForcibly();
    }
    long ended = System.nanoTime();
    while (notified() < events && System.nanoTime() - ended < LONGEST_DRAIN.toNanos()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    long drained = (System.nanoTime() - ended) / 1_000_000;
    // What is there twice may come a moment later.
    LockSupport.parkNanos(2_000_000_000L);
    return outcome(events, killed, JMeter.answers(answers), drained);
  }

  private void kill(int number) throws IOException, InterruptedException {
    if (number % BROKER_EVERY == BROKER_EVERY - 1) {
      broker.killAndStart();
      return;
    }
    int which = number % OTHERS;
    others.get(which).kill();
    others.set(which, launch());
  }

  // --- the database, asked past the servers

  private void noteWhenEffectsHappen() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE scheduling_notification"
              + " ADD COLUMN written_at timestamptz DEFAULT clock_timestamp()");
    }
  }

  private double ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  private long booked() throws SQLException {
    return (long) ask("SELECT COUNT(*) FROM scheduling_event");
  }

  private long notified() throws SQLException {
    return (long) ask("SELECT COUNT(*) FROM scheduling_notification");
  }

  private Outcome outcome(int events, int kills, JMeter.Answers answers, long drainMillis)
      throws SQLException {
    long booked = booked();
    long notified = notified();
    long different =
        (long) ask("SELECT COUNT(DISTINCT data::json->>'eventId') FROM scheduling_notification");
    return new Outcome(
        events,
        kills,
        answers,
        Math.max(0, events - booked) + Math.max(0, booked - different),
        Math.max(0, booked - events) + notified - different,
        effectMillis(0.5),
        effectMillis(0.95),
        drainMillis);
  }

  /** The title of an event is the time at which JMeter began its request. */
  private double effectMillis(double share) throws SQLException {
    return ask(
        "SELECT percentile_cont("
            + share
            + ") WITHIN GROUP (ORDER BY"
            + " extract(epoch FROM n.written_at) * 1000 - e.title::bigint)"
            + " FROM scheduling_notification n"
            + " JOIN scheduling_event e ON e.event_id = n.data::json->>'eventId'");
  }
}
