package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What one benchmark measured: a time for each scenario and subject. Subjects that answered a
 * scenario wrongly have none there; they are named instead.
 */
final class Results {

  private final Map<Scenario, Map<Subject, Measurement>> times = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Map<Subject, String>> wrong;

  /**
   * Picks a benchmark's measurements out of all.
   *
   * @param benchmark a class with the parameters scenario and subject
   * @param wrong the subjects that answer a scenario wrongly, and how
   */
  Results(List<Measurement> all, Class<?> benchmark, Map<Scenario, Map<Subject, String>> wrong) {
    this.wrong = wrong;
    for (Measurement each : all) {
      if (each.benchmark().equals(benchmark.getSimpleName())) {
        Scenario scenario = Scenario.valueOf(each.parameter("scenario"));
        times
            .computeIfAbsent(scenario, ignored -> new EnumMap<>(Subject.class))
            .put(Subject.valueOf(each.parameter("subject")), each);
      }
    }
  }

  /** Returns the scenarios that were measured, in order. */
  List<Scenario> scenarios() {
    return List.copyOf(times.keySet());
  }

  /** Returns a time, or nothing where the subject was not measured or is wrong. */
  Optional<Measurement> of(Scenario scenario, Subject subject) {
    if (wrong.getOrDefault(scenario, Map.of()).containsKey(subject)) {
      return Optional.empty();
    }
    return Optional.ofNullable(times.getOrDefault(scenario, Map.of()).get(subject));
  }

  /** Returns the peer with the smallest median among those that answer rightly. */
  Optional<Subject> fastestPeer(Scenario scenario) {
    return Stream.of(Subject.values())
        .filter(Subject::isPeer)
        .filter(peer -> of(scenario, peer).isPresent())
        .min(Comparator.comparingDouble(peer -> of(scenario, peer).orElseThrow().median()));
  }

  /**
   * Returns how many times as fast as the fastest peer a subject is, or nothing if one of the two
   * is missing.
   */
  Optional<Double> advantage(
      Scenario scenario, Subject subject, ToDoubleFunction<Measurement> statistic) {
    Optional<Double> peers =
        Stream.of(Subject.values())
            .filter(Subject::isPeer)
            .flatMap(peer -> of(scenario, peer).stream())
            .map(statistic::applyAsDouble)
            .min(Comparator.naturalOrder());
    Optional<Double> ours = of(scenario, subject).map(statistic::applyAsDouble);
    return peers.flatMap(theirs -> ours.map(our -> theirs / our));
  }

  /**
   * A table of a statistic in nanoseconds, divided by the scenario's number of occurrences if so
   * wanted.
   */
  Table times(String title, boolean divided, ToDoubleFunction<Measurement> statistic) {
    List<String> header = header(divided ? "for each" : "of");
    for (Subject subject : Subject.ours()) {
      header.add(subject.title() + " against the fastest peer");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      int divisor = divided ? scenario.divisor() : 1;
      List<String> row = start(scenario, divided);
      for (Subject subject : Subject.values()) {
        row.add(
            cell(
                scenario,
                subject,
                each -> Durations.text(statistic.applyAsDouble(each) / divisor)));
      }
      for (Subject subject : Subject.ours()) {
        row.add(
            advantage(scenario, subject, statistic)
                .map(times -> Durations.digits(times) + " ×")
                .orElse("–"));
      }
      rows.add(row);
    }
    return new Table(title, header, rows);
  }

  /** A table of allocated bytes. */
  Table bytes(String title, boolean divided) {
    List<List<String>> rows = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      int divisor = divided ? scenario.divisor() : 1;
      List<String> row = start(scenario, divided);
      for (Subject subject : Subject.values()) {
        row.add(cell(scenario, subject, each -> Durations.digits(each.bytes() / divisor)));
      }
      rows.add(row);
    }
    return new Table(title, header(divided ? "for each" : "of"), rows);
  }

  private static List<String> header(String per) {
    List<String> header = new ArrayList<>(List.of("scenario", per));
    Stream.of(Subject.values()).map(Subject::title).forEach(header::add);
    return header;
  }

  private static List<String> start(Scenario scenario, boolean divided) {
    return new ArrayList<>(List.of(scenario.title(), divided ? scenario.unit() : "fresh rule"));
  }

  private String cell(
      Scenario scenario, Subject subject, java.util.function.Function<Measurement, String> text) {
    if (wrong.getOrDefault(scenario, Map.of()).containsKey(subject)) {
      return "wrong";
    }
    return of(scenario, subject).map(text).orElse("–");
  }
}
