package dev.scheduling.memory;

import dev.scheduling.engine.FreeTimeContract;
import dev.scheduling.engine.Stores;

class InMemoryFreeTimeTest extends FreeTimeContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
