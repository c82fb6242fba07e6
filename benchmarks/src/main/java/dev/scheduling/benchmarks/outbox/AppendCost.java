package dev.scheduling.benchmarks.outbox;

import dev.scheduling.jdbc.JdbcOutboxStore;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** Business transactions a second, an UPDATE and an INSERT each, with and without an append. */
final class AppendCost {

  private static final int ROWS = 10_000;

  private final Database database;
  private final Outbox outbox = Outbox.of(new JdbcOutboxStore());

  AppendCost(Database database) {
    this.database = database;
  }

  void prepare() throws SQLException {
    database.execute(
        List.of(
            "DROP TABLE IF EXISTS business, business_audit",
            "CREATE TABLE business (id int PRIMARY KEY, version bigint NOT NULL)",
            "CREATE TABLE business_audit (id bigserial PRIMARY KEY, business int, note text)",
            "INSERT INTO business SELECT n, 0 FROM generate_series(1, " + ROWS + ") n"));
  }

  /** Returns transactions a second. */
  double measure(int writers, boolean append, Duration length)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    long end = System.nanoTime() + length.toNanos();
    long started = System.nanoTime();
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Callable<Integer> writer = () -> write(append, end);
      counts.add(threads.submit(writer));
    }
    int count = 0;
    for (Future<Integer> each : counts) {
      count += each.get();
    }
    threads.shutdown();
    return Drain.rate(count, started);
  }

  private int write(boolean append, long end) throws SQLException {
    int count = 0;
    while (System.nanoTime() < end) {
      int id = 1 + ThreadLocalRandom.current().nextInt(ROWS);
      try (Connection connection = database.pool().getConnection()) {
        try (var update =
            connection.prepareStatement("UPDATE business SET version = version + 1 WHERE id = ?")) {
          update.setInt(1, id);
          update.executeUpdate();
        }
        try (var insert =
            connection.prepareStatement(
                "INSERT INTO business_audit (business, note) VALUES (?, 'changed')")) {
          insert.setInt(1, id);
          insert.executeUpdate();
        }
        if (append) {
          JdbcTransactions.joining(connection)
              .inTransaction(
                  tx -> {
                    outbox.append(tx, Drain.message("key-" + id));
                    return "";
                  });
        }
        connection.commit();
        count++;
      }
    }
    return count;
  }
}
