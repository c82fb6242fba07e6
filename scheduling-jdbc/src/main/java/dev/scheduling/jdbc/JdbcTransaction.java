package dev.scheduling.jdbc;

import dev.scheduling.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction on a JDBC connection; the stores of this package find their handle here. */
final class JdbcTransaction implements Transaction {

  private static final Logger log = LoggerFactory.getLogger(JdbcTransaction.class);

  // A transaction that asks for more hints than this has a leak; further ones are dropped.
  private static final int MOST_HINTS = 10_000;

  private final Handle handle;
  private final Dialect dialect;
  private final boolean keepsHints;
  private final List<Runnable> hints = new ArrayList<>();
  private boolean open = true;

  private JdbcTransaction(Handle handle, Dialect dialect, boolean keepsHints) {
    this.handle = handle;
    this.dialect = dialect;
    this.keepsHints = keepsHints;
  }

  /** A transaction whose commit is ours, so that hints can be run after it. */
  static JdbcTransaction owned(Handle handle, Dialect dialect) {
    return new JdbcTransaction(handle, dialect, true);
  }

  /** A transaction that somebody else commits without telling us. */
  static JdbcTransaction joined(Handle handle, Dialect dialect) {
    return new JdbcTransaction(handle, dialect, false);
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

  Handle handle() {
    return handle;
  }

  Dialect dialect() {
    return dialect;
  }

  @Override
  public void afterCommit(Runnable hint) {
    if (keepsHints && hints.size() < MOST_HINTS) {
      hints.add(hint);
    }
  }

  void end() {
    open = false;
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
