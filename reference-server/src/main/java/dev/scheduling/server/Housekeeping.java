package dev.scheduling.server;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once an hour beside everything else. Thread-safe. */
final class Housekeeping implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long FIRST_MINUTES = 5;
  private static final long EVERY_MINUTES = 60;

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
   * @param chores each removes what is too old and says how much that was
   */
  Housekeeping(IntSupplier... chores) {
    this.chores = List.of(chores);
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::run, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void run() {
    for (IntSupplier chore : chores) {
      try {
        int removed = chore.getAsInt();
        log.debug("Removed {} old rows", removed);
      } catch (RuntimeException e) {
        // The next run may fare better; letting it out would end the schedule for good.
        log.warn("Old rows could not be removed", e);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
