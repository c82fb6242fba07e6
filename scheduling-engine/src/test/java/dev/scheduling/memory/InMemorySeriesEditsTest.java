package dev.scheduling.memory;

import dev.scheduling.engine.SeriesEditsContract;
import dev.scheduling.engine.Stores;

class InMemorySeriesEditsTest extends SeriesEditsContract {

  private final Stores stores = new InMemoryStores();

  @Override
  protected Stores stores() {
    return stores;
  }
}
