package dev.scheduling.benchmarks.slots;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.JmhRun;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.benchmarks.Versions;
import dev.scheduling.benchmarks.slots.SlotsBenchmark.Question;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** {@code ./bench slots}: the times at which people can meet. Nobody else lists all of them. */
public final class SlotsSuite implements Suite {

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public String question() {
    return "how long does it take to find when people can meet? (1 min)";
  }

  @Override
  public Report measure(Session session) throws RunnerException {
    List<Measurement> all = JmhRun.of(session, name(), List.of(SlotsBenchmark.class));
    List<List<String>> rows = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    for (Measurement each : all) {
      Question question = Question.valueOf(each.parameter("question"));
      String title = title(question);
      rows.add(List.of(title, Durations.text(each.median()), Durations.digits(each.bytes())));
      boolean few = question == Question.TEN_PEOPLE;
      figures.add(
          Figure.of(
              "slots." + id(question),
              "All slots of a quarter-hour grid: " + title,
              each.median() / (few ? 1e3 : 1e6),
              few ? "µs" : "ms",
              few ? "< 200" : "< 50"));
    }
    return new Report(
        "The times at which people can meet",
        List.of(
            "From the loaded indexes of the calendars, 2,000 events each, 20 of them series, to the"
                + " hundred best slots of half an hour with who is absent: free/busy times are"
                + " gathered anew for each question, and everybody has working hours of their own in"
                + " one of three zones. Nobody's calendar is kept as a bitmap or an answer."),
        Versions.of("jmh"),
        List.of(
            new Table(
                "Time for a question: median of CPU time, and bytes allocated",
                List.of("who and when", "time", "bytes"),
                rows)),
        null,
        figures);
  }

  private static String id(Question question) {
    return switch (question) {
      case TEN_PEOPLE -> "ten";
      case A_THOUSAND -> "thousand";
      case A_THOUSAND_FULL -> "thousand.full-month";
    };
  }

  private static String title(Question question) {
    return switch (question) {
      case TEN_PEOPLE -> "ten people, two weeks";
      case A_THOUSAND -> "1,000 calendars, a month, their events in two years";
      case A_THOUSAND_FULL -> "1,000 calendars, a month, all their events in it";
    };
  }
}
