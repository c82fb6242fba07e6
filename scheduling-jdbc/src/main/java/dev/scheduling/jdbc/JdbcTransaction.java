package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction on a JDBC connection; the stores of this package find that, or a handle, here. */
final class JdbcTransaction implements Transaction {

  private static final Logger log = LoggerFactory.getLogger(JdbcTransaction.class);

  // A transaction that asks for more hints than this has a leak; further ones are dropped.
  private static final int MOST_HINTS = 10_000;

  private final Connection connection;
  private final boolean isOurs;
  private final List<Runnable> hints = new ArrayList<>();
  private @Nullable Dialect dialect;
  private @Nullable Handle handle;
  private boolean open = true;

  private JdbcTransaction(Connection connection, @Nullable Dialect dialect, boolean isOurs) {
    this.connection = connection;
    this.dialect = dialect;
    this.isOurs = isOurs;
  }

  /**
   * A transaction whose commit is ours, so that hints can be run after it. It is at READ COMMITTED.
   */
  static JdbcTransaction owned(Connection connection, Dialect dialect) {
    return new JdbcTransaction(connection, dialect, true);
  }

  /** A transaction that somebody else commits without telling us. Its isolation is not known. */
  static JdbcTransaction joined(Connection connection) {
    return new JdbcTransaction(connection, null, false);
  }

  /**
   * The JDBC side of a transaction.
   *
   * @throws IllegalArgumentException if the transaction is of another kind of store
   * @throws IllegalStateException if it has ended
   */
  static JdbcTransaction of(Transaction tx) {
    if (!(tx instanceof JdbcTransaction jdbc)) {
      throw new IllegalArgumentException(
          "expected a transaction of JdbcTransactions, but got " + tx.getClass().getName());
    }
    if (!jdbc.open) {
      throw new IllegalStateException("the transaction has ended");
    }
    return jdbc;
  }

  /** The connection, at whatever isolation it is: for what reads nothing before it writes. */
  Connection connection() {
    return connection;
  }

  /**
   * A handle on the connection, at READ COMMITTED.
   *
   * @throws SchedulingException if the transaction is joined and at another isolation
   */
  Handle handle() {
    Handle known = handle;
    if (known == null) {
      if (!isOurs) {
        checkIsolation();
      }
      known = Handles.on(connection);
      handle = known;
    }
    return known;
  }

  private void checkIsolation() {
    try {
      int isolation = connection.getTransactionIsolation();
      if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
        throw new SchedulingException(
            "the connection to join is at "
                + name(isolation)
                + ", where a stale read could book twice. Call"
                + " setTransactionIsolation(TRANSACTION_READ_COMMITTED) before its transaction");
      }
    } catch (SQLException e) {
      throw JdbcFailures.translate("tell the isolation of the joined transaction", e);
    }
  }

  private static String name(int isolation) {
    return switch (isolation) {
      case Connection.TRANSACTION_NONE -> "NONE";
      case Connection.TRANSACTION_READ_UNCOMMITTED -> "READ UNCOMMITTED";
      case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
      case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
      default -> "isolation " + isolation;
    };
  }

  Dialect dialect() {
    Dialect known = dialect;
    if (known == null) {
      known = Dialect.of(connection);
      dialect = known;
    }
    return known;
  }

  @Override
  public void afterCommit(Runnable hint) {
    if (isOurs && hints.size() < MOST_HINTS) {
      hints.add(hint);
    }
  }

  /** No store works in it any more. Commit and rollback are for who opened it. */
  void end() {
    open = false;
    Handle used = handle;
    if (used != null) {
      handle = null;
      used.close();
    }
  }

  void runHints() {
    for (Runnable hint : hints) {
      try {
        hint.run();
      } catch (RuntimeException e) {
        log.warn("What was to be done after a commit failed; it was only a hint", e);
      }
    }
  }
}
