package dev.scheduling.jdbc;

import dev.scheduling.engine.HoldsContract;
import dev.scheduling.engine.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcHoldsIT extends HoldsContract {

  @Parameter TestDatabase database;

  private Stores stores;

  @BeforeEach
  @Override
  protected void givenCalendars() {
    stores = JdbcStores.on(database.dataSource());
    super.givenCalendars();
  }

  @Override
  protected Stores stores() {
    return stores;
  }
}
