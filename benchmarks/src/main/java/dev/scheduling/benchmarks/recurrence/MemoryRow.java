package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a rule keeps on the heap, for one scenario.
 *
 * @param compiled bytes by subject, after the first occurrence
 * @param used bytes by subject, after the scenario was answered once
 */
record MemoryRow(Scenario scenario, Map<Subject, Double> compiled, Map<Subject, Double> used) {

  /** Measures every scenario whose rule differs from those before. */
  static List<MemoryRow> measureAll() {
    List<MemoryRow> rows = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      if (scenario == Scenario.DAILY_WINDOW) {
        continue;
      }
      Map<Subject, Double> compiled = new EnumMap<>(Subject.class);
      Map<Subject, Double> used = new EnumMap<>(Subject.class);
      for (Subject subject : Subject.values()) {
        // The view stands on the same compiled rule as the cursor.
        if (subject != Subject.VIEW) {
          compiled.put(subject, RuleMemory.compiled(subject, scenario.task()));
          used.put(subject, RuleMemory.used(subject, scenario.task()));
        }
      }
      rows.add(new MemoryRow(scenario, compiled, used));
    }
    return rows;
  }

  static Table table(List<MemoryRow> rows) {
    List<Subject> subjects =
        Stream.of(Subject.values()).filter(subject -> subject != Subject.VIEW).toList();
    List<String> header = new ArrayList<>(List.of("scenario"));
    subjects.forEach(subject -> header.add(subject.title()));
    return new Table(
        "Bytes that a rule keeps after its first occurrence, and in brackets after the whole scenario",
        header,
        rows.stream().map(row -> row.cells(subjects)).toList());
  }

  private List<String> cells(List<Subject> subjects) {
    List<String> cells = new ArrayList<>(List.of(scenario.title()));
    for (Subject subject : subjects) {
      cells.add(
          Durations.digits(compiled.getOrDefault(subject, 0.0))
              + " ("
              + Durations.digits(used.getOrDefault(subject, 0.0))
              + ")");
    }
    return cells;
  }
}
