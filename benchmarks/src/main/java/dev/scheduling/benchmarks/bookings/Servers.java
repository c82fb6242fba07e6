package dev.scheduling.benchmarks.bookings;

import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The database servers that are measured on. Every call makes an empty database. */
final class Servers implements AutoCloseable {

  /** Whether a commit waits until it is on the disk. */
  enum Commits {
    /** As both servers come: what was answered survives a loss of power. */
    DURABLE,
    /** Handed to the system only: what a commit costs beside the disk. */
    NOT_AWAITED
  }

  /** A kind of server. */
  enum Kind {
    POSTGRESQL,
    MARIADB;

    @Override
    public String toString() {
      return this == POSTGRESQL ? "postgresql" : "mariadb";
    }
  }

  private final EmbeddedPostgres postgresql;

  private Servers(EmbeddedPostgres postgresql) {
    this.postgresql = postgresql;
  }

  static Servers start() throws IOException {
    // What makes commits durable is off where this server is started for tests.
    return new Servers(
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .start());
  }

  TestDatabase database(Kind kind, Commits commits) throws SQLException {
    boolean durable = commits == Commits.DURABLE;
    if (kind == Kind.POSTGRESQL) {
      return TestDatabases.postgresql(
          postgresql.getPort(), durable ? "" : "?options=-c%20synchronous_commit=off");
    }
    TestDatabase database = TestDatabases.mariadb();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement()) {
      // For the whole server, where nobody else is.
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = " + (durable ? 1 : 2));
    }
    return database;
  }

  @Override
  public void close() throws IOException {
    postgresql.close();
  }
}
