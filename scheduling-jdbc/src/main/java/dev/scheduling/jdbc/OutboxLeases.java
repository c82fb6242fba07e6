package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PartitionLease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Who may send which partition. */
final class OutboxLeases {

  private final TablePrefix prefix;
  private final LeaseClock clock;
  private final String withWork;
  private final String nextDue;
  private final String lockEpoch;

  OutboxLeases(TablePrefix prefix, LeaseClock clock) {
    this.prefix = prefix;
    this.clock = clock;
    // The first row of each partition tells. A subquery with LIMIT is answered from the index on
    // each database; an EXISTS may be turned into a scan of the whole queue.
    withWork =
        prefix.in(
            "SELECT p.partition_no FROM ${prefix}outbox_partition p WHERE p.owner = ?"
                + " AND ((SELECT o.not_before_ms FROM ${prefix}outbox o"
                + " WHERE o.partition_no = p.partition_no"
                + " ORDER BY o.partition_no, o.not_before_ms, o.append_no LIMIT 1) <= ?"
                + " OR (SELECT k.next_attempt_ms FROM ${prefix}outbox_parked k"
                + " WHERE k.partition_no = p.partition_no AND k.held_by IS NULL"
                + " ORDER BY k.partition_no, k.next_attempt_ms LIMIT 1) <= ?)");
    nextDue =
        prefix.in(
            "SELECT MIN(d.due_ms) FROM ("
                + "SELECT (SELECT o.not_before_ms FROM ${prefix}outbox o"
                + " WHERE o.partition_no = p.partition_no AND o.not_before_ms > ?"
                + " ORDER BY o.partition_no, o.not_before_ms LIMIT 1) AS due_ms"
                + " FROM ${prefix}outbox_partition p WHERE p.owner = ?"
                + " UNION ALL SELECT (SELECT k.next_attempt_ms FROM ${prefix}outbox_parked k"
                + " WHERE k.partition_no = q.partition_no AND k.held_by IS NULL"
                + " AND k.next_attempt_ms > ?"
                + " ORDER BY k.partition_no, k.next_attempt_ms LIMIT 1) AS due_ms"
                + " FROM ${prefix}outbox_partition q WHERE q.owner = ?) d");
    lockEpoch =
        prefix.in("SELECT epoch FROM ${prefix}outbox_partition WHERE partition_no = ? FOR UPDATE");
  }

  OutboxStore.Leases lease(JdbcTransaction tx, String relay, Duration length) {
    Handle handle = tx.handle();
    long now = clock.nowMillis(tx);
    long until = now + length.toMillis();
    int fair = fairShare(handle, relay, now, until);
    execute(
        handle,
        "UPDATE ${prefix}outbox_partition SET leased_until_ms = ?"
            + " WHERE owner = ? AND leased_until_ms > ?",
        until,
        relay,
        now);
    List<PartitionLease> held = held(handle, relay, now);
    if (held.size() > fair) {
      giveUp(handle, relay, held.subList(fair, held.size()));
      return new OutboxStore.Leases(held.subList(0, fair), 0);
    }
    if (held.size() == fair) {
      return new OutboxStore.Leases(held, 0);
    }
    int stolen = takeFree(handle, relay, now, until, fair - held.size());
    return new OutboxStore.Leases(held(handle, relay, now), stolen);
  }

  private int fairShare(Handle handle, String relay, long now, long until) {
    execute(handle, "DELETE FROM ${prefix}outbox_relay WHERE alive_until_ms <= ?", now);
    int known =
        execute(
            handle,
            "UPDATE ${prefix}outbox_relay SET alive_until_ms = ? WHERE owner = ?",
            until,
            relay);
    if (known == 0) {
      execute(
          handle,
          "INSERT INTO ${prefix}outbox_relay (owner, alive_until_ms) VALUES (?, ?)",
          relay,
          until);
    }
    int relays =
        handle
            .createQuery(prefix.in("SELECT COUNT(*) FROM ${prefix}outbox_relay"))
            .mapTo(Integer.class)
            .one();
    return (OutboxStore.PARTITIONS + relays - 1) / relays;
  }

