package dev.scheduling.jdbc;

import dev.scheduling.engine.ConflictsContract;
import dev.scheduling.engine.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcConflictsIT extends ConflictsContract {

  @Parameter TestDatabase database;

  private Stores stores;

  @BeforeEach
  @Override
  protected void givenARoom() {
    stores = JdbcStores.on(database.dataSource());
    super.givenARoom();
  }

  @Override
  protected Stores stores() {
    return stores;
  }
}
