package dev.scheduling.benchmarks.outbox;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A PostgreSQL that keeps what it commits: with fsync, as nobody would run it without. */
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 40;

  private final EmbeddedPostgres server;
  private final HikariDataSource pool;
  private final HikariDataSource autocommitPool;

  private Database(
      EmbeddedPostgres server, HikariDataSource pool, HikariDataSource autocommitPool) {
    this.server = server;
    this.pool = pool;
    this.autocommitPool = autocommitPool;
  }

  static Database start() throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "150")
            .start();
    Database database = new Database(server, pool(server, false), pool(server, true));
    database.execute(JdbcSchema.of(Dialect.POSTGRESQL).statements());
    return database;
  }

  private static HikariDataSource pool(EmbeddedPostgres server, boolean autoCommit) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres");
    pool.setUsername("postgres");
    pool.setPassword("");
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setAutoCommit(autoCommit);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  HikariDataSource pool() {
    return pool;
  }

  /** For libraries that leave the commit to the connection. */
  HikariDataSource autocommitPool() {
    return autocommitPool;
  }

  void execute(List<String> statements) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  /** Lets nobody pay for what another left behind. */
  void settle() throws SQLException {
    executeAlone(List.of("VACUUM ANALYZE", "CHECKPOINT"));
  }

  /** Tells the planner what was written. */
  void analyze() throws SQLException {
    executeAlone(List.of("ANALYZE"));
  }

  /** What cannot be part of a transaction. */
  private void executeAlone(List<String> statements) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.rollback();
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      } finally {
        connection.setAutoCommit(false);
      }
    }
  }

  @Override
  public void close() throws IOException {
    pool.close();
    autocommitPool.close();
    server.close();
  }
}
