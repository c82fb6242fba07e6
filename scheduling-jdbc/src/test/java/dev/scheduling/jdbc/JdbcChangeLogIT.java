package dev.scheduling.jdbc;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.ChangeLogContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcChangeLogIT extends ChangeLogContract {

  @Parameter TestDatabase database;

  private final CalendarStore store = new JdbcCalendarStore();
  private Transactions transactions;

  @BeforeEach
  void open() {
    transactions = JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected CalendarStore store() {
    return store;
  }
}
