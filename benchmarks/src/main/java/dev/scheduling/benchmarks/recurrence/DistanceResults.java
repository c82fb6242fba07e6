package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Measurement;
import dev.scheduling.benchmarks.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What {@link DistanceBenchmark} measured: the time of a window by its distance from the start. */
final class DistanceResults {

  private static final List<String> YEARS = List.of("1", "30", "300");
  private static final List<String> ZONES = List.of("floating", "Europe/Berlin");

  private final Map<String, Measurement> times = new LinkedHashMap<>();

  DistanceResults(List<Measurement> all) {
    for (Measurement each : all) {
      if (each.benchmark().equals(DistanceBenchmark.class.getSimpleName())) {
        times.put(
            key(each.parameter("subject"), each.parameter("zone"), each.parameter("years")), each);
      }
    }
  }

  /**
   * Returns the slowest of the three distances divided by the fastest, the worse of the two zones;
   * empty if missing.
   */
  OptionalDouble spread(Subject subject) {
    double worst = 0;
    for (String zone : ZONES) {
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (String years : YEARS) {
        Measurement time = times.get(key(subject.name(), zone, years));
        if (time == null) {
          return OptionalDouble.empty();
        }
        least = Math.min(least, time.median());
        most = Math.max(most, time.median());
      }
      worst = Math.max(worst, most / least);
    }
    return OptionalDouble.of(worst);
  }

  Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      for (String zone : ZONES) {
        List<String> row = new ArrayList<>(List.of(subject.title() + ", " + zone));
        for (String years : YEARS) {
          Measurement time = times.get(key(subject.name(), zone, years));
          if (time == null) {
            row.add("–");
          } else if (isWrong(subject, zone, Integer.parseInt(years))) {
            row.add("wrong");
          } else {
            row.add(Durations.text(time.median()));
          }
        }
        rows.add(row);
      }
    }
    return new Table(
        "Four weeks of Mon, Wed, Fri, so many years after the start: median of a window",
        List.of("subject", "1 year", "30 years", "300 years"),
        times.isEmpty() ? List.of() : rows);
  }

  /** Compares with a literal walk over the days of the window. */
  private static boolean isWrong(Subject subject, String zone, int years) {
    Task task = DistanceBenchmark.task(years, zone);
    var found = new Checksum();
    subject.query(task).answer(found);
    return !found.equals(DistanceBenchmark.expected(task));
  }

  private static String key(String subject, String zone, String years) {
    return subject + " " + zone + " " + years;
  }
}
