package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import dev.scheduling.server.database.ServerSchema;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract on databases. */
final class JdbcRefreshFamiliesIT {

  @Nested
  final class OnH2 extends OnDatabase {
    @Override
    TestDatabase open() {
      return TestDatabases.h2();
    }
  }

  @Nested
  final class OnPostgresql extends OnDatabase {
    @Override
    TestDatabase open() {
      return TestDatabases.postgresql();
    }
  }

  abstract static class OnDatabase extends RefreshFamiliesContract {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private TestDatabase database;
    private Jdbi jdbi;
    private OwnerId account;

    abstract TestDatabase open();

    @BeforeEach
    void prepare() throws SQLException {
      database = open().withTables();
      ServerSchema.migrate(database.dataSource());
      // With autocommit on, as the server has it; the pool of the tests is for the library.
      jdbi = Jdbi.create(database.url(), database.user(), database.password());
      Account ada =
          Accounts.newAccount(
              new EmailAddress("ada@example.org"), "", ZoneId.of("UTC"), "en", false);
      jdbi.useTransaction(handle -> AccountStore.insert(handle, ada, "no hash", NOW));
      account = ada.id();
    }

    @AfterEach
    void drop() {
      database.close();
    }

    @Override
    RefreshFamilies families() {
      return new JdbcRefreshFamilies(jdbi);
    }

    @Override
    String newSession() {
      String session = UUID.randomUUID().toString();
      jdbi.useTransaction(
          handle ->
              SessionStore.insert(
                  handle,
                  account,
                  session,
                  new Sessions.Client("127.0.0.1", "test"),
                  NOW,
                  NOW.plus(LIFETIME)));
      return session;
    }
  }
}
