package dev.scheduling.memory;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PartitionLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may send which partition of an outbox in memory. */
final class InMemoryLeases {

  private final InstantSource clock;
  private final TransactionalMap<String, Instant> aliveUntil;
  private final TransactionalMap<Integer, Partition> partitions;

  private static final String NOBODY = "";

  /** A partition that was leased at least once; free if {@code until} has come. */
  private record Partition(String owner, long epoch, Instant until) {}

  InMemoryLeases(InMemoryTransactions transactions, InstantSource clock) {
    this.clock = clock;
    aliveUntil = new TransactionalMap<>(transactions);
    partitions = new TransactionalMap<>(transactions);
  }

  OutboxStore.Leases lease(Transaction tx, String relay, Duration length) {
    Instant now = clock.instant();
    Instant until = now.plus(length);
    aliveUntil.put(tx, relay, until);
    Map.copyOf(aliveUntil.rows(tx))
        .forEach(
            (other, end) -> {
              if (!end.isAfter(now)) {
                aliveUntil.remove(tx, other);
              }
            });
    int relays = aliveUntil.rows(tx).size();
    int fair = (OutboxStore.PARTITIONS + relays - 1) / relays;
    List<PartitionLease> held = new ArrayList<>();
    for (int number = 0; number < OutboxStore.PARTITIONS; number++) {
      Optional<Partition> partition = partitions.get(tx, number);
      if (partition.filter(p -> p.owner().equals(relay) && p.until().isAfter(now)).isPresent()) {
        long epoch = partition.get().epoch();
        boolean keep = held.size() < fair;
        partitions.put(
            tx,
            number,
            keep ? new Partition(relay, epoch, until) : new Partition(NOBODY, epoch, now));
        if (keep) {
          held.add(new PartitionLease(number, epoch));
        }
      }
    }
    int stolen = 0;
    for (int number = 0; number < OutboxStore.PARTITIONS && held.size() < fair; number++) {
      Optional<Partition> partition = partitions.get(tx, number);
      if (partition.filter(p -> p.until().isAfter(now)).isEmpty()) {
        if (partition.filter(p -> !p.owner().isEmpty()).isPresent()) {
          stolen++;
        }
        long epoch = partition.map(Partition::epoch).orElse(0L) + 1;
        partitions.put(tx, number, new Partition(relay, epoch, until));
        held.add(new PartitionLease(number, epoch));
      }
    }
    held.sort((a, b) -> Integer.compare(a.partition(), b.partition()));
    return new OutboxStore.Leases(held, stolen);
  }

  Instant now() {
    return clock.instant();
  }

  void release(Transaction tx, String relay) {
    Instant now = clock.instant();
    aliveUntil.remove(tx, relay);
    for (int number : partitionsOf(tx, relay)) {
      Partition partition = partitions.get(tx, number).orElseThrow();
      if (partition.until().isAfter(now)) {
        partitions.put(tx, number, new Partition(NOBODY, partition.epoch(), now));
      }
    }
  }

  Set<Integer> partitionsOf(Transaction tx, String relay) {
    Set<Integer> numbers = new HashSet<>();
    partitions
        .rows(tx)
        .forEach(
            (number, partition) -> {
              if (partition.owner().equals(relay)) {
                numbers.add(number);
              }
            });
    return numbers;
  }

  boolean isLatest(Transaction tx, PartitionLease lease) {
    return partitions
        .get(tx, lease.partition())
        .filter(partition -> partition.epoch() == lease.epoch())
        .isPresent();
  }
}
