package dev.scheduling.memory;

import dev.scheduling.engine.Stores;
import dev.scheduling.reminder.ReminderStoreContract;

class InMemoryReminderStoreTest extends ReminderStoreContract {

  @Override
  protected Stores emptyStores() {
    return new InMemoryStores();
  }
}
