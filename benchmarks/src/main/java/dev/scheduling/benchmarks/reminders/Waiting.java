package dev.scheduling.benchmarks.reminders;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Waits for an instant or for a run to be over. */
final class Waiting {

  private static final int LOOK_EVERY_MILLIS = 20;

  private Waiting() {}

  static void until(InstantSource clock, long millis) throws InterruptedException {
    while (clock.millis() < millis) {
      Thread.sleep(Math.min(LOOK_EVERY_MILLIS, Math.max(1, millis - clock.millis())));
    }
  }

  /** Waits until something is so, and fails if it is not by an instant. */
  static void until(InstantSource clock, long latestMillis, BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      if (clock.millis() > latestMillis) {
        throw new IllegalStateException("a run did not end in time");
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
