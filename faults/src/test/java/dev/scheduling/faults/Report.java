package dev.scheduling.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param messages how many were committed
 * @param redeliveries how often one came that had come before
 * @param mostRedeliveries the bound on it: for each fault, what was on the way
 * @param length from the start to the last commit
 * @param calm from the last fault to the last commit
 * @param drain from the last commit to the last effect
 * @param check how long it took to check everything
 * @param peakBytes what this process, and what the processes that it started last, held in memory
 * @param violations one line for each broken rule; none if all hold
 */
record Report(
    Plan plan,
    Map<Fault, Integer> faults,
    long messages,
    long redeliveries,
    long mostRedeliveries,
    long deadLetters,
    Duration length,
    Duration calm,
    Duration drain,
    Duration check,
    List<Long> peakBytes,
    List<String> violations) {

  int faultCount() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    double minutes = length.toMillis() / 60_000.0;
    return ("%s%s, seed %d: %d faults, %,d messages committed in %d s (%.0f and %,.0f a minute),"
            + " %,d came again (at most %,d), %d dead letters,"
            + " drained %d ms after the last commit (%d ms after the last fault), checked in %d ms, memory in MB %s,"
            + " %d rules broken%n  faults: %s%n  broken: %s")
        .formatted(
            plan.database(),
            plan.overKafka() ? " and Kafka" : "",
            plan.seed(),
            faultCount(),
            messages,
            length.toSeconds(),
            faultCount() / minutes,
            messages / minutes,
            redeliveries,
            mostRedeliveries,
            deadLetters,
            drain.toMillis(),
            calm.plus(drain).toMillis(),
            check.toMillis(),
            peakBytes.stream().map(bytes -> bytes >> 20).toList(),
            violations.size(),
            faults,
            violations);
  }
}
