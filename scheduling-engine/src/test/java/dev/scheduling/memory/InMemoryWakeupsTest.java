package dev.scheduling.memory;

import dev.scheduling.Wakeups;
import dev.scheduling.WakeupsContract;

class InMemoryWakeupsTest extends WakeupsContract {

  private final InMemoryWakeups wakeups = new InMemoryWakeups();

  @Override
  protected Wakeups node() {
    return wakeups;
  }
}
