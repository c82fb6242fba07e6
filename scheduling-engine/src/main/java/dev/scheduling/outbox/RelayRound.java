package dev.scheduling.outbox;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at everything that a relay has a lease on. {@link #run} belongs to the relay's thread.
 */
final class RelayRound {

  /*
   * Three short steps for each partition: read in a transaction, send outside of any, complete in
   * another. Between reading and completing the lease may have gone to somebody else; the epoch
   * tells. So that this is rare, nothing is sent in the last fifth of a lease, measured on the
   * monotonic clock from before the lease was asked for: a step of the wall clock changes nothing.
   * What is due is decided by the store's clock as it was then, and the time that passed since.
   *
   * The steps of a partition are taken in a lane, and there are several: while one completes,
   * another sends. A partition is in one lane at most, so the order within a key holds. The relay's
   * own thread does no more than lease and hand out; a receiver that is slow holds up its lane and
   * nothing else.
   */

  private static final Logger log = LoggerFactory.getLogger(RelayRound.class);

  private final Transactions transactions;
  private final OutboxStore store;
  private final FailureAlert alert;
  private final RelaySettings settings;
  private final RelayMeters meters;
  private final LongSupplier nanoTime;
  private final Executor lanes;
  private final Runnable laneIsFree;
  private final BatchSend batchSend;

  private final Semaphore free;
  private final Set<Integer> busy = ConcurrentHashMap.newKeySet();
  private final Map<Integer, PartitionLease> leases = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile Grant grant = Grant.NONE;
  private volatile boolean outage;
  private volatile boolean receiverIsAway;

  /**
   * When leases were asked for last, and what the store's clock showed then. Leases count from
   * before they were asked for, and the store's time from after it was told: neither is taken for
   * later than it is, so nothing is sent after its lease or before it is due.
   */
  private record Grant(boolean isGiven, long nanos, Instant storeTime, long storeNanos) {
    static final Grant NONE = new Grant(false, 0, Instant.EPOCH, 0);
  }

  /**
   * A relay's work.
   *
   * @param lanes runs the work on a partition
   * @param laneIsFree told when that has ended
   */
  RelayRound(
      Transactions transactions,
      OutboxStore store,
      MessageSender sender,
      FailureAlert alert,
      RelaySettings settings,
      RelayMeters meters,
      LongSupplier nanoTime,
      Executor lanes,
      Runnable laneIsFree) {
    this.transactions = transactions;
    this.store = store;
    this.alert = alert;
    this.settings = settings;
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.lanes = lanes;
    this.laneIsFree = laneIsFree;
    this.batchSend = new BatchSend(sender, settings, RandomGenerator.getDefault());
    this.free = new Semaphore(settings.lanes());
  }

  /** What a round came to. */
  enum Result {
    /** Nothing was there that is not being worked on. */
    IDLE,
    /** Something was begun; there may be more. */
    BUSY,
    /** The receiver is away. */
    OUTAGE
  }

  /**
   * Begins to work on whatever has something due.
   *
   * @throws RuntimeException if the store failed, in this round or in a lane since the last
   */
  Result run() {
    leaseIfDue();
    Instant now = now();
    Result result = Result.IDLE;
    for (int partition :
        transactions.inTransaction(tx -> store.partitionsWithWork(tx, settings.name(), now))) {
      if (busy.contains(partition)) {
        continue;
      }
      awaitLane();
      PartitionLease lease = leases.get(partition);
      if (lease == null) {
        free.release();
      } else {
        busy.add(partition);
        lanes.execute(() -> work(lease));
        result = Result.BUSY;
      }
      if (outage || failure.get() != null) {
        break;
      }
    }
    RuntimeException failed = failure.getAndSet(null);
    if (failed != null) {
      throw failed;
    }
    if (outage) {
      outage = false;
      return Result.OUTAGE;
    }
    return result;
  }

  /** Whether this relay has, or lately had, a lease on a partition. */
  boolean holds(int partition) {
    return leases.containsKey(partition);
  }

  /** How long until something is due, by the store's clock; empty if nothing waits for its time. */
  Optional<Duration> untilNextDue() {
    Instant now = now();
    return transactions
        .inTransaction(tx -> store.nextDue(tx, settings.name(), now))
        .map(due -> Duration.between(now(), due));
  }

  /** Gives up all leases, so that others need not wait for their end. */
  void release() {
    grant = Grant.NONE;
    leases.clear();
    transactions.inTransaction(
        tx -> {
          store.release(tx, settings.name());
          return "";
        });
  }

  private void awaitLane() {
    try {
      while (!free.tryAcquire(settings.lease().toMillis() / 3, TimeUnit.MILLISECONDS)) {
        leaseIfDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchedulingException("interrupted while all lanes were busy", e);
    }
  }

  private void work(PartitionLease lease) {
    try {
      partition(lease);
    } catch (RuntimeException e) {
      failure.set(e);
    } finally {
      busy.remove(lease.partition());
      free.release();
      laneIsFree.run();
    }
  }

  private void partition(PartitionLease lease) {
    Instant now = now();
    List<PendingMessage> batch =
        transactions.inTransaction(tx -> store.next(tx, lease.partition(), now, settings.batch()));
    if (batch.isEmpty() || !isFresh()) {
      return;
    }
    long started = nanoTime.getAsLong();
    BatchSend.Outcome outcome = batchSend.send(batch, now);
    meters.sent(batch, nanoTime.getAsLong() - started);
    if (!outcome.isEmpty()) {
      complete(lease, outcome.completion());
    }
    if (outcome.outage().isEmpty()) {
      receiverIsAway = false;
      return;
    }
    outage = true;
    if (!receiverIsAway) {
      log.warn("The receiver is away: {}", outcome.outage().get(0));
      receiverIsAway = true;
    }
  }

  private void complete(PartitionLease lease, Completion completion) {
    boolean accepted = transactions.inTransaction(tx -> store.complete(tx, lease, completion));
    if (!accepted) {
      meters.fenced();
      leases.remove(lease.partition(), lease);
      log.warn(
          "Partition {} went to another relay meanwhile; {} messages may be sent twice",
          lease.partition(),
          completion.sent().size());
      return;
    }
    meters.completed(completion);
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
    long asked = nanoTime.getAsLong();
    if (grant.isGiven() && asked - grant.nanos() < settings.lease().dividedBy(3).toNanos()) {
      return;
    }
    transactions.inTransaction(
        tx -> {
          OutboxStore.Leases granted = store.lease(tx, settings.name(), settings.lease());
          Instant storeTime = store.now(tx);
          leases.clear();
          granted.held().forEach(lease -> leases.put(lease.partition(), lease));
          grant = new Grant(true, asked, storeTime, nanoTime.getAsLong());
          meters.stolen(granted.stolen());
          return "";
        });
  }

  /** The store's time, as far as the time that has passed since it was asked tells. */
  private Instant now() {
    Grant last = grant;
    return last.storeTime().plusNanos(nanoTime.getAsLong() - last.storeNanos());
  }

  private boolean isFresh() {
    Duration margin = settings.lease().dividedBy(5);
    return nanoTime.getAsLong() - grant.nanos() < settings.lease().minus(margin).toNanos();
  }
}
