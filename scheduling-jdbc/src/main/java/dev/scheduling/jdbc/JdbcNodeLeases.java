package dev.scheduling.jdbc;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import dev.scheduling.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Leases between the nodes that share a database, by its clock. Thread-safe. */
public final class JdbcNodeLeases implements NodeLeases {

  private final Transactions transactions;
  private final TablePrefix prefix;
  private final LeaseClock clock;

  private JdbcNodeLeases(Transactions transactions, TablePrefix prefix, LeaseClock clock) {
    this.transactions = transactions;
    this.prefix = prefix;
    this.clock = clock;
  }

  /** Leases in the table with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public static JdbcNodeLeases on(DataSource dataSource) {
    return on(dataSource, JdbcSchema.DEFAULT_PREFIX);
  }

  /** Leases in a table with a prefix of one's own choice; see {@link JdbcSchema}. */
  public static JdbcNodeLeases on(DataSource dataSource, String prefix) {
    return new JdbcNodeLeases(
        JdbcTransactions.on(dataSource), new TablePrefix(prefix), LeaseClock.ofDatabase());
  }

  /** The same by another clock. */
  JdbcNodeLeases withClock(InstantSource other) {
    return new JdbcNodeLeases(transactions, prefix, LeaseClock.of(other));
  }

  @Override
  public Optional<NodeLease> take(String name, Duration length) {
    long millis = NodeLeases.checkedMillis(length);
    NodeLease first = new NodeLease(name, 1);
    return transactions.inTransaction(
        tx -> {
          JdbcTransaction jdbc = JdbcTransaction.of(tx);
          long now = clock.nowMillis(jdbc);
          int taken =
              execute(
                  jdbc.handle(),
                  "UPDATE ${prefix}node_lease SET token = token + 1, leased_until_ms = ?"
                      + " WHERE lease_name = ? AND leased_until_ms <= ?",
                  now + millis,
                  name,
                  now);
          Optional<NodeLease> latest = latest(jdbc.handle(), name);
          if (latest.isPresent()) {
            return taken == 1 ? latest : Optional.<NodeLease>empty();
          }
          insert(jdbc, first, now + millis);
          return Optional.of(first);
        });
  }

  private Optional<NodeLease> latest(Handle handle, String name) {
    return handle
        .createQuery(prefix.in("SELECT token FROM ${prefix}node_lease WHERE lease_name = ?"))
        .bind(0, name)
        .map((row, context) -> new NodeLease(name, row.getLong(1)))
        .findOne();
  }

  private void insert(JdbcTransaction tx, NodeLease lease, long untilMillis) {
    try {
      execute(
          tx.handle(),
          "INSERT INTO ${prefix}node_lease (lease_name, token, leased_until_ms) VALUES (?, ?, ?)",
          lease.name(),
          lease.token(),
          untilMillis);
    } catch (UnableToExecuteStatementException e) {
      if (JdbcFailures.in(e).filter(tx.dialect()::isDuplicate).isPresent()) {
        throw new LostRaceException("another node took the lease " + lease.name() + " first", e);
      }
      throw e;
    }
  }

  @Override
  public boolean renew(NodeLease lease, Duration length) {
    long millis = NodeLeases.checkedMillis(length);
    return transactions.inTransaction(
        tx -> {
          JdbcTransaction jdbc = JdbcTransaction.of(tx);
          long now = clock.nowMillis(jdbc);
          return execute(
                  jdbc.handle(),
                  "UPDATE ${prefix}node_lease SET leased_until_ms = ?"
                      + " WHERE lease_name = ? AND token = ? AND leased_until_ms > ?",
                  now + millis,
                  lease.name(),
                  lease.token(),
                  now)
              == 1;
        });
  }

  @Override
  public void release(NodeLease lease) {
    transactions.inTransaction(
        tx ->
            execute(
                JdbcTransaction.of(tx).handle(),
                "UPDATE ${prefix}node_lease SET leased_until_ms = 0"
                    + " WHERE lease_name = ? AND token = ?",
                lease.name(),
                lease.token()));
  }

  private int execute(Handle handle, String sql, Object... arguments) {
    return handle.execute(prefix.in(sql), arguments);
  }
}
