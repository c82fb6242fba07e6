package dev.scheduling.jdbc;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import dev.scheduling.outbox.PendingMessage.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The outbox in a database. Thread-safe. */
public final class JdbcOutboxStore implements OutboxStore {

  private final TablePrefix prefix;
  private final OutboxLeases leases;
  private final OutboxFailures failures;
  private final OutboxBatches batches;
  private final RowInserts inserts;
  private final String insert;
  private final String deleteFromQueue;

  private JdbcOutboxStore(TablePrefix prefix, LeaseClock leaseClock) {
    this.prefix = prefix;
    leases = new OutboxLeases(prefix, leaseClock);
    failures = new OutboxFailures(prefix);
    batches = new OutboxBatches(prefix);
    inserts = new RowInserts(prefix.in("${prefix}outbox"), OutboxRows.NAMES);
    insert =
        prefix.in(
            "INSERT INTO ${prefix}outbox ("
                + OutboxRows.COLUMNS
                + ") VALUES ("
                + OutboxRows.MARKS
                + ")");
    deleteFromQueue = prefix.in("DELETE FROM ${prefix}outbox WHERE append_no");
  }

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcOutboxStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /**
   * A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. Leases go by
   * the database's clock.
   */
  public JdbcOutboxStore(String prefix) {
    this(new TablePrefix(prefix), LeaseClock.ofDatabase());
  }

  /** The same store, but with leases that go by a given clock: for tests. */
  public JdbcOutboxStore withLeaseClock(InstantSource clock) {
    return new JdbcOutboxStore(prefix, LeaseClock.of(clock));
  }

  @Override
  public void append(Transaction tx, List<OutboxMessage> messages) {
    // Straight through JDBC: this is what every business transaction pays for.
    Connection connection = JdbcTransaction.of(tx).connection();
    List<@Nullable Object[]> small = new ArrayList<>();
    for (OutboxMessage message : messages) {
      List<@Nullable Object[]> row = List.<@Nullable Object[]>of(OutboxRows.values(message));
      if (message.payloadSize() > LARGE_PAYLOAD) {
        // By itself, as not every server takes sixteen of these at once; and in its order.
        inserts.insert(connection, small);
        small.clear();
        inserts.insert(connection, row);
      } else {
        small.addAll(row);
      }
    }
    inserts.insert(connection, small);
  }

