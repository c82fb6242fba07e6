package dev.scheduling.server;

import dev.scheduling.NodeLease;
import dev.scheduling.NodeLeases;
import dev.scheduling.SchedulingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once an hour beside everything else, by one node. Thread-safe. */
final class Housekeeping implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long FIRST_MINUTES = 5;
  private static final long EVERY_MINUTES = 60;
  private static final String LEASE = "housekeeping";

  /** Nearly until the next time, so that a node that comes later finds it done. */
  private static final Duration LENGTH = Duration.ofMinutes(55);

  private final NodeLeases leases;
  private final List<IntSupplier> chores;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread housekeeper = new Thread(work, "housekeeping");
            housekeeper.setDaemon(true);
            return housekeeper;
          });

  /**
   * A housekeeper that has not started.
   *
   * @param leases decide which node does it; while they are away each does, for the chores bear it
   * @param chores each removes what is too old and says how much that was
   */
  Housekeeping(NodeLeases leases, IntSupplier... chores) {
    this.leases = leases;
    this.chores = List.of(chores);
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::run, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  /** Does the chores, unless another node has the lease or takes it meanwhile. */
  void run() {
    NodeLease lease = null;
    try {
      lease = leases.take(LEASE, LENGTH).orElse(null);
      if (lease == null) {
        return;
      }
    } catch (SchedulingException e) {
      log.warn("Which node does the housekeeping cannot be settled, so this one does", e);
    }
    for (IntSupplier chore : chores) {
      if (!isStillOurs(lease)) {
        return;
      }
      try {
        int removed = chore.getAsInt();
        log.debug("Removed {} old rows", removed);
      } catch (RuntimeException e) {
        // The next run may fare better; letting it out would end the schedule for good.
        log.warn("Old rows could not be removed", e);
      }
    }
  }

  private boolean isStillOurs(@Nullable NodeLease lease) {
    try {
      return lease == null || leases.renew(lease, LENGTH);
    } catch (SchedulingException e) {
      log.debug("The lease cannot be renewed for now", e);
      return true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
