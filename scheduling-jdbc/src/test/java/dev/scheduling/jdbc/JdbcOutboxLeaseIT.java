package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.OutboxLeaseContract;
import dev.scheduling.outbox.OutboxStore;
import java.time.InstantSource;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcOutboxLeaseIT extends OutboxLeaseContract {

  @Parameter TestDatabase database;

  @Override
  protected Transactions transactions() {
    return JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected OutboxStore emptyStore(InstantSource leaseClock) {
    database.empty();
    return new JdbcOutboxStore().withLeaseClock(leaseClock);
  }
}
