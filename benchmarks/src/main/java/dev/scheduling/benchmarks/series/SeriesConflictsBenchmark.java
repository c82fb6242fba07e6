package dev.scheduling.benchmarks.series;

import dev.scheduling.conflict.FirstConflict;
import dev.scheduling.conflict.Series;
import dev.scheduling.conflict.SeriesConflicts;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The first clash of two series, or of one with each of ten thousand. */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class SeriesConflictsBenchmark {

  /** One pair. */
  @State(Scope.Benchmark)
  public static class Pair {
    @Param public SeriesPair pair;

    private Series a;
    private Series b;

    @Setup
    public void draw() {
      a = pair.a();
      b = pair.b();
      pair.checked(SeriesConflicts.first(a, b));
    }
  }

  /** A calendar of series as people have them. */
  @State(Scope.Benchmark)
  public static class Calendar {
    private static final int SIZE = 10_000;
    private static final String[] RULES = {
      "FREQ=WEEKLY;BYDAY=%s",
      "FREQ=WEEKLY;BYDAY=%s",
      "FREQ=WEEKLY;BYDAY=%s;COUNT=40",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=%s",
      "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "FREQ=MONTHLY;BYDAY=1%s",
      "FREQ=MONTHLY;BYDAY=-1%s",
      "FREQ=YEARLY"
    };
    private static final String[] WEEKDAYS = {"MO", "TU", "WE", "TH", "FR"};

    private final List<Series> series = new ArrayList<>();

    @Setup
    public void draw() {
      Random random = new Random(11);
      while (series.size() < SIZE) {
        series.add(ordinary(random, ZoneId.of("Europe/Berlin")));
      }
      // A calendar is held, so what is known of its series is known already.
      Series any = requested();
      series.forEach(each -> SeriesConflicts.first(any, each));
    }

    private static Series ordinary(Random random, ZoneId zone) {
      int weekday = random.nextInt(5);
      // 6 January 2025 was a Monday.
      LocalDate date = LocalDate.of(2025, 1, 6).plusDays(random.nextInt(50) * 7L + weekday);
      LocalTime time = LocalTime.of(8 + random.nextInt(10), 15 * random.nextInt(4));
      String rule = RULES[random.nextInt(RULES.length)].formatted(WEEKDAYS[weekday]);
      return Series.of(
          RecurrenceSet.startingAt(date.atTime(time), zone)
              .rule(RecurrenceRule.parse(rule))
              .build(),
          Duration.ofMinutes(15L * (1 + random.nextInt(6))));
    }

    private static Series requested() {
      return Series.of(
          RecurrenceSet.startingAt(
                  LocalDate.of(2026, 3, 3).atTime(14, 0), ZoneId.of("Europe/Berlin"))
              .rule(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=TU"))
              .build(),
          Duration.ofMinutes(45));
    }
  }

  /** Both series are held, as a calendar holds them. */
  @Benchmark
  public FirstConflict held(Pair pair) {
    return SeriesConflicts.first(pair.a, pair.b);
  }

  /** Both are parsed and compiled anew. */
  @Benchmark
  public FirstConflict cold(Pair pair) {
    return SeriesConflicts.first(pair.pair.a(), pair.pair.b());
  }

  /** A new weekly series against each of ten thousand that are held; all clashes are found. */
  @Benchmark
  public int calendar(Calendar calendar) {
    Series requested = Calendar.requested();
    int clashes = 0;
    for (Series existing : calendar.series) {
      clashes +=
          SeriesConflicts.first(requested, existing) instanceof FirstConflict.Conflict ? 1 : 0;
    }
    return clashes;
  }
}
