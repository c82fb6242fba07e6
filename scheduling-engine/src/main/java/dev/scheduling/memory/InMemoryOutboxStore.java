package dev.scheduling.memory;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An outbox in memory. Its order of reading is found by looking at everything it holds. */
public final class InMemoryOutboxStore implements OutboxStore {

  private final InMemoryTransactions transactions;
  private final InMemoryLeases leases;
  private final AtomicLong lastNumber = new AtomicLong();
  private final TransactionalMap<Long, OutboxMessage> queue;
  private final TransactionalMap<Long, Waiting> waiting;
  private final TransactionalMap<String, ParkedKey> parkedKeys;
  private final TransactionalMap<Long, DeadLetter> deadLetters;

  /** A message beside the queue. */
  private record Waiting(OutboxMessage message, int attempts) {}

  /** A key that is parked: until an instant, or by a dead letter. */
  private record ParkedKey(int partition, Instant next, @Nullable Long heldBy, Instant since) {}

  /**
   * An empty outbox.
   *
   * @param transactions of all stores that it shares transactions with
   * @param leaseClock by which leases are decided
   */
  public InMemoryOutboxStore(InMemoryTransactions transactions, InstantSource leaseClock) {
    this.transactions = transactions;
    leases = new InMemoryLeases(transactions, leaseClock);
    queue = new TransactionalMap<>(transactions);
    waiting = new TransactionalMap<>(transactions);
    parkedKeys = new TransactionalMap<>(transactions);
    deadLetters = new TransactionalMap<>(transactions);
  }

  @Override
  public void append(Transaction tx, List<OutboxMessage> messages) {
    InMemoryTransaction.of(tx, transactions);
    for (OutboxMessage message : messages) {
      queue.put(tx, lastNumber.incrementAndGet(), message);
    }
  }

  @Override
  public void park(Transaction tx, List<OutboxMessage> messages, Instant next) {
    for (OutboxMessage message : messages) {
      if (parkedKeys.get(tx, message.key()).isEmpty()) {
        park(tx, message.key(), message.partition(), next, leases.now());
      }
      waiting.put(tx, lastNumber.incrementAndGet(), new Waiting(message, 0));
    }
  }

  @Override
  public Set<String> parkedAmong(Transaction tx, Collection<String> keys) {
    Set<String> parked = new HashSet<>(keys);
    parked.retainAll(parkedKeys.rows(tx).keySet());
    return parked;
  }

  @Override
  public Leases lease(Transaction tx, String relay, Duration length) {
    return leases.lease(tx, relay, length);
  }

  @Override
  public void release(Transaction tx, String relay) {
    leases.release(tx, relay);
  }

  @Override
  public Instant now(Transaction tx) {
    InMemoryTransaction.of(tx, transactions);
    return leases.now();
  }

  @Override
  public Optional<Instant> nextDue(Transaction tx, String relay, Instant after) {
    Set<Integer> mine = leases.partitionsOf(tx, relay);
    return Stream.concat(
            queue.rows(tx).values().stream()
                .filter(message -> mine.contains(message.partition()))
                .flatMap(message -> message.notBefore().stream()),
            parkedKeys.rows(tx).values().stream()
                .filter(key -> mine.contains(key.partition()) && key.heldBy() == null)
                .map(ParkedKey::next))
        .filter(due -> due.isAfter(after))
        .min(Comparator.naturalOrder());
  }

  @Override
  public Set<Integer> partitionsWithWork(Transaction tx, String relay, Instant now) {
    Set<Integer> partitions = new TreeSet<>();
    queue.rows(tx).values().stream()
        .filter(message -> isDue(message, now))
        .forEach(message -> partitions.add(message.partition()));
    parkedKeys.rows(tx).values().stream()
        .filter(key -> isDue(key, now))
        .forEach(key -> partitions.add(key.partition()));
    partitions.retainAll(leases.partitionsOf(tx, relay));
    return partitions;
  }

  @Override
  public List<PendingMessage> next(Transaction tx, int partition, Instant now, int limit) {
    Stream<PendingMessage> all =
        Stream.concat(
            waiting.rows(tx).entrySet().stream()
                .filter(row -> row.getValue().message().partition() == partition)
                .filter(
                    row ->
                        parkedKeys
                            .get(tx, row.getValue().message().key())
                            .filter(key -> isDue(key, now))
                            .isPresent())
                .limit(limit)
                .map(
                    row ->
                        new PendingMessage(
                            row.getKey(),
                            row.getValue().message(),
                            row.getValue().attempts(),
                            PendingMessage.Place.PARKED)),
            queue.rows(tx).entrySet().stream()
                .filter(row -> row.getValue().partition() == partition)
                .filter(row -> isDue(row.getValue(), now))
                .sorted(Comparator.comparing(row -> row.getValue().notBefore().orElse(Instant.MIN)))
                .limit(limit)
                .map(
                    row ->
                        new PendingMessage(
                            row.getKey(),
                            row.getValue(),
                            0,
                            parkedKeys.get(tx, row.getValue().key()).isPresent()
                                ? PendingMessage.Place.BLOCKED
                                : PendingMessage.Place.QUEUE)));
    return untilTooLarge(all.toList());
  }

