package dev.scheduling.benchmarks.intervals;

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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** {@code ./bench intervals}: the interval index beside four libraries and a sorted array. */
public final class IntervalSuite implements Suite {

  @Override
  public String name() {
    return "intervals";
  }

  @Override
  public String question() {
    return "how fast is the interval index, beside htsjdk, JTS, Guava and lodborg? (15 min)";
  }

  /** What was asked of whom. */
  private record Question(String asked, String shape, String size) implements Comparable<Question> {

    static Question of(Measurement measurement) {
      String asked = measurement.method().replace("Overlapping", "");
      return new Question(
          asked,
          measurement.parameters().getOrDefault("shape", "CALENDAR").toLowerCase(Locale.ROOT),
          measurement.parameter("size"));
    }

    String id() {
      return asked + "." + shape + "." + size;
    }

    String title() {
      return asked + ", " + shape + ", " + size;
    }

    /**
     * As far as the issue asks: enumerating far-off long ranges costs every tree the same misses.
     */
    double target() {
      return asked.equals("enumerate") && shape.equals("adversarial") ? 2.5 : 3;
    }

    @Override
    public int compareTo(Question other) {
      return id().compareTo(other.id());
    }
  }

  @Override
  public Report measure(Session session) throws RunnerException {
    for (Shape shape : Shape.values()) {
      verify(Ranges.of(shape, 10_000), shape);
    }
    List<Measurement> all = JmhRun.of(session, name(), List.of(IntervalIndexBenchmark.class));
    Map<Question, Map<Subject, Measurement>> results = new TreeMap<>();
    for (Measurement each : all) {
      results
          .computeIfAbsent(Question.of(each), question -> new TreeMap<>())
          .put(Subject.valueOf(each.parameter("subject")), each);
    }
    List<Figure> figures = new ArrayList<>();
    results.forEach((question, bySubject) -> figures.addAll(figures(question, bySubject)));
    if (session.only() == null) {
      figures.add(
          Figure.of(
              "intervals.memory.random-inserts",
              "Interval index: memory after a million random inserts",
              IntervalMemory.afterRandomInserts(),
              "bytes a range",
              "<= 40"));
      figures.add(
          Figure.of(
              "intervals.memory.small-calendars",
              "Interval index: memory of a million calendars of ten",
              IntervalMemory.inSmallCalendars(),
              "bytes a range",
              "<= 48"));
    }
    return new Report(
        "The interval index",
        List.of(
            "A question is asked at one of 65,536 random places in turn. Every subject holds the same"
                + " ranges, half-open as far as it can say so, and gave the same answers to all of"
                + " the questions before anything was measured. Guava's map holds ranges that exclude"
                + " each other only; JTS's tree cannot change and cannot be stopped at the first hit;"
                + " the sorted array is a floor and no tree: it cannot change either.",
            "`any` asks whether something overlaps, `enumerate` visits all that do, `mixed` is nine"
                + " times `any` to one change."),
        Stream.of("htsjdk", "jts-core", "guava", "interval-tree", "jmh")
            .map(Versions::of)
            .collect(Collectors.joining(", ")),
        List.of(table(results)),
        null,
        figures);
  }

  private static void verify(Ranges ranges, Shape shape) {
    Map<Subject, String> answers = new TreeMap<>();
    for (Subject subject : Subject.values()) {
      if (subject == Subject.GUAVA && shape != Shape.CALENDAR) {
        continue;
      }
      Subject.Held held = subject.load(ranges);
      long hits = 0;
      long sum = 0;
      for (int i = 0; i < ranges.queryStarts().length; i++) {
        int start = ranges.queryStarts()[i];
        int end = ranges.queryEnds()[i];
        hits += held.any(start, end) ? 1 : 0;
        sum += held.sum(start, end);
      }
      answers.put(subject, hits + " hits, sum " + sum);
    }
    if (answers.values().stream().distinct().count() != 1) {
      throw new IllegalStateException("answers differ on " + shape + ": " + answers);
    }
    System.out.println(shape + ": all answer " + answers.get(Subject.OURS));
  }

  private static List<Figure> figures(Question question, Map<Subject, Measurement> results) {
    List<Figure> figures = new ArrayList<>();
    Measurement ours = results.get(Subject.OURS);
    Optional<Subject> best =
        results.keySet().stream()
            .filter(Subject::isPeer)
            .min((a, b) -> Double.compare(time(results, a), time(results, b)));
    if (ours != null && best.isPresent()) {
      figures.add(
          Figure.of(
              "intervals." + question.id(),
              "Interval index: " + question.title(),
              time(results, best.get()) / ours.median(),
              "times " + best.get().title(),
              ">= " + Durations.digits(question.target())));
    }
    if (ours != null && question.asked.equals("any") && results.containsKey(Subject.FLOOR)) {
      figures.add(
          Figure.of(
              "intervals.floor." + question.shape + "." + question.size,
              "Interval index: any, " + question.shape + ", " + question.size,
              ours.median() / time(results, Subject.FLOOR),
              "times the time of a sorted array",
              "<= 2"));
    }
    return figures;
  }

  private static double time(Map<Subject, Measurement> results, Subject subject) {
    Measurement measurement = results.get(subject);
    return measurement == null ? Double.NaN : measurement.median();
  }

  private static Table table(Map<Question, Map<Subject, Measurement>> results) {
    List<String> header = new ArrayList<>(List.of("question, ranges, how many"));
    for (Subject subject : Subject.values()) {
      header.add(subject.title());
    }
    List<List<String>> rows = new ArrayList<>();
    results.forEach(
        (question, bySubject) -> {
          List<String> row = new ArrayList<>(List.of(question.title()));
          for (Subject subject : Subject.values()) {
            Measurement measurement = bySubject.get(subject);
            row.add(measurement == null ? "-" : Durations.text(measurement.median()));
          }
          rows.add(row);
        });
    return new Table("Time for a question: median of CPU time", header, rows);
  }
}
