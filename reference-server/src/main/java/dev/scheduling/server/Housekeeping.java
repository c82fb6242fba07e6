package dev.scheduling.server;

import java.util.List;
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

  /** One thing that is done. */
  record Chore(String name, Runnable work) {}

  private final List<Chore> chores;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread housekeeper = new Thread(work, "housekeeping");
            housekeeper.setDaemon(true);
            return housekeeper;
          });

  Housekeeping(List<Chore> chores) {
    this.chores = List.copyOf(chores);
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::run, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void run() {
    chores.forEach(Housekeeping::run);
  }

  private static void run(Chore chore) {
    try {
      chore.work().run();
      log.debug("Done: {}", chore.name());
    } catch (RuntimeException e) {
      // The next run may fare better; letting it out would end the schedule for good.
      log.warn("It could not be done: {}", chore.name(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
