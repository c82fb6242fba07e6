package dev.scheduling.benchmarks.reminders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.jdbc.Dialect;
import dev.scheduling.jdbc.JdbcSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A PostgreSQL of our own, with durable commits, and the tables of both sides. */
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 40;

  private final EmbeddedPostgres server;
  private final HikariDataSource pool;

  Database() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres") + "&reWriteBatchedInserts=true");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool = new HikariDataSource(config);
  }

  DataSource dataSource() {
    return pool;
  }

  /** A pool for those who commit each statement by themselves. */
  DataSource autoCommitting() {
    return server.getPostgresDatabase();
  }

  void makeTables() throws SQLException {
    execute(JdbcSchema.of(Dialect.POSTGRESQL).statements());
    execute(
        List.of(
            // db-scheduler's own postgresql_tables.sql.
            """
            create table scheduled_tasks (
              task_name text not null, task_instance text not null, task_data bytea,
              execution_time timestamp with time zone not null, picked boolean not null,
              picked_by text, last_success timestamp with time zone,
              last_failure timestamp with time zone, consecutive_failures int,
              last_heartbeat timestamp with time zone, version bigint not null,
              priority smallint, primary key (task_name, task_instance))""",
            "create index execution_time_idx on scheduled_tasks (execution_time)",
            "create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)"));
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

  /** Statements that PostgreSQL refuses inside a transaction. */
  void executeAlone(String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    pool.close();
    server.close();
  }
}
