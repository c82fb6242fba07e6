package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What is the least that scenario 5 and scenario 1 can cost: bare arithmetic, written for "every
 * day" and nothing else?
 */
@State(Scope.Benchmark)
public class FloorBenchmark {

  private static final long DAY = 86_400;

  // Not final, and read at every call, so that the compiler cannot know them.
  private LocalDateTime startTime = Scenario.DAILY_WINDOW.task().start();
  private long start = seconds(Scenario.DAILY_WINDOW.task().start());
  private long from = seconds(Scenario.DAILY_WINDOW.task().from());
  private long to = seconds(Scenario.DAILY_WINDOW.task().to());
  private int days = Scenario.DAILY.occurrences();

  @Setup
  public void warmUp(Blackhole blackhole) {
    Warmup.run(
        () -> {
          windowByJump(blackhole);
          yearOfLongs(blackhole);
          yearOfLocalDateTimes(blackhole);
        });
  }

  /** Scenario 5: jump to the window, then add days. */
  @Benchmark
  public void windowByJump(Blackhole blackhole) {
    long first = start + Math.floorDiv(from - start + DAY - 1, DAY) * DAY;
    for (long time = first; time < to; time += DAY) {
      blackhole.consume(time);
    }
  }

  /** Scenario 1 in longs. */
  @Benchmark
  public void yearOfLongs(Blackhole blackhole) {
    long time = start;
    for (int n = 0; n < days; n++) {
      blackhole.consume(time);
      time += DAY;
    }
  }

  /** Scenario 1 in objects of java.time. */
  @Benchmark
  public void yearOfLocalDateTimes(Blackhole blackhole) {
    LocalDateTime time = startTime;
    for (int n = 0; n < days; n++) {
      blackhole.consume(time);
      time = time.plusDays(1);
    }
  }

  private static long seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }
}
