package dev.scheduling.benchmarks.outbox;

import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** From the commit to the sink, at a steady rate. */
final class Latency {

  private static final int PER_SECOND = 200;
  private static final int WARM_UP = 2 * PER_SECOND;

  private final Database database;

  Latency(Database database) {
    this.database = database;
  }

  /** Milliseconds of each message, from the shortest. */
  List<Double> measure(int messages) throws InterruptedException {
    JdbcStores stores = JdbcStores.on(database.pool());
    Map<String, Long> arrived = new ConcurrentHashMap<>();
    Map<String, Long> committed = new ConcurrentHashMap<>();
    List<String> ids = new ArrayList<>();
    try (OutboxRelay relay =
        OutboxRelay.builder(
                stores.transactions(),
                stores.outbox(),
                batch -> {
                  long now = System.nanoTime();
                  batch.forEach(message -> arrived.putIfAbsent(message.id(), now));
                  return batch.stream().map(message -> SendResult.sent()).toList();
                })
            .build()
            .start()) {
      Outbox outbox = Outbox.of(stores.outbox(), relay);
      long next = System.nanoTime();
      for (int i = 0; i < WARM_UP + messages; i++) {
        OutboxMessage message = Drain.message("key-" + i % 200);
        stores
            .transactions()
            .inTransaction(
                tx -> {
                  // The first of the hints: right after the commit, before the nudge.
                  tx.afterCommit(() -> committed.put(message.id(), System.nanoTime()));
                  outbox.append(tx, message);
                  return "";
                });
        if (i >= WARM_UP) {
          ids.add(message.id());
        }
        next += TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        LockSupport.parkNanos(next - System.nanoTime());
      }
      Drain.awaitEmpty(stores);
    }
    return ids.stream().map(id -> millis(committed.get(id), arrived.get(id))).sorted().toList();
  }

  private static double millis(@Nullable Long from, @Nullable Long to) {
    if (from == null || to == null) {
      throw new IllegalStateException("a message was not committed or did not arrive");
    }
    // What arrives before its writer has looked at the clock was faster than can be told.
    return Math.max(0, to - from) / 1e6;
  }
}
