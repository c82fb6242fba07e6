package dev.scheduling.memory;

import dev.scheduling.engine.ConflictsContract;
import dev.scheduling.engine.Stores;

class InMemoryConflictsTest extends ConflictsContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
