package dev.scheduling.memory;

import dev.scheduling.engine.SharedBookingsContract;
import dev.scheduling.engine.Stores;

class InMemorySharedBookingsTest extends SharedBookingsContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
