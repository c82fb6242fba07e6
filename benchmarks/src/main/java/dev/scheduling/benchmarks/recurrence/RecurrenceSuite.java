package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.BarChart;
import dev.scheduling.benchmarks.JmhRun;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.benchmarks.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * {@code ./bench recurrence}: our cursor and our java.time view beside ical4j, lib-recur and
 * biweekly.
 */
public final class RecurrenceSuite implements Suite {

  private static final List<Class<?>> BENCHMARKS =
      List.of(
          ExpansionBenchmark.class,
          FirstAnswerBenchmark.class,
          ColdWindowBenchmark.class,
          DistanceBenchmark.class,
          AllocationBenchmark.class,
          FloorBenchmark.class);

  @Override
  public String name() {
    return "recurrence";
  }

  @Override
  public String question() {
    return "how fast are rules expanded, beside ical4j, lib-recur and biweekly? (25 min)";
  }

  @Override
  public Report measure(Session session) throws RunnerException {
    Map<Scenario, Map<Subject, String>> wrong = Verification.wrongAnswers();
    List<MemoryRow> memory =
        session.wants(RuleMemory.class.getSimpleName()) ? MemoryRow.measureAll() : List.of();
    List<Measurement> all = JmhRun.of(session, name(), BENCHMARKS);

    var warm = new Results(all, ExpansionBenchmark.class, wrong);
    var first = new Results(all, FirstAnswerBenchmark.class, Map.of());
    var cold = new Results(all, ColdWindowBenchmark.class, wrong);
    var distance = new DistanceResults(all);
    var floor = new FloorResults(all);
    var allocation = new AllocationResults(all);
    List<Table> tables =
        new ArrayList<>(
            List.of(
                warm.times("A compiled rule: median", true, Measurement::median),
                warm.times("A compiled rule: fastest iteration", true, Measurement::minimum),
                warm.bytes("A compiled rule: bytes allocated", true),
                first.times(
                    "Parse, compile and first occurrence: median", false, Measurement::median),
                first.times(
                    "Parse, compile and first occurrence: fastest iteration",
                    false,
                    Measurement::minimum),
                cold.times("Parse, compile and a far window: median", false, Measurement::median),
                distance.table(),
                floor.table(warm),
                allocation.table(),
                MemoryRow.table(memory)));
    tables.removeIf(table -> table.rows().isEmpty());
    return new Report(
        "Recurrence",
        remarks(wrong),
        Stream.of("ical4j", "lib-recur", "biweekly", "jmh")
            .map(Versions::of)
            .collect(Collectors.joining(", ")),
        tables,
        chart(warm, wrong),
        new RecurrenceFigures(warm, first, cold, distance, floor, allocation, memory).all());
  }

  private static List<String> remarks(Map<Scenario, Map<Subject, String>> wrong) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Times are CPU times of the measuring thread, so that other work on the machine disturbs them"
            + " little; the raw results have the times by the wall clock beside them. The subjects"
            + " of a scenario are measured one after another, each in several JVMs of its own.");
    remarks.add(
        "Every subject holds the rule compiled and answers from a new iterator. How each library is"
            + " called, and why so, stands in `Ical4jQuery`, `LibRecurQuery` and `BiweeklyQuery`."
            + " Before anything was measured, each answer was compared with a literal walk over the"
            + " calendar, by a checksum of the instants in their order.");
    if (wrong.isEmpty()) {
      remarks.add("All subjects answered all eleven scenarios rightly.");
    } else {
      wrong.forEach(
          (scenario, subjects) ->
              subjects.forEach(
                  (subject, how) ->
                      remarks.add(
                          "**"
                              + subject.title()
                              + " is wrong** on "
                              + scenario.title()
                              + ": "
                              + how
                              + ". Its time does not count.")));
    }
    return remarks;
  }

  private static BarChart chart(Results warm, Map<Scenario, Map<Subject, String>> wrong) {
    List<BarChart.Group> groups = new ArrayList<>();
    for (Scenario scenario : warm.scenarios()) {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (Subject subject : Subject.values()) {
        bars.add(
            warm.of(scenario, subject)
                .map(each -> new BarChart.Bar(each.median() / scenario.divisor(), ""))
                .orElse(
                    new BarChart.Bar(
                        null,
                        wrong.getOrDefault(scenario, Map.of()).containsKey(subject)
                            ? "wrong answer"
                            : "not measured")));
      }
      groups.add(new BarChart.Group(scenario.title(), "time for each " + scenario.unit(), bars));
    }
    return new BarChart(
        "Recurrence: time for each occurrence or window",
        "Median of CPU time; shorter is better. The axis is logarithmic: every line is ten times the one before.",
        Stream.of(Subject.values())
            .map(subject -> new BarChart.Series(subject.title(), subject.colour()))
            .toList(),
        groups);
  }
}
