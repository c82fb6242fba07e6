package dev.scheduling.outbox;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of what waits in an outbox: pending, parked keys, dead letters, and the ages of the
 * oldest. The store is asked at most every 10 seconds, whoever reads them. Thread-safe.
 */
public final class BacklogMeters {

  private static final Logger log = LoggerFactory.getLogger(BacklogMeters.class);
  private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();

  private final Transactions transactions;
  private final OutboxStore store;
  private Seen seen = new Seen(Backlog.EMPTY, Instant.EPOCH);
  private long seenAtNanos = System.nanoTime() - KEPT_NANOS;

  private record Seen(Backlog backlog, Instant at) {}

  private BacklogMeters(Transactions transactions, OutboxStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /** Registers the gauges; they live as long as the registry. */
  public static void register(
      MeterRegistry registry, Transactions transactions, OutboxStore store) {
    BacklogMeters meters = new BacklogMeters(transactions, store);
    meters.gauge(
        registry,
        "outbox.pending",
        "messages to be sent",
        s -> s.backlog().queued() + s.backlog().parked());
    meters.gauge(
        registry,
        "outbox.pending.age",
        "seconds since the oldest of them was made",
        s -> age(s, s.backlog().oldest()));
    meters.gauge(
        registry,
        "outbox.parked.keys",
        "keys that wait for a message",
        s -> s.backlog().parkedKeys());
    meters.gauge(
        registry,
        "outbox.parked.age",
        "seconds for which the longest of them has waited",
        s -> age(s, s.backlog().parkedSince()));
    meters.gauge(
        registry, "outbox.dead.letters", "messages given up", s -> s.backlog().deadLetters());
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Seen> value) {
    // The gauge holds on to us; nobody else does.
    Gauge.builder(name, this, meters -> value.applyAsDouble(meters.look()))
        .description(description)
        .baseUnit(name.endsWith(".age") ? "seconds" : null)
        .strongReference(true)
        .register(registry);
  }

  private static double age(Seen seen, Optional<Instant> since) {
    return since.map(from -> Duration.between(from, seen.at()).toMillis() / 1e3).orElse(0.0);
  }

  private synchronized Seen look() {
    if (System.nanoTime() - seenAtNanos >= KEPT_NANOS) {
      try {
        seen = transactions.inTransaction(tx -> new Seen(store.backlog(tx), store.now(tx)));
      } catch (SchedulingException e) {
        log.debug("How much waits cannot be read for now", e);
      }
      seenAtNanos = System.nanoTime();
    }
    return seen;
  }
}
