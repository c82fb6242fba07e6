package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.ChangeLogContract;

class InMemoryChangeLogTest extends ChangeLogContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryCalendarStore store = new InMemoryCalendarStore(transactions);

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected CalendarStore store() {
    return store;
  }
}
