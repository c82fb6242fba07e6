package dev.scheduling.memory;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases between the nodes of one process. Thread-safe. */
public final class InMemoryNodeLeases implements NodeLeases {

  private static final int MOST_NAMES = 10_000;

  private final InstantSource clock;
  private final Map<String, Held> leases = new HashMap<>();

  private record Held(NodeLease lease, Instant until) {}

  /**
   * Leases that nobody has.
   *
   * @param clock by which they end
   */
  public InMemoryNodeLeases(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<NodeLease> take(String name, Duration length) {
    long millis = NodeLeases.checkedMillis(length);
    Instant now = clock.instant();
    Held last = leases.get(name);
    if (last != null && last.until().isAfter(now)) {
      return Optional.empty();
    }
    if (last == null && leases.size() == MOST_NAMES) {
      throw new IllegalArgumentException("there may be " + MOST_NAMES + " names of leases at most");
    }
    NodeLease lease = new NodeLease(name, last == null ? 1 : last.lease().token() + 1);
    leases.put(name, new Held(lease, now.plusMillis(millis)));
    return Optional.of(lease);
  }

  @Override
  public synchronized boolean renew(NodeLease lease, Duration length) {
    long millis = NodeLeases.checkedMillis(length);
    Instant now = clock.instant();
    Held last = leases.get(lease.name());
    if (last == null || !last.lease().equals(lease) || !last.until().isAfter(now)) {
      return false;
    }
    leases.put(lease.name(), new Held(lease, now.plusMillis(millis)));
    return true;
  }

  @Override
  public synchronized void release(NodeLease lease) {
    Held last = leases.get(lease.name());
    if (last != null && last.lease().equals(lease)) {
      leases.put(lease.name(), new Held(lease, Instant.EPOCH));
    }
  }
}
