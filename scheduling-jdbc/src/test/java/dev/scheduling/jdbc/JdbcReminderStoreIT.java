package dev.scheduling.jdbc;

import dev.scheduling.engine.Stores;
import dev.scheduling.reminder.ReminderStoreContract;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcReminderStoreIT extends ReminderStoreContract {

  @Parameter TestDatabase database;

  @Override
  protected Stores emptyStores() {
    database.empty();
    return JdbcStores.on(database.dataSource());
  }
}
