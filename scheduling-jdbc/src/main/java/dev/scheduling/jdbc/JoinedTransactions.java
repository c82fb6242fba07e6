package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
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
      if (connection.getAutoCommit()) {
        throw new SchedulingException(
            "the connection to join is in autocommit: each statement would be committed by itself."
                + " Call setAutoCommit(false) first");
      }
      JdbcTransaction tx = JdbcTransaction.joined(connection);
      try {
        return work.apply(tx);
      } finally {
        tx.end();
      }
    } catch (SQLException | JdbiException e) {
      throw JdbcFailures.translate("work in the joined transaction", e);
    }
  }
}
