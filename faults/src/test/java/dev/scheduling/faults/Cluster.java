package dev.scheduling.faults;

import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All processes of a run, and the proxies between them. Each part belongs to one thread. */
final class Cluster implements AutoCloseable {

  static final int RELAYS = 2;
  static final int CONSUMERS = 2;
  private static final int DATABASE_IS_BACK_WITHIN_SECONDS = 60;

  private final TestDatabase database;
  private final TcpProxy databaseProxy;
  private final Child writer;
  private final List<Child> relays = new ArrayList<>();
  private final List<Child> consumers = new ArrayList<>();
  private final @Nullable Broker broker;

  private Cluster(Plan plan, Path folder) throws IOException {
    boolean postgresql = plan.database().equals("postgresql");
    database = postgresql ? TestDatabases.postgresql() : TestDatabases.mariadb();
    database.withTables();
    databaseProxy = TcpProxy.before(portOf(database.url()));
    ClassData classes = ClassData.in(folder);
    broker = plan.overKafka() ? Broker.start(folder, classes) : null;
    String proxied =
        database.url().replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + databaseProxy.port());
    RunSettings settings =
        new RunSettings(
            folder,
            proxied
                + (postgresql
                    ? "?socketTimeout=4&connectTimeout=2&loginTimeout=2&reWriteBatchedInserts=true"
                    : "&socketTimeout=4000&connectTimeout=2000"),
            database.user(),
            broker == null ? "" : broker.bootstrapServers(),
            plan.bug(),
            plan.seed(),
            plan.ratePerSecond());
    String file = settings.write().toString();
    writer = Child.java("writer", WriterMain.class, classes, folder, file);
    for (int i = 0; i < RELAYS; i++) {
      String name = "relay-" + i;
      relays.add(Child.java(name, RelayMain.class, classes, folder, file, name));
    }
    for (int i = 0; plan.overKafka() && i < CONSUMERS; i++) {
      String name = "consumer-" + i;
      consumers.add(Child.java(name, ConsumerMain.class, classes, folder, file, name));
    }
  }

  static Cluster start(Plan plan, Path folder) throws IOException, SQLException {
    Cluster cluster = new Cluster(plan, folder);
    try {
      cluster.makeTables();
      for (Child child : cluster.children()) {
        child.start();
      }
      return cluster;
    } catch (IOException | SQLException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void makeTables() throws SQLException {
    String number = isPostgresql() ? "bigserial" : "bigint AUTO_INCREMENT";
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE fault_message (agg varchar(50) NOT NULL, seq bigint NOT NULL,"
              + " op varchar(50) NOT NULL, message_id varchar(80) NOT NULL,"
              + " kind varchar(20) NOT NULL, PRIMARY KEY (agg, seq))");
      statement.execute(
          "CREATE TABLE fault_effect (n "
              + number
              + " PRIMARY KEY, message_id varchar(80) NOT NULL,"
              + " agg varchar(50) NOT NULL, seq bigint NOT NULL)");
      statement.execute(
          "CREATE TABLE fault_completion (part int NOT NULL, claimed bigint NOT NULL,"
              + " actual bigint NOT NULL)");
    }
  }

  List<Child> children() {
    List<Child> all = new ArrayList<>(relays);
    all.addAll(consumers);
    all.add(writer);
    return all;
  }

  /** Starts one of each kind again, which from now on starts faster: see {@link ClassData}. */
  void restartOneOfEach() throws IOException, InterruptedException {
    writer.restart();
    relays.get(0).restart();
    if (!consumers.isEmpty()) {
      consumers.get(0).restart();
    }
  }

  Child writer() {
    return writer;
  }

  List<Child> relays() {
    return relays;
  }

  List<Child> consumers() {
    return consumers;
  }

  TcpProxy databaseProxy() {
    return databaseProxy;
  }

  TcpProxy brokerProxy() {
    return theBroker().proxy();
  }

  void killBroker() throws IOException, InterruptedException {
    theBroker().killAndStart();
  }

  void restartBroker() throws IOException, InterruptedException {
    theBroker().restart();
  }

  /** How many records nobody has taken yet; none without a broker. */
  long lag() throws InterruptedException {
    return broker == null ? 0 : broker.lag();
  }

  /** What this process and the others of ours held in memory at most, in bytes. */
  List<Long> peakBytes() throws IOException {
    List<Long> peaks = new ArrayList<>();
    peaks.add(Child.peakBytes(ProcessHandle.current().pid()));
    for (Child child : children()) {
      if (child.isAlive()) {
        peaks.add(child.peakBytes());
      }
    }
    return peaks;
  }

  private Broker theBroker() {
    if (broker == null) {
      throw new IllegalStateException("this run has no broker");
    }
    return broker;
  }

  boolean isPostgresql() {
    return database.url().startsWith("jdbc:postgresql");
  }

  /** Past the proxy. */
  String directUrl() {
    return database.url();
  }

  String user() {
    return database.user();
  }

  /** A connection past the proxy. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(directUrl(), user(), "");
  }

  /** Waits until the database answers again. */
  void awaitDatabase() {
    long end = System.nanoTime() + DATABASE_IS_BACK_WITHIN_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      try (Connection connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
    throw new IllegalStateException("the database did not come back");
  }

  private static int portOf(String jdbcUrl) {
    return URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
  }

  @Override
  public void close() throws IOException {
    children().forEach(Child::close);
    databaseProxy.close();
    if (broker != null) {
      broker.close();
    }
    database.close();
  }
}
