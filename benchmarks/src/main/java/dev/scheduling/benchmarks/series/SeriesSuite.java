package dev.scheduling.benchmarks.series;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.JmhRun;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.benchmarks.Versions;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** {@code ./bench series}: the first clash of two series. There is nobody to be measured beside. */
public final class SeriesSuite implements Suite {

  @Override
  public String name() {
    return "series";
  }

  @Override
  public String question() {
    return "how long does the first clash of two series take, or the proof of never? (2 min)";
  }

  @Override
  public Report measure(Session session) throws RunnerException {
    List<Measurement> all = JmhRun.of(session, name(), List.of(SeriesConflictsBenchmark.class));
    List<List<String>> rows = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    for (Measurement each : all) {
      if (each.method().equals("calendar")) {
        rows.add(row("a weekly series against 10,000", each));
        figures.add(
            Figure.of(
                "series.calendar",
                "A new weekly series against a calendar of 10,000 ordinary ones",
                each.median() / 1e6,
                "ms",
                "< 10"));
        continue;
      }
      SeriesPair pair = SeriesPair.valueOf(each.parameter("pair"));
      rows.add(row(pair.title() + ", " + each.method(), each));
      if (each.method().equals("cold")) {
        boolean worst = pair == SeriesPair.WORST_DAYS;
        figures.add(
            Figure.of(
                "series." + pair.id(),
                "First clash: " + pair.title() + ", parsed anew",
                each.median() / (worst ? 1e6 : 1e3),
                worst ? "ms" : "µs",
                "< 50"));
      }
    }
    return new Report(
        "The first clash of two series",
        List.of(
            "Each answer is exact for ever, beyond any window. `held` has both series at hand, as a"
                + " calendar does; `cold` parses and compiles them anew."),
        Versions.of("jmh"),
        List.of(
            new Table(
                "Time for an answer: median of CPU time, and bytes allocated",
                List.of("pair", "time", "bytes"),
                rows)),
        null,
        figures);
  }

  private static List<String> row(String title, Measurement measurement) {
    return List.of(
        title, Durations.text(measurement.median()), Durations.digits(measurement.bytes()));
  }
}
