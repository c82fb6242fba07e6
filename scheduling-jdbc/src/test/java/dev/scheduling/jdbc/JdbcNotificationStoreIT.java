package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.notification.NotificationStoreContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcNotificationStoreIT extends NotificationStoreContract {

  @Parameter TestDatabase database;

  @Override
  protected Transactions transactions() {
    return JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected NotificationStore emptyStore() {
    database.empty();
    return new JdbcNotificationStore();
  }
}
