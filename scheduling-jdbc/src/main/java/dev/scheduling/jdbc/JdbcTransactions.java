package dev.scheduling.jdbc;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * The two ways into a transaction on JDBC: opening one, or joining one that is open.
 *
 * <p>Everything runs at READ COMMITTED. Under REPEATABLE READ an earlier read of the same
 * transaction would freeze a stale snapshot, and two bookings could both find a room free.
 */
public final class JdbcTransactions {

  private JdbcTransactions() {}

  /**
   * Transactions of their own: each call takes a connection, commits when the work returns, rolls
   * back when it throws, and gives the connection back as it was found.
   *
   * <p>A transaction that the database gave up to end a deadlock or a wait for a lock is run again,
   * at most {@value OwnTransactions#MOST_ATTEMPTS} times. A pool that hands out connections at READ
   * COMMITTED and without autocommit saves up to four round trips each time. Thread-safe.
   *
   * @param dataSource hands out a connection of its own each time; one that is bound to a
   *     framework's transaction belongs to {@link #joining(DataSource)}
   */
  public static Transactions on(DataSource dataSource) {
    return new OwnTransactions(dataSource);
  }

  /**
   * Work inside the transaction that the caller has open on a connection. It is never committed,
   * rolled back or closed here, nothing is run again, and {@link
   * dev.scheduling.Transaction#afterCommit} does nothing, for nobody tells when the commit was.
   * After a failure the caller should roll back: PostgreSQL accepts no further statement.
   *
   * <p>As much thread-safe as the connection: not at all.
   *
   * <p>An append to an outbox costs its INSERT and no other round trip. It reads nothing, so it
   * works at every isolation; everything else asks for READ COMMITTED once.
   *
   * @throws dev.scheduling.SchedulingException at each use, if the connection is in autocommit; at
   *     each but an append, if it is not at READ COMMITTED
   */
  public static Transactions joining(Connection connection) {
    return new JoinedTransactions(connection);
  }

  /**
   * Work inside the transaction that a framework has open for the current thread: {@code
   * dataSource} is a proxy that hands out the transaction's connection, and whose connections
   * ignore {@code close} while the transaction is open. The rest is as for {@link
   * #joining(Connection)}. Thread-safe.
   *
   * <p>With a plain pool nothing would ever be committed; use {@link #on} there.
   */
  public static Transactions joining(DataSource dataSource) {
    return new JoinedDataSource(dataSource);
  }

  /**
   * The connection of a transaction, for statements of one's own beside those of the stores: an
   * effect that is to share a transaction with the inbox. Commit, rollback and close stay with who
   * opened the transaction; the connection is not to be used after its end.
   *
   * @throws IllegalArgumentException if the transaction is of another kind of store
   * @throws IllegalStateException if it has ended
   */
  public static Connection connection(Transaction tx) {
    return JdbcTransaction.of(tx).connection();
  }
}
