package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The transaction that a caller has open on a connection. */
final class JoinedTransactions implements Transactions {

  private final Connection connection;

  JoinedTransactions(Connection connection) {
    this.connection = connection;
  }

  @Override
  public <T> T inTransaction(Function<Transaction, T> work) {
    try {
      check(connection);
      Jdbi jdbi = Handles.configured(Jdbi.create(connection));
      return jdbi.withHandle(
          handle -> {
            JdbcTransaction tx = JdbcTransaction.joined(handle, Dialect.of(connection));
            try {
              return work.apply(tx);
            } finally {
              tx.end();
            }
          });
    } catch (SQLException | JdbiException e) {
      throw JdbcFailures.translate("work in the joined transaction", e);
    }
  }

  private static void check(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new SchedulingException(
          "the connection to join is in autocommit: each statement would be committed by itself."
              + " Call setAutoCommit(false) first");
    }
    int isolation = connection.getTransactionIsolation();
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      throw new SchedulingException(
          "the connection to join is at "
              + name(isolation)
              + ", where a stale read could book twice."
              + " Call setTransactionIsolation(TRANSACTION_READ_COMMITTED) before its transaction");
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
}