  @Override
  public void park(Transaction tx, List<OutboxMessage> messages, Instant next) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    Handle handle = jdbc.handle();
    messages.stream()
        .map(OutboxMessage::partition)
        .distinct()
        .sorted()
        .forEach(partition -> leases.lockedEpoch(handle, partition));
    Instant now = now(tx);
    for (OutboxMessage message : messages) {
      long number = takeNumber(jdbc, message);
      failures.putOff(handle, number, message, next, now);
    }
  }

  /** A number in the order of appending. The queue gives it; nobody sees the message there. */
  private long takeNumber(JdbcTransaction tx, OutboxMessage message) {
    try (var update = tx.handle().createUpdate(insert)) {
      long number =
          OutboxRows.bind(update, message)
              .executeAndReturnGeneratedKeys("append_no")
              .mapTo(Long.class)
              .one();
      removeFromQueue(tx, List.of(number));
      return number;
    }
  }

  @Override
  public Set<String> parkedAmong(Transaction tx, Collection<String> keys) {
    return failures.parkedAmong(JdbcTransaction.of(tx).handle(), keys);
  }

  @Override
  public Leases lease(Transaction tx, String relay, Duration length) {
    return leases.lease(JdbcTransaction.of(tx), relay, length);
  }

  @Override
  public void release(Transaction tx, String relay) {
    leases.release(JdbcTransaction.of(tx), relay);
  }

  @Override
  public Instant now(Transaction tx) {
    return leases.now(JdbcTransaction.of(tx));
  }

  @Override
  public Optional<Instant> nextDue(Transaction tx, String relay, Instant after) {
    return leases.nextDue(JdbcTransaction.of(tx), relay, after);
  }

  @Override
  public Set<Integer> partitionsWithWork(Transaction tx, String relay, Instant now) {
    return leases.partitionsWithWork(JdbcTransaction.of(tx), relay, now);
  }

  @Override
  public List<PendingMessage> next(Transaction tx, int partition, Instant now, int limit) {
    return batches.next(JdbcTransaction.of(tx).connection(), partition, now, limit);
  }

  @Override
  public boolean complete(Transaction tx, PartitionLease lease, Completion completion) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    Handle handle = jdbc.handle();
    // Holds the row until the commit: a takeover waits, and finds what is recorded here.
    if (leases.lockedEpoch(handle, lease.partition()) != lease.epoch()) {
      return false;
    }
    removeFromQueue(
        jdbc,
        completion.sent().stream()
            .filter(sent -> sent.place() != Place.PARKED)
            .map(PendingMessage::number)
            .toList());
    Set<String> touched = new HashSet<>();
    for (PendingMessage sent : completion.sent()) {
      if (sent.place() == Place.PARKED && failures.removeParked(handle, sent.number())) {
        touched.add(sent.key());
      }
    }
    for (Completion.Retry retry : completion.retries()) {
      failures.park(handle, retry, completion.at());
      touched.remove(retry.pending().key());
    }
    for (Completion.Death death : completion.deaths()) {
      failures.bury(handle, death, completion.at());
      if (death.pending().place() == Place.PARKED) {
        touched.add(death.pending().key());
      }
    }
    touched.forEach(key -> failures.settle(handle, key, completion.at()));
    moveBehind(jdbc, completion.behind());
    return true;
  }

  private void moveBehind(JdbcTransaction tx, List<PendingMessage> messages) {
    Set<String> parked =
        failures.parkedAmong(tx.handle(), messages.stream().map(PendingMessage::key).toList());
    List<PendingMessage> moving =
        messages.stream().filter(message -> parked.contains(message.key())).toList();
    removeFromQueue(tx, moving.stream().map(PendingMessage::number).toList());
    failures.addBehind(tx.handle(), moving);
  }

  private void removeFromQueue(JdbcTransaction tx, List<Long> numbers) {
    if (tx.dialect() == Dialect.POSTGRESQL) {
      removeAsArray(tx.connection(), numbers);
      return;
    }
    InLists.forEach(
        numbers,
        chunk -> {
          try (var update = tx.handle().createUpdate(deleteFromQueue + InLists.in(chunk))) {
            InLists.bind(update, chunk).execute();
          }
        });
  }

  /**
   * One value instead of hundreds: a fifth of the work to send it, and one plan for all lengths.
   */
  private void removeAsArray(Connection connection, List<Long> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(deleteFromQueue + " = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
      delete.executeUpdate();
    } catch (SQLException e) {
      throw JdbcFailures.translate("remove from the outbox", e);
    }
  }

  @Override
  public List<DeadLetter> deadLetters(
      Transaction tx, DeadLetterFilter filter, long after, int limit) {
    return failures.deadLetters(JdbcTransaction.of(tx).handle(), filter, after, limit);
  }

  @Override
  public boolean redrive(Transaction tx, long number, Instant now) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Optional<DeadLetter> letter = failures.deadLetter(handle, number);
    if (letter.isEmpty()) {
      return false;
    }
    // As a relay does when it completes: so neither sees the other's work half done.
    leases.lockedEpoch(handle, letter.get().message().partition());
    return failures.redrive(handle, letter.get(), now);
  }

  @Override
  public boolean discard(Transaction tx, long number, Instant now) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Optional<DeadLetter> letter = failures.deadLetter(handle, number);
    if (letter.isEmpty()) {
      return false;
    }
    leases.lockedEpoch(handle, letter.get().message().partition());
    return failures.discard(handle, letter.get(), now);
  }

  @Override
  public Backlog backlog(Transaction tx) {
    return JdbcTransaction.of(tx)
        .handle()
        .createQuery(
            prefix.in(
                "SELECT (SELECT COUNT(*) FROM ${prefix}outbox) AS queued,"
                    + " (SELECT COUNT(*) FROM ${prefix}outbox_retry) AS parked,"
                    + " (SELECT COUNT(*) FROM ${prefix}outbox_parked) AS parked_keys,"
                    + " (SELECT COUNT(*) FROM ${prefix}dead_letter) AS dead,"
                    + " (SELECT MIN(created_ms) FROM ${prefix}outbox) AS oldest_queued,"
                    + " (SELECT MIN(created_ms) FROM ${prefix}outbox_retry) AS oldest_parked,"
                    + " (SELECT MIN(parked_ms) FROM ${prefix}outbox_parked) AS parked_since"))
        .map(
            (row, context) ->
                new Backlog(
                    row.getLong("queued"),
                    row.getLong("parked"),
                    row.getLong("parked_keys"),
                    row.getLong("dead"),
                    earliest(row, "oldest_queued", "oldest_parked"),
                    earliest(row, "parked_since")))
        .one();
  }

  private static @Nullable Instant earliest(ResultSet row, String... columns) throws SQLException {
    Instant earliest = null;
    for (String column : columns) {
      long millis = row.getLong(column);
      if (!row.wasNull() && (earliest == null || millis < earliest.toEpochMilli())) {
        earliest = Instant.ofEpochMilli(millis);
      }
    }
    return earliest;
  }
}
