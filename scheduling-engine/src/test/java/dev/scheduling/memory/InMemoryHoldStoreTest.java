package dev.scheduling.memory;

import dev.scheduling.Transactions;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.calendar.HoldStoreContract;

class InMemoryHoldStoreTest extends HoldStoreContract {

  private final InMemoryStores stores = new InMemoryStores();

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
