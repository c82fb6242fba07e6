package dev.scheduling.benchmarks.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.SendResult;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A table full of messages, and how many a second go through. All on the same database. */
final class Drain {

  private static final int PAYLOAD = 300;
  private static final int FILL = 1_000;
  private static final int LANES = 4;
  private static final int BATCH = 2_000;
  private static final long LONGEST_MINUTES = 10;

  private final Database database;

  Drain(Database database) {
    this.database = database;
  }

  /** Ours, to a sender that takes everything. */
  double ours(int messages, int keys) throws SQLException, InterruptedException {
    JdbcStores stores = fill(messages, keys);
    return drain(stores, batch -> Collections.nCopies(batch.size(), SendResult.sent()), messages);
  }

  /** Messages a second through one relay, set up for throughput, until the table is empty. */
  static double drain(JdbcStores stores, MessageSender sender, int messages)
      throws InterruptedException {
    CountDownLatch left = new CountDownLatch(messages);
    MessageSender counted =
        batch -> {
          List<SendResult> results = sender.send(batch);
          results.stream()
              .filter(result -> result.kind() == SendResult.Kind.SENT)
              .forEach(sent -> left.countDown());
          return results;
        };
    long started = System.nanoTime();
    try (OutboxRelay relay =
        OutboxRelay.builder(stores.transactions(), stores.outbox(), counted)
            .lanes(LANES)
            .batch(BATCH)
            .build()
            .start()) {
      // Looking all the time whether the table is empty would cost more than the relay.
      awaitAll(left);
      awaitEmpty(stores);
      return rate(messages, started);
    }
  }

  /** Fills our table; some thousands in each transaction. */
  JdbcStores fill(int messages, int keys) throws SQLException {
    database.settle();
    JdbcStores stores = JdbcStores.on(database.pool());
    for (int from = 0; from < messages; from += FILL) {
      List<OutboxMessage> some = new ArrayList<>();
      for (int i = from; i < Math.min(messages, from + FILL); i++) {
        some.add(message("key-" + i % keys));
      }
      stores
          .transactions()
          .inTransaction(
              tx -> {
                stores.outbox().append(tx, some);
                return "";
              });
    }
    database.analyze();
    return stores;
  }

  static OutboxMessage message(String key) {
    return OutboxMessage.builder("event.created", key, Instant.EPOCH)
        .payload("application/json", payload())
        .build();
  }

  static byte[] payload() {
    return "x".repeat(PAYLOAD).getBytes(StandardCharsets.UTF_8);
  }

  static void awaitEmpty(JdbcStores stores) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
    while (stores.transactions().inTransaction(stores.outbox()::backlog).queued() > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the outbox does not become empty");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** db-scheduler, with the polling that its own measurements recommend for throughput. */
  double dbScheduler(int executions) throws SQLException, InterruptedException {
    database.execute(
        List.of(
            "DROP TABLE IF EXISTS scheduled_tasks",
            "CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,"
                + " task_data bytea, execution_time timestamp with time zone NOT NULL,"
                + " picked boolean NOT NULL, picked_by text,"
                + " last_success timestamp with time zone,"
                + " last_failure timestamp with time zone, consecutive_failures int,"
                + " last_heartbeat timestamp with time zone, version bigint NOT NULL,"
                + " priority smallint, PRIMARY KEY (task_name, task_instance))",
            "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
            "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)"));
    CountDownLatch left = new CountDownLatch(executions);
    OneTimeTask<byte[]> task =
        Tasks.oneTime("drain", byte[].class).execute((instance, context) -> left.countDown());
    int threads = 32;
    Scheduler scheduler =
        Scheduler.create(database.autocommitPool(), task)
            .threads(threads)
            .pollingInterval(Duration.ofMillis(100))
            .pollUsingLockAndFetch(4, 40)
            .build();
    database.settle();
    for (int from = 0; from < executions; from += FILL) {
      List<TaskInstance<?>> some = new ArrayList<>();
      for (int i = from; i < Math.min(executions, from + FILL); i++) {
        some.add(task.instance(UUID.randomUUID().toString(), payload()));
      }
      scheduler.scheduleBatch(some, Instant.EPOCH);
    }
    database.analyze();
    long started = System.nanoTime();
    scheduler.start();
    try {
      awaitAll(left);
      return rate(executions, started);
    } finally {
      scheduler.stop();
    }
  }

  /** What transaction-outbox calls. */
  public interface Work {
    void handle(String payload);
  }

  /** transaction-outbox, flushed by 32 threads. */
  double transactionOutbox(int invocations) throws SQLException, InterruptedException {
    database.execute(
        List.of(
            "DROP TABLE IF EXISTS TXNO_OUTBOX",
            "DROP TABLE IF EXISTS TXNO_SEQUENCE",
            "DROP TABLE IF EXISTS TXNO_VERSION"));
    CountDownLatch left = new CountDownLatch(invocations);
    TransactionManager transactions = TransactionManager.fromDataSource(database.pool());
    ExecutorService threads = Executors.newFixedThreadPool(32);
    AtomicBoolean flushing = new AtomicBoolean();
    TransactionOutbox outbox =
        TransactionOutbox.builder()
            .transactionManager(transactions)
            .persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
            .instantiator(Instantiator.using(type -> (Work) payload -> left.countDown()))
            // The table is to be full first; then flush hands its work to the threads.
            .submitter(
                (entry, work) -> {
                  if (flushing.get()) {
                    threads.execute(() -> work.accept(entry));
                  }
                })
            .flushBatchSize(FILL)
            .build();
    String payload = "x".repeat(PAYLOAD);
    database.settle();
    for (int from = 0; from < invocations; from += FILL) {
      int first = from;
      transactions.inTransaction(
          () -> {
            for (int i = first; i < Math.min(invocations, first + FILL); i++) {
              outbox.schedule(Work.class).handle(payload);
            }
          });
    }
    database.execute(
        List.of("UPDATE TXNO_OUTBOX SET nextAttemptTime = nextAttemptTime - INTERVAL '1 hour'"));
    database.analyze();
    flushing.set(true);
    long started = System.nanoTime();
    try {
      long end = started + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
      while (left.getCount() > 0 && System.nanoTime() < end) {
        outbox.flush();
      }
      awaitAll(left);
      return rate(invocations, started);
    } finally {
      threads.shutdown();
    }
  }

  private static void awaitAll(CountDownLatch left) throws InterruptedException {
    if (!left.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(left.getCount() + " messages did not come");
    }
  }

  static double rate(int count, long startedNanos) {
    return count * 1e9 / (System.nanoTime() - startedNanos);
  }
}