  private List<PartitionLease> held(Handle handle, String relay, long now) {
    return handle
        .createQuery(
            prefix.in(
                "SELECT partition_no, epoch FROM ${prefix}outbox_partition"
                    + " WHERE owner = ? AND leased_until_ms > ? ORDER BY partition_no"))
        .bind(0, relay)
        .bind(1, now)
        .map((row, context) -> new PartitionLease(row.getInt(1), row.getLong(2)))
        .list();
  }

  private void giveUp(Handle handle, String relay, List<PartitionLease> surplus) {
    for (PartitionLease lease : surplus) {
      execute(
          handle,
          "UPDATE ${prefix}outbox_partition SET owner = NULL, leased_until_ms = 0"
              + " WHERE partition_no = ? AND owner = ?",
          lease.partition(),
          relay);
    }
  }

  /**
   * Takes partitions in the order of their numbers, so that two relays wait and never deadlock.
   * Returns how many of them somebody had let run out.
   */
  private int takeFree(Handle handle, String relay, long now, long until, int most) {
    List<FreePartition> free =
        handle
            .createQuery(
                prefix.in(
                    "SELECT partition_no, owner FROM ${prefix}outbox_partition"
                        + " WHERE leased_until_ms <= ? ORDER BY partition_no LIMIT ?"))
            .bind(0, now)
            .bind(1, most)
            .map((row, context) -> new FreePartition(row.getInt(1), row.getString(2) != null))
            .list();
    int stolen = 0;
    for (FreePartition partition : free) {
      int taken =
          execute(
              handle,
              "UPDATE ${prefix}outbox_partition"
                  + " SET owner = ?, epoch = epoch + 1, leased_until_ms = ?"
                  + " WHERE partition_no = ? AND leased_until_ms <= ?",
              relay,
              until,
              partition.number(),
              now);
      stolen += partition.ranOut() ? taken : 0;
    }
    return stolen;
  }

  /** A partition that nobody has a lease on, because its owner let it run out or gave it up. */
  private record FreePartition(int number, boolean ranOut) {}

  Instant now(JdbcTransaction tx) {
    return Instant.ofEpochMilli(clock.nowMillis(tx));
  }

  void release(JdbcTransaction tx, String relay) {
    Handle handle = tx.handle();
    execute(handle, "DELETE FROM ${prefix}outbox_relay WHERE owner = ?", relay);
    execute(
        handle,
        "UPDATE ${prefix}outbox_partition SET owner = NULL, leased_until_ms = 0"
            + " WHERE owner = ?",
        relay);
  }

  Set<Integer> partitionsWithWork(JdbcTransaction tx, String relay, Instant now) {
    return new TreeSet<>(
        tx.handle()
            .createQuery(withWork)
            .bind(0, relay)
            .bind(1, now.toEpochMilli())
            .bind(2, now.toEpochMilli())
            .mapTo(Integer.class)
            .list());
  }

  Optional<Instant> nextDue(JdbcTransaction tx, String relay, Instant after) {
    return tx.handle()
        .createQuery(nextDue)
        .bind(0, after.toEpochMilli())
        .bind(1, relay)
        .bind(2, after.toEpochMilli())
        .bind(3, relay)
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  /** Locks a partition until the transaction ends. Returns its epoch. */
  long lockedEpoch(Handle handle, int partition) {
    return handle
        .createQuery(lockEpoch)
        .bind(0, partition)
        .mapTo(Long.class)
        .findOne()
        .orElseThrow(
            () -> new SchedulingException("the table of partitions has no row " + partition));
  }

  private int execute(Handle handle, String sql, Object... arguments) {
    return handle.execute(prefix.in(sql), arguments);
  }
}
