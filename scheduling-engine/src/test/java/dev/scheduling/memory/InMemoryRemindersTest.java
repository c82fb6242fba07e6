package dev.scheduling.memory;

import dev.scheduling.engine.Stores;
import dev.scheduling.reminder.RemindersContract;

class InMemoryRemindersTest extends RemindersContract {

  @Override
  protected Stores emptyStores() {
    return new InMemoryStores();
  }
}
