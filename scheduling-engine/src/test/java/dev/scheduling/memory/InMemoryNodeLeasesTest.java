package dev.scheduling.memory;

import dev.scheduling.NodeLeases;
import dev.scheduling.NodeLeasesContract;
import java.time.Duration;
import java.time.Instant;

class InMemoryNodeLeasesTest extends NodeLeasesContract {

  private volatile Instant now = Instant.parse("2026-03-02T08:30:00Z");
  private final InMemoryNodeLeases leases = new InMemoryNodeLeases(() -> now);

  @Override
  protected NodeLeases node() {
    return leases;
  }

  @Override
  protected void pass(Duration length) {
    now = now.plus(length);
  }
}
