package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@link FloorBenchmark} measured: the least that a scenario can cost. */
final class FloorResults {

  private final List<Measurement> times;

  FloorResults(List<Measurement> all) {
    times =
        all.stream()
            .filter(each -> each.benchmark().equals(FloorBenchmark.class.getSimpleName()))
            .toList();
  }

  /** Returns the floor of scenario 5: a jump to the window and additions. */
  Optional<Measurement> dailyWindow() {
    return of("windowByJump");
  }

  /** Returns the floors beside the subjects that could reach them. */
  Table table(Results warm) {
    List<List<String>> rows = new ArrayList<>();
    add(rows, warm, "windowByJump", "5 by a jump and additions", Scenario.DAILY_WINDOW);
    add(rows, warm, "yearOfLongs", "1 by adding longs", Scenario.DAILY);
    add(rows, warm, "yearOfLocalDateTimes", "1 by LocalDateTime.plusDays", Scenario.DAILY);
    List<String> header = new ArrayList<>(List.of("scenario", "floor"));
    Subject.ours().forEach(subject -> header.add(subject.title() + " above it"));
    return new Table("The arithmetic floor: median", header, rows);
  }

  private void add(
      List<List<String>> rows, Results warm, String method, String title, Scenario scenario) {
    Optional<Measurement> floor = of(method);
    if (floor.isEmpty()) {
      return;
    }
    double least = floor.get().median();
    List<String> row =
        new ArrayList<>(
            List.of(title, Durations.text(least / scenario.divisor()) + " / " + scenario.unit()));
    for (Subject subject : Subject.ours()) {
      row.add(
          warm.of(scenario, subject)
              .map(each -> Durations.digits(each.median() / least) + " ×")
              .orElse("–"));
    }
    rows.add(row);
  }

  private Optional<Measurement> of(String method) {
    return times.stream().filter(each -> each.method().equals(method)).findAny();
  }
}