  private static List<PendingMessage> untilTooLarge(List<PendingMessage> messages) {
    long largeBytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      int size = messages.get(i).message().payloadSize();
      if (size > LARGE_PAYLOAD) {
        if (largeBytes >= MOST_LARGE_BYTES) {
          return messages.subList(0, i);
        }
        largeBytes += size;
      }
    }
    return messages;
  }

  @Override
  public boolean complete(Transaction tx, PartitionLease lease, Completion completion) {
    if (!leases.isLatest(tx, lease)) {
      return false;
    }
    Set<String> touched = new HashSet<>();
    for (PendingMessage sent : completion.sent()) {
      take(tx, sent, touched);
    }
    for (Completion.Retry retry : completion.retries()) {
      PendingMessage pending = retry.pending();
      if (take(tx, pending, touched)) {
        park(tx, pending.key(), pending.message().partition(), retry.next(), completion.at());
        waiting.put(tx, pending.number(), new Waiting(pending.message(), pending.attempts() + 1));
        touched.remove(pending.key());
      }
    }
    for (Completion.Death death : completion.deaths()) {
      bury(tx, death, completion.at(), touched);
    }
    touched.forEach(key -> settle(tx, key, completion.at()));
    for (PendingMessage pending : completion.behind()) {
      if (parkedKeys.get(tx, pending.key()).isPresent()
          && queue.remove(tx, pending.number()).isPresent()) {
        waiting.put(tx, pending.number(), new Waiting(pending.message(), 0));
      }
    }
    return true;
  }

  private void bury(Transaction tx, Completion.Death death, Instant at, Set<String> touched) {
    PendingMessage pending = death.pending();
    if (!take(tx, pending, touched)) {
      return;
    }
    deadLetters.put(
        tx,
        pending.number(),
        new DeadLetter(
            pending.number(),
            pending.message(),
            pending.attempts() + 1,
            death.cause(),
            at.truncatedTo(ChronoUnit.MILLIS)));
    if (death.holdsKey()) {
      parkedKeys.put(
          tx,
          pending.key(),
          new ParkedKey(pending.message().partition(), at, pending.number(), at));
    }
  }

  /** Removes a message from where it was read. Remembers its key if that is parked. */
  private boolean take(Transaction tx, PendingMessage pending, Set<String> touched) {
    if (pending.place() == PendingMessage.Place.PARKED) {
      touched.add(pending.key());
      return waiting.remove(tx, pending.number()).isPresent();
    }
    return queue.remove(tx, pending.number()).isPresent();
  }

  private void park(Transaction tx, String key, int partition, Instant next, Instant at) {
    Instant since = parkedKeys.get(tx, key).map(ParkedKey::since).orElse(at);
    parkedKeys.put(tx, key, new ParkedKey(partition, next, null, since));
  }

  /** Frees a key for which nothing waits; lets one go on at once for which something does. */
  private void settle(Transaction tx, String key, Instant now) {
    Optional<ParkedKey> parked = parkedKeys.get(tx, key);
    if (parked.isEmpty() || parked.get().heldBy() != null) {
      return;
    }
    boolean isWaiting =
        waiting.rows(tx).values().stream().anyMatch(row -> row.message().key().equals(key));
    if (isWaiting) {
      park(tx, key, parked.get().partition(), now, now);
    } else {
      parkedKeys.remove(tx, key);
    }
  }

  @Override
  public List<DeadLetter> deadLetters(
      Transaction tx, DeadLetterFilter filter, long after, int limit) {
    return deadLetters.rows(tx).tailMap(after, false).values().stream()
        .filter(filter::matches)
        .limit(limit)
        .toList();
  }

  @Override
  public boolean redrive(Transaction tx, long number, Instant now) {
    Optional<DeadLetter> letter = deadLetters.remove(tx, number);
    letter.ifPresent(
        found -> {
          OutboxMessage message = found.message();
          Optional<ParkedKey> parked = parkedKeys.get(tx, message.key());
          if (parked.isEmpty() || isHeldBy(parked.get(), number)) {
            park(tx, message.key(), message.partition(), now, now);
          }
          waiting.put(tx, number, new Waiting(message, 0));
        });
    return letter.isPresent();
  }

  @Override
  public boolean discard(Transaction tx, long number, Instant now) {
    Optional<DeadLetter> letter = deadLetters.remove(tx, number);
    letter.ifPresent(
        found -> {
          String key = found.message().key();
          if (parkedKeys.get(tx, key).filter(parked -> isHeldBy(parked, number)).isPresent()) {
            park(tx, key, found.message().partition(), now, now);
            settle(tx, key, now);
          }
        });
    return letter.isPresent();
  }

  private static boolean isHeldBy(ParkedKey parked, long number) {
    Long heldBy = parked.heldBy();
    return heldBy != null && heldBy == number;
  }

  @Override
  public Backlog backlog(Transaction tx) {
    List<Instant> created = new ArrayList<>();
    queue.rows(tx).values().forEach(message -> created.add(message.created()));
    waiting.rows(tx).values().forEach(row -> created.add(row.message().created()));
    return new Backlog(
        queue.rows(tx).size(),
        waiting.rows(tx).size(),
        parkedKeys.rows(tx).size(),
        deadLetters.rows(tx).size(),
        created.stream().min(Comparator.naturalOrder()).orElse(null),
        parkedKeys.rows(tx).values().stream()
            .map(ParkedKey::since)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static boolean isDue(OutboxMessage message, Instant now) {
    return message.notBefore().map(instant -> !instant.isAfter(now)).orElse(true);
  }

  private static boolean isDue(ParkedKey key, Instant now) {
    return key.heldBy() == null && !key.next().isAfter(now);
  }
}
