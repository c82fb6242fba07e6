package dev.scheduling.memory;

import dev.scheduling.engine.HoldsContract;
import dev.scheduling.engine.Stores;

class InMemoryHoldsTest extends HoldsContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
