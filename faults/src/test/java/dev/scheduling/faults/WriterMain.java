package dev.scheduling.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.SchedulingException;
import dev.scheduling.jdbc.JdbcOutboxStore;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes business rows and messages about them in the same transactions, in several threads; each
 * key belongs to one of them. One transaction in ten is rolled back. The outcome goes to a ledger.
 */
final class WriterMain {

  private static final int THREADS = 8;
  private static final int KEYS_OF_A_THREAD = 40;
  private static final int MOST_MESSAGES = 20;
  private static final long LONGEST_HOLD_NANOS = 9_000_000;
  private static final long RETRY_NANOS = 100_000_000;

  private final RunSettings settings;
  private final Orders orders;
  private final HikariDataSource pool;
  private final Ledger ledger;
  private final Outbox outbox = Outbox.of(new JdbcOutboxStore());
  private volatile boolean quit;

  private WriterMain(RunSettings settings, Orders orders) throws IOException {
    this.settings = settings;
    this.orders = orders;
    pool = settings.pool();
    ledger = Ledger.append(settings.folder().resolve("operations.ledger"));
  }

  public static void main(String[] arguments) throws Exception {
    RunSettings settings = RunSettings.read(Path.of(arguments[0]));
    new WriterMain(settings, Orders.listen()).run();
  }

  private void run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(new Thread(() -> write(thread), "writer-" + i));
    }
    threads.forEach(Thread::start);
    orders.awaitQuit();
    quit = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.exit(0);
  }

  private void write(int thread) {
    Random random = new Random(settings.seed() ^ (UUID.randomUUID().hashCode() + thread));
    Map<String, Long> lastSequences = new HashMap<>();
    long pauseNanos =
        1_000_000_000L * THREADS * (MOST_MESSAGES + 1) / 2 / Math.max(1, settings.ratePerSecond());
    long next = System.nanoTime();
    while (!quit) {
      if (orders.isHeld()) {
        LockSupport.parkNanos(RETRY_NANOS);
        continue;
      }
      String key = "key-" + thread + "-" + random.nextInt(KEYS_OF_A_THREAD);
      try {
        long last = lastSequences.containsKey(key) ? lastSequences.get(key) : lastOf(key);
        lastSequences.remove(key); // Unknown until the outcome is.
        lastSequences.put(key, operation(key, last, random));
      } catch (SQLException | SchedulingException e) {
        // Whether it was committed is asked before the key is written to again.
        LockSupport.parkNanos(RETRY_NANOS);
      }
      next = Math.max(next + pauseNanos, System.nanoTime() - 1_000_000_000L);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  private long lastOf(String key) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT MAX(seq) FROM fault_message WHERE agg = ?")) {
      select.setString(1, key);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      } finally {
        connection.rollback();
      }
    }
  }

  /** Returns the last sequence number of the key afterwards. */
  private long operation(String key, long last, Random random) throws SQLException {
    String operation = UUID.randomUUID().toString();
    int count = 1 + random.nextInt(MOST_MESSAGES);
    boolean rollBack = random.nextInt(10) == 0;
    try (Connection connection = pool.getConnection()) {
      boolean ended = false;
      try {
        List<OutboxMessage> messages = new ArrayList<>();
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO fault_message (agg, seq, op, message_id, kind)"
                    + " VALUES (?, ?, ?, ?, ?)")) {
          for (int i = 1; i <= count; i++) {
            Kind kind = kind(random);
            String id = operation + "-" + i;
            insert.setString(1, key);
            insert.setLong(2, last + i);
            insert.setString(3, operation);
            insert.setString(4, id);
            insert.setString(5, kind.name());
            insert.addBatch();
            messages.add(message(key, last + i, id, kind));
          }
          insert.executeBatch();
        }
        JdbcTransactions.joining(connection)
            .inTransaction(
                tx -> {
                  outbox.append(tx, messages);
                  return "";
                });
        if (random.nextInt(4) == 0) {
          // So that transactions are committed in another order than they took their numbers in.
          LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_HOLD_NANOS));
        }
        if (rollBack) {
          connection.rollback();
          ended = true;
          ledger.write("rolled-back " + operation);
          return last;
        }
        connection.commit();
        ended = true;
        ledger.write("committed " + operation);
        return last + count;
      } finally {
        if (!ended) {
          rollBackQuietly(connection);
        }
      }
    }
  }

  private static void rollBackQuietly(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is broken, and with it the transaction.
    }
  }

  private static Kind kind(Random random) {
    int n = random.nextInt(10_000);
    if (n < 10) {
      return Kind.REFUSED;
    }
    if (n < 15) {
      return Kind.HOPELESS;
    }
    return n < 40 ? Kind.FLAKY : Kind.PLAIN;
  }

  private OutboxMessage message(String key, long sequence, String id, Kind kind) {
    return OutboxMessage.builder(kind.type(), key, orders.instant())
        .id(id)
        .payload("text/plain", Long.toString(sequence).getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
