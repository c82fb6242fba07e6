package dev.scheduling.jdbc;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** The transaction that a framework has bound to a proxy's connections. */
final class JoinedDataSource implements Transactions {

  private final DataSource dataSource;

  JoinedDataSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public <T> T inTransaction(Function<Transaction, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      return new JoinedTransactions(connection).inTransaction(work);
    } catch (SQLException e) {
      throw JdbcFailures.translate("join the open transaction", e);
    }
  }
}
