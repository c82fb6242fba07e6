package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Table;
import java.util.List;
import java.util.OptionalDouble;

/** What {@link AllocationBenchmark} measured: bytes for each step of a cursor that lives on. */
final class AllocationResults {

  private final List<Measurement> steps;

  AllocationResults(List<Measurement> all) {
    steps =
        all.stream()
            .filter(each -> each.benchmark().equals(AllocationBenchmark.class.getSimpleName()))
            .toList();
  }

  /**
   * Returns the most bytes that a step of any scenario allocates, in hundredths; empty if not
   * measured.
   */
  OptionalDouble worst() {
    return steps.stream()
        .mapToDouble(Measurement::bytes)
        .map(bytes -> Math.round(bytes * 100) / 100.0)
        .max();
  }

  Table table() {
    return new Table(
        "A step of a cursor that lives on",
        List.of("scenario", "median", "bytes"),
        steps.stream().map(AllocationResults::row).toList());
  }

  private static List<String> row(Measurement step) {
    return List.of(
        Scenario.valueOf(step.parameter("scenario")).title(),
        Durations.text(step.median()),
        Durations.digits(step.bytes()));
  }
}
