package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.calendar.HoldStoreContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcHoldStoreIT extends HoldStoreContract {

  @Parameter TestDatabase database;

  private JdbcStores stores;

  @BeforeEach
  void open() {
    stores = JdbcStores.on(database.dataSource());
  }

  @Override
  protected Transactions transactions() {
    return stores.transactions();
  }

  @Override
  protected CalendarStore calendars() {
    return stores.calendars();
  }

  @Override
  protected HoldStore store() {
    return stores.holds();
  }
}
