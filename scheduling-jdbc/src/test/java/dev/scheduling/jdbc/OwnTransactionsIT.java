package dev.scheduling.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.TransactionsContract;
import dev.scheduling.UnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class OwnTransactionsIT extends TransactionsContract {

  @Parameter TestDatabase database;

  private Transactions transactions;

  @BeforeEach
  void emptyTable() {
    database.execute(
        List.of(
            "DROP TABLE IF EXISTS cell",
            "CREATE TABLE cell (name varchar(20) PRIMARY KEY, n integer NOT NULL)"));
    transactions = JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected void write(Transaction tx, String row) {
    JdbcTransaction.of(tx).handle().execute("INSERT INTO cell (name, n) VALUES (?, 0)", row);
  }

  @Override
  protected List<String> read(Transaction tx) {
    return JdbcTransaction.of(tx)
        .handle()
        .createQuery("SELECT name FROM cell ORDER BY name")
        .mapTo(String.class)
        .list();
  }

  private static void add(Transaction tx, String row) {
    JdbcTransaction.of(tx).handle().execute("UPDATE cell SET n = n + 1 WHERE name = ?", row);
  }

  @Test
  void statementsOfOnesOwnAreRolledBackWithTheRest() {
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inTransaction(
                tx -> {
                  insert(JdbcTransactions.connection(tx), "own");
                  assertEquals(List.of("own"), read(tx));
                  throw new IllegalStateException("as planned");
                }));
    assertEquals(List.of(), transactions.inTransaction(this::read));
    Transaction ended = transactions.inTransaction(tx -> tx);
    assertThrows(IllegalStateException.class, () -> JdbcTransactions.connection(ended));
  }

  private static void insert(Connection connection, String name) {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO cell (name, n) VALUES (?, 0)")) {
      insert.setString(1, name);
      insert.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void deadlockIsEndedByRunningOneOfTheTwoAgain() {
    transactions.inTransaction(this::writeLeftAndRight);
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();

    CompletableFuture<String> one =
        CompletableFuture.supplyAsync(() -> addInOrder("left", "right", bothHoldOne, runs));
    CompletableFuture<String> other =
        CompletableFuture.supplyAsync(() -> addInOrder("right", "left", bothHoldOne, runs));
    CompletableFuture.allOf(one, other).orTimeout(60, SECONDS).join();

    assertTrue(runs.get() > 2, "the two never met");
    assertEquals(List.of(2, 2), transactions.inTransaction(this::counts));
  }

  @Test
  void readsSeeWhatWasCommittedMeanwhileWhateverTheConnectionsDefault() {
    Transactions fromRepeatableRead =
        JdbcTransactions.on(
            new RawDataSource(database, c -> c.setTransactionIsolation(4 /* REPEATABLE READ */)));

    fromRepeatableRead.inTransaction(
        tx -> {
          assertTrue(read(tx).isEmpty());
          CompletableFuture.runAsync(() -> transactions.inTransaction(this::writeLeftAndRight))
              .join();
          assertEquals(List.of("left", "right"), read(tx));
          return "";
        });
  }

  @Test
  void connectionIsGivenBackAsItWasFound() throws SQLException {
    List<String> states = new ArrayList<>();
    RawDataSource raw =
        new RawDataSource(database, c -> c.setTransactionIsolation(8 /* SERIALIZABLE */));
    raw.beforeClose(c -> states.add(c.getAutoCommit() + " " + c.getTransactionIsolation()));

    JdbcTransactions.on(raw).inTransaction(this::writeLeftAndRight);
    assertThrows(
        IllegalStateException.class,
        () ->
            JdbcTransactions.on(raw)
                .inTransaction(
                    tx -> {
                      throw new IllegalStateException("as planned");
                    }));

    assertEquals(List.of("true 8", "true 8"), states);
  }

  @Test
  void statementThatFailsIsTheLibrarysExceptionAndWritesNothing() {
    SchedulingException failure =
        assertThrows(
            SchedulingException.class,
            () ->
                transactions.inTransaction(
                    tx -> {
                      writeLeftAndRight(tx);
                      return writeLeftAndRight(tx);
                    }));

    assertFalse(failure instanceof UnavailableException, failure::toString);
    assertTrue(transactions.inTransaction(this::read).isEmpty());
  }

  @Test
  void databaseThatCannotBeReachedIsUnavailable() {
    RawDataSource nobodyThere =
        new RawDataSource(
            () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/nobody", "a", "b"));

    assertThrows(
        UnavailableException.class,
        () -> JdbcTransactions.on(nobodyThere).inTransaction(this::writeLeftAndRight));
  }

  @Test
  void connectionThatBreaksInsideIsUnavailableAndNotRunAgain() {
    AtomicInteger runs = new AtomicInteger();
    List<Connection> opened = new ArrayList<>();
    Transactions breaking = JdbcTransactions.on(new RawDataSource(database, opened::add));

    assertThrows(
        UnavailableException.class,
        () ->
            breaking.inTransaction(
                tx -> {
                  runs.incrementAndGet();
                  writeLeftAndRight(tx);
                  // Behind the library's back, as a network does it.
                  breakOff(opened.get(0));
                  return read(tx);
                }));

    assertEquals(1, runs.get());
    assertTrue(transactions.inTransaction(this::read).isEmpty());
  }

  private static void breakOff(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String addInOrder(
      String first, String second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
    return transactions.inTransaction(
        tx -> {
          add(tx, first);
          if (runs.incrementAndGet() <= 2) {
            await(bothHoldOne);
          }
          add(tx, second);
          return "";
        });
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private String writeLeftAndRight(Transaction tx) {
    write(tx, "left");
    write(tx, "right");
    return "";
  }

  private List<Integer> counts(Transaction tx) {
    return JdbcTransaction.of(tx)
        .handle()
        .createQuery("SELECT n FROM cell ORDER BY name")
        .mapTo(Integer.class)
        .list();
  }
}
