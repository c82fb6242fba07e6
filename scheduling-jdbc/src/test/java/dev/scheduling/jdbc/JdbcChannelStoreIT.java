package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.ChannelStoreContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcChannelStoreIT extends ChannelStoreContract {

  @Parameter TestDatabase database;

  @Override
  protected Transactions transactions() {
    return JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected ChannelStore emptyStore() {
    database.empty();
    return new JdbcChannelStore();
  }
}
