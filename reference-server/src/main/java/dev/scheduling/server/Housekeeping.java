package dev.scheduling.server;

import dev.scheduling.engine.Retention;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done once an hour beside everything else. Thread-safe. */
final class Housekeeping implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
  private static final long FIRST_MINUTES = 5;
  private static final long EVERY_MINUTES = 60;

  private final Retention retention;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread housekeeper = new Thread(work, "housekeeping");
            housekeeper.setDaemon(true);
            return housekeeper;
          });

  Housekeeping(Retention retention) {
    this.retention = retention;
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::run, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void run() {
    try {
      int removed = retention.run();
      log.debug("Removed {} old rows", removed);
    } catch (RuntimeException e) {
      // The next run may fare better; letting it out would end the schedule for good.
      log.warn("Old rows could not be removed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
