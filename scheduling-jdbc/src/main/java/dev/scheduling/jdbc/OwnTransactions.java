package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions that are opened, committed and, after a deadlock, repeated here. */
final class OwnTransactions implements Transactions {

  static final int MOST_ATTEMPTS = 10;

  private static final Logger log = LoggerFactory.getLogger(OwnTransactions.class);
  private static final int LONGEST_PAUSE_MILLIS = 200;

  private final DataSource dataSource;
  private volatile @Nullable Dialect dialect;

  OwnTransactions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public <T> T inTransaction(Function<Transaction, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (GaveWay e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new SchedulingException(
              "the database gave the transaction up " + attempt + " times for another's sake",
              e.getCause());
        }
        log.debug("Attempt {} gave way to another transaction", attempt, e.getCause());
        pause(attempt);
      }
    }
  }

  private <T> T once(Function<Transaction, T> work) {
    JdbcTransaction tx;
    T result;
    String step = "open a transaction";
    boolean lost = false;
    try (Connection connection = dataSource.getConnection()) {
      Found found = Found.of(connection);
      found.prepare(connection);
      tx = JdbcTransaction.owned(connection, dialectOf(connection));
      try {
        step = "run the transaction";
        result = work.apply(tx);
        step = "commit the transaction, and whether it did is unknown";
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        lost = isClosed(connection);
        throw e;
      } finally {
        tx.end();
        found.restore(connection);
      }
    } catch (SQLException | JdbiException e) {
      throwIfGaveWay(e);
      throw lost ? JdbcFailures.unavailable(step, e) : JdbcFailures.translate(step, e);
    } catch (RuntimeException e) {
      throwIfGaveWay(e);
      if (lost || JdbcFailures.in(e).filter(JdbcFailures::isConnectionLost).isPresent()) {
        // Statements of the caller's own fail with the caller's own exceptions.
        throw JdbcFailures.unavailable(step, e);
      }
      throw e;
    }
    tx.runHints();
    return result;
  }

  /** How a connection was found, and is given back. */
  private record Found(boolean autoCommit, int isolation) {

    static Found of(Connection connection) throws SQLException {
      return new Found(connection.getAutoCommit(), connection.getTransactionIsolation());
    }

    void prepare(Connection connection) throws SQLException {
      if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      if (autoCommit) {
        connection.setAutoCommit(false);
      }
    }

    void restore(Connection connection) {
      try {
        if (autoCommit) {
          connection.setAutoCommit(true);
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
          connection.setTransactionIsolation(isolation);
        }
      } catch (SQLException e) {
        // The connection is broken; the pool finds out when it is given back.
        log.debug("Could not give a connection back as it was found", e);
      }
    }
  }

  private void throwIfGaveWay(Exception e) {
    Dialect known = dialect;
    if (e instanceof LostRaceException) {
      throw new GaveWay(e);
    }
    if (known != null && JdbcFailures.in(e).filter(known::gaveWay).isPresent()) {
      throw new GaveWay(e);
    }
  }

  private Dialect dialectOf(Connection connection) {
    Dialect known = dialect;
    if (known == null) {
      known = Dialect.of(connection);
      dialect = known;
    }
    return known;
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** A driver closes a connection that broke; what it then throws does not always say so. */
  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private static void pause(int attempt) {
    int longest = Math.min(LONGEST_PAUSE_MILLIS, 4 << attempt);
    try {
      // Random, so that two that met once do not meet again.
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchedulingException("interrupted before a transaction was tried again", e);
    }
  }

  /** The transaction was rolled back for another's sake; it may be tried again. */
  private static final class GaveWay extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GaveWay(Throwable cause) {
      super(null, cause, false, false);
    }
  }
}
