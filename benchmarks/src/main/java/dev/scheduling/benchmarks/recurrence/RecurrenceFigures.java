package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Measurement;
import java.util.ArrayList;
import java.util.List;

/** The claims and aims about recurrence, as far as this run measured them. */
record RecurrenceFigures(
    Results warm,
    Results first,
    Results cold,
    DistanceResults distance,
    FloorResults floor,
    AllocationResults allocation,
    List<MemoryRow> memory) {

  List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    for (Scenario scenario : warm.scenarios()) {
      String id = "recurrence." + scenario.id();
      // Scenario 11 has an aim in nanoseconds instead: the best peer counts ten thousand days.
      if (scenario != Scenario.COUNT_WINDOW) {
        figures.addAll(advantage(id, scenario, Subject.CURSOR, ">= 5"));
        figures.addAll(advantage(id + ".view", scenario, Subject.VIEW, ">= 2"));
      }
    }
    addNanoseconds(figures, "recurrence.count-window", "a compiled rule", warm);
    addNanoseconds(figures, "recurrence.count-window.cold", "parsed and compiled anew", cold);
    addFloor(figures);
    for (Scenario scenario : first.scenarios()) {
      first
          .fastestPeer(scenario)
          .flatMap(
              peer ->
                  first
                      .advantage(scenario, Subject.CURSOR, Measurement::median)
                      .map(
                          times ->
                              Figure.of(
                                  "recurrence.first-answer." + scenario.id(),
                                  scenario.title()
                                      + ": parsed, compiled and asked for its first occurrence",
                                  times,
                                  "times " + peer.title(),
                                  ">= 1")))
          .ifPresent(figures::add);
    }
    distance
        .spread(Subject.CURSOR)
        .ifPresent(
            spread ->
                figures.add(
                    Figure.of(
                        "recurrence.distance",
                        "a window 1, 30 and 300 years after the start: slowest by fastest, the"
                            + " worse of floating and zoned",
                        spread,
                        "times",
                        "<= 1.25")));
    allocation
        .worst()
        .ifPresent(
            bytes ->
                figures.add(
                    Figure.of(
                        "recurrence.allocation",
                        "what a step of the cursor allocates, the worst scenario",
                        bytes,
                        "bytes",
                        "= 0")));
    memory.stream()
        .mapToDouble(row -> row.compiled().getOrDefault(Subject.CURSOR, Double.NaN))
        .max()
        .ifPresent(
            bytes ->
                figures.add(
                    Figure.of(
                        "recurrence.memory",
                        "what a compiled rule keeps on the heap, the largest of the scenarios",
                        bytes,
                        "bytes",
                        "< 2048")));
    return figures;
  }

  private List<Figure> advantage(String id, Scenario scenario, Subject subject, String target) {
    return warm
        .fastestPeer(scenario)
        .flatMap(
            peer ->
                warm.advantage(scenario, subject, Measurement::median)
                    .map(
                        times ->
                            Figure.of(
                                id,
                                scenario.title() + ": " + subject.title() + ", as fast as",
                                times,
                                "times " + peer.title(),
                                target)))
        .stream()
        .toList();
  }

  private static void addNanoseconds(
      List<Figure> figures, String id, String state, Results results) {
    results
        .of(Scenario.COUNT_WINDOW, Subject.CURSOR)
        .ifPresent(
            time ->
                figures.add(
                    Figure.of(
                        id,
                        Scenario.COUNT_WINDOW.title() + ": cursor, " + state,
                        time.median(),
                        "ns a window",
                        "< 500")));
  }

  private void addFloor(List<Figure> figures) {
    floor
        .dailyWindow()
        .flatMap(
            least ->
                warm.of(Scenario.DAILY_WINDOW, Subject.CURSOR)
                    .map(
                        time ->
                            Figure.of(
                                "recurrence.daily-window.floor",
                                Scenario.DAILY_WINDOW.title() + ": cursor, as slow as",
                                time.median() / least.median(),
                                "times bare arithmetic",
                                "<= 5")))
        .ifPresent(figures::add);
  }
}
