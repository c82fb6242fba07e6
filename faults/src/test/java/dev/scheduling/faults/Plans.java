package dev.scheduling.faults;

import java.time.Duration;
import java.util.Random;

/** The run that the system properties ask for. */
final class Plans {

  private Plans() {}

  static Plan given() {
    return given(Boolean.parseBoolean(System.getProperty("faults.kafka", "true")));
  }

  static Plan withoutBroker() {
    return given(false);
  }

  private static Plan given(boolean overKafka) {
    String seed = System.getProperty("faults.seed", "random");
    int faults = Integer.getInteger("faults.faults", 40);
    int messages = Integer.getInteger("faults.messages", 50_000);
    Duration shortest = Duration.parse(System.getProperty("faults.length", "PT0S"));
    return Plan.of(
            System.getProperty("faults.database", "postgresql"),
            overKafka,
            seed.equals("random") ? new Random().nextInt(1 << 30) : Long.parseLong(seed))
        .with(
            faults,
            messages,
            shortest,
            // Far more than it takes, so that a slow machine ends the run and not the clock.
            Duration.ofMinutes(5).plus(Duration.ofSeconds(faults * 3L)).plus(shortest),
            Duration.parse(System.getProperty("faults.drain", "PT2M")));
  }

  /** Where somebody who reads the log of the build finds it. */
  static void print(Report report) {
    System.out.println(report);
  }
}
