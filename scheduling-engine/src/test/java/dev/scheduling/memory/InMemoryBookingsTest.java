package dev.scheduling.memory;

import dev.scheduling.engine.BookingsContract;
import dev.scheduling.engine.Stores;

class InMemoryBookingsTest extends BookingsContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
