package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.InboxStoreContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcInboxStoreIT extends InboxStoreContract {

  @Parameter TestDatabase database;

  @Override
  protected Transactions transactions() {
    return JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected InboxStore emptyStore() {
    database.empty();
    return new JdbcInboxStore();
  }
}
