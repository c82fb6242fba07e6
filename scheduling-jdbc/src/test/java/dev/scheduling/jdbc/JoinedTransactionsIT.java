package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JoinedTransactionsIT {

  @Parameter TestDatabase database;

  @BeforeEach
  void emptyTable() {
    database.execute(
        List.of("DROP TABLE IF EXISTS cell", "CREATE TABLE cell (name varchar(20) PRIMARY KEY)"));
  }

  private static String write(Transaction tx, String row) {
    JdbcTransaction.of(tx).handle().execute("INSERT INTO cell (name) VALUES (?)", row);
    return row;
  }

  private List<String> committed() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name FROM cell ORDER BY name")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      connection.rollback();
      return names;
    }
  }

  @Test
  void commitStaysWithTheCaller() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Transactions joined = JdbcTransactions.joining(connection);
      joined.inTransaction(tx -> write(tx, "a"));
      joined.inTransaction(tx -> write(tx, "b"));

      assertTrue(committed().isEmpty());
      connection.commit();
      assertEquals(List.of("a", "b"), committed());
    }
  }

  @Test
  void rollbackStaysWithTheCaller() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Transactions joined = JdbcTransactions.joining(connection);
      assertThrows(
          IllegalStateException.class,
          () ->
              joined.inTransaction(
                  tx -> {
                    write(tx, "a");
                    throw new IllegalStateException("the caller may go on all the same");
                  }));

      connection.commit();
      assertEquals(List.of("a"), committed());
    }
  }

  @Test
  void connectionStaysOpenAndAsItWas() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      JdbcTransactions.joining(connection).inTransaction(tx -> write(tx, "a"));

      assertFalse(connection.isClosed());
      assertFalse(connection.getAutoCommit());
      connection.rollback();
      assertTrue(committed().isEmpty());
    }
  }

  @Test
  void hintIsDroppedForNobodyTellsOfTheCommit() throws SQLException {
    List<String> ran = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection()) {
      JdbcTransactions.joining(connection)
          .inTransaction(
              tx -> {
                tx.afterCommit(() -> ran.add("hint"));
                return "";
              });
      connection.commit();
    }

    assertTrue(ran.isEmpty());
  }

  @Test
  void transactionIsOfNoUseAfterItsWorkHasReturned() throws SQLException {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    try (Connection connection = database.dataSource().getConnection()) {
      JdbcTransactions.joining(connection)
          .inTransaction(
              tx -> {
                kept.set(tx);
                return "";
              });

      assertThrows(IllegalStateException.class, () -> write(kept.get(), "late"));
      connection.rollback();
    }
  }

  @Test
  void connectionInAutocommitIsRefused() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(true);

      SchedulingException refused =
          assertThrows(
              SchedulingException.class,
              () -> JdbcTransactions.joining(connection).inTransaction(tx -> write(tx, "a")));

      assertTrue(refused.getMessage().contains("setAutoCommit(false)"), refused::getMessage);
    }
    assertTrue(committed().isEmpty());
  }

  @Test
  void connectionAtAnotherIsolationIsRefused() throws SQLException {
    for (int isolation :
        List.of(Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE)) {
      try (Connection connection = database.dataSource().getConnection()) {
        connection.setTransactionIsolation(isolation);

        SchedulingException refused =
            assertThrows(
                SchedulingException.class,
                () -> JdbcTransactions.joining(connection).inTransaction(tx -> write(tx, "a")));

        assertTrue(refused.getMessage().contains("READ_COMMITTED"), refused::getMessage);
        connection.rollback();
      }
    }
    assertTrue(committed().isEmpty());
  }

  @Test
  void appendIsAnInsertAndAsksTheDatabaseNothing() throws SQLException {
    database.empty();
    try (Connection connection = database.dataSource().getConnection()) {
      // Reads nothing, so it needs no READ COMMITTED.
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      List<String> calls = new ArrayList<>();
      Connection watched = recorded(connection, calls);

      JdbcTransactions.joining(watched)
          .inTransaction(
              tx -> {
                Outbox.of(new JdbcOutboxStore()).append(tx, message("a"));
                return "";
              });

      assertEquals(List.of("getAutoCommit", "prepareStatement"), calls);
      connection.commit();
    }
    Backlog backlog =
        JdbcTransactions.on(database.dataSource()).inTransaction(new JdbcOutboxStore()::backlog);
    assertEquals(1, backlog.queued());
  }

  @Test
  void isolationIsAskedForOnceInAPieceOfWork() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      List<String> calls = new ArrayList<>();
      JdbcTransactions.joining(recorded(connection, calls))
          .inTransaction(tx -> write(tx, "a") + write(tx, "b"));

      assertEquals(1, calls.stream().filter("getTransactionIsolation"::equals).count());
      connection.rollback();
    }
  }

  private static OutboxMessage message(String key) {
    return OutboxMessage.builder("test.type", key, Instant.EPOCH).build();
  }

  @Test
  void proxyOfAFrameworkIsJoinedOnTheConnectionItHandsOut() throws SQLException {
    try (Connection bound = database.dataSource().getConnection()) {
      Transactions joined = JdbcTransactions.joining(new RawDataSource(() -> Unclosable.of(bound)));
      joined.inTransaction(tx -> write(tx, "a"));
      joined.inTransaction(tx -> write(tx, "b"));

      assertTrue(committed().isEmpty());
      bound.commit();
      assertEquals(List.of("a", "b"), committed());
    }
  }

  @Test
  void failureInsideIsTheLibrarysException() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      Transactions joined = JdbcTransactions.joining(connection);
      joined.inTransaction(tx -> write(tx, "a"));

      assertThrows(SchedulingException.class, () -> joined.inTransaction(tx -> write(tx, "a")));
      connection.rollback();
    }
  }

  /** A connection that notes what is called. */
  private static Connection recorded(Connection connection, List<String> calls) {
    return (Connection)
        Proxy.newProxyInstance(
            JoinedTransactionsIT.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(connection, arguments);
            });
  }

  /** A connection as a framework's proxy hands it out: close does nothing. */
  private static final class Unclosable {
    static Connection of(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              Unclosable.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) ->
                  method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }
  }
}
