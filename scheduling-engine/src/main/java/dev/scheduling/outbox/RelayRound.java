package dev.scheduling.outbox;

import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at everything that a relay has a lease on. Belongs to the relay's thread. */
final class RelayRound {

  /*
   * Three short steps for each partition: read in a transaction, send outside of any, complete in
   * another. Between reading and completing the lease may have gone to somebody else; the epoch
   * tells. So that this is rare, nothing is sent in the last fifth of a lease, measured on the
   * monotonic clock from before the lease was asked for: a step of the wall clock changes nothing.
   */

  private static final Logger log = LoggerFactory.getLogger(RelayRound.class);

  private final Transactions transactions;
  private final OutboxStore store;
  private final FailureAlert alert;
  private final RelaySettings settings;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final BatchSend batchSend;
  private final SortedMap<Integer, PartitionLease> leases = new TreeMap<>();
  private long leasedAtNanos;
  private boolean leased;
  private boolean receiverIsAway;

  RelayRound(
      Transactions transactions,
      OutboxStore store,
      MessageSender sender,
      FailureAlert alert,
      RelaySettings settings,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.transactions = transactions;
    this.store = store;
    this.alert = alert;
    this.settings = settings;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.batchSend = new BatchSend(sender, settings, RandomGenerator.getDefault());
  }

  /** What a round came to. */
  enum Result {
    /** Nothing was there. */
    IDLE,
    /** Something was done; there may be more. */
    BUSY,
    /** The receiver is away. */
    OUTAGE
  }

  Result run() {
    leaseIfDue();
    Instant now = clock.instant();
    Result result = Result.IDLE;
    for (int partition :
        transactions.inTransaction(tx -> store.partitionsWithWork(tx, settings.name(), now))) {
      leaseIfDue();
      PartitionLease lease = leases.get(partition);
      if (lease == null || !isFresh()) {
        continue;
      }
      switch (partition(lease, now)) {
        case BUSY -> result = Result.BUSY;
        case OUTAGE -> {
          return Result.OUTAGE;
        }
        case IDLE -> {}
      }
    }
    return result;
  }

  /** Gives up all leases, so that others need not wait for their end. */
  void release() {
    leased = false;
    leases.clear();
    transactions.inTransaction(
        tx -> {
          store.release(tx, settings.name());
          return "";
        });
  }

  private Result partition(PartitionLease lease, Instant now) {
    List<PendingMessage> batch =
        transactions.inTransaction(tx -> store.next(tx, lease.partition(), now, settings.batch()));
    if (batch.isEmpty()) {
      return Result.IDLE;
    }
    BatchSend.Outcome outcome = batchSend.send(batch, now);
    if (!outcome.isEmpty()) {
      complete(lease, outcome.completion());
    }
    if (outcome.outage().isEmpty()) {
      receiverIsAway = false;
      return Result.BUSY;
    }
    if (!receiverIsAway) {
      log.warn("The receiver is away: {}", outcome.outage().get(0));
      receiverIsAway = true;
    }
    return Result.OUTAGE;
  }

  private void complete(PartitionLease lease, Completion completion) {
    boolean accepted = transactions.inTransaction(tx -> store.complete(tx, lease, completion));
    if (!accepted) {
      leases.remove(lease.partition());
      log.warn(
          "Partition {} went to another relay meanwhile; {} messages may be sent twice",
          lease.partition(),
          completion.sent().size());
      return;
    }
    for (Completion.Death death : completion.deaths()) {
      raise(
          new DeadLetter(
              death.pending().number(),
              death.pending().message(),
              death.pending().attempts() + 1,
              death.cause(),
              completion.at()));
    }
  }

  private void raise(DeadLetter letter) {
    try {
      alert.raise(letter);
    } catch (RuntimeException e) {
      log.warn("Nobody could be told that {} was given up", letter.message(), e);
    }
  }

  private void leaseIfDue() {
    long now = nanoTime.getAsLong();
    if (leased && now - leasedAtNanos < settings.lease().dividedBy(3).toNanos()) {
      return;
    }
    List<PartitionLease> granted =
        transactions.inTransaction(tx -> store.lease(tx, settings.name(), settings.lease()));
    leases.clear();
    granted.forEach(lease -> leases.put(lease.partition(), lease));
    leasedAtNanos = now;
    leased = true;
  }

  private boolean isFresh() {
    Duration margin = settings.lease().dividedBy(5);
    return nanoTime.getAsLong() - leasedAtNanos < settings.lease().minus(margin).toNanos();
  }
}
