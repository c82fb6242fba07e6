package dev.scheduling.memory;

import dev.scheduling.engine.CatchUpContract;
import dev.scheduling.engine.Stores;

class InMemoryCatchUpTest extends CatchUpContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
