package dev.scheduling.faults;

import java.time.Duration;
import java.util.Set;

/**
 * What a run is to be.
 *
 * @param database {@code postgresql} or {@code mariadb}
 * @param overKafka whether messages go to consumers over a broker
 * @param bug what is planted
 * @param seed of everything that is random
 * @param faults how many are to strike at least, of which kinds
 * @param messages how many are to be committed at least
 * @param ratePerSecond of messages, about
 * @param shortest how long to go on even if there are enough of both
 * @param longest when to stop even if faults or messages are too few
 * @param drain how long the last messages may take after the last commit
 */
record Plan(
    String database,
    boolean overKafka,
    Bug bug,
    long seed,
    int faults,
    Set<Fault> kinds,
    int messages,
    int ratePerSecond,
    Duration shortest,
    Duration longest,
    Duration drain) {

  static Plan of(String database, boolean overKafka, long seed) {
    return new Plan(
        database,
        overKafka,
        Bug.NONE,
        seed,
        40,
        Fault.without(overKafka, database.equals("postgresql")),
        50_000,
        2_000,
        Duration.ZERO,
        Duration.ofMinutes(10),
        Duration.ofMinutes(2));
  }

  Plan with(int faults, int messages, Duration shortest, Duration longest, Duration drain) {
    return new Plan(
        database,
        overKafka,
        bug,
        seed,
        faults,
        kinds,
        messages,
        // Not all of them at the beginning of a long run.
        shortest.isZero()
            ? ratePerSecond
            : (int) Math.min(ratePerSecond, messages * 3L / 2 / shortest.toSeconds()),
        shortest,
        longest,
        drain);
  }

  /** A run that is to find a bug. */
  Plan planted(Bug planted, Set<Fault> only) {
    return new Plan(
        database,
        overKafka,
        planted,
        seed,
        6,
        only,
        10_000,
        ratePerSecond,
        Duration.ZERO,
        Duration.ofSeconds(60),
        Duration.ofSeconds(15));
  }
}
