package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does one more step of a cursor cost, in time and in bytes, when the cursor itself is paid
 * for? It walks on from operation to operation, and begins anew when the years are used up.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AllocationBenchmark {

  @Param({
    "DAILY",
    "WEEKLY",
    "LAST_FRIDAY",
    "SECOND_SUNDAY",
    "DAY_31_WINDOW",
    "QUARTER_HOUR_WINDOW",
    "LAST_WORKDAY",
    "NEW_YORK",
    "LEAP_SUNDAY",
    "COUNT_WINDOW"
  })
  public Scenario scenario;

  private OccurrenceCursor cursor;
  private long start;

  @Setup
  public void open() {
    Task task = scenario.task();
    RecurrenceSet.Builder builder =
        task.zone() == null
            ? RecurrenceSet.startingAt(task.start())
            : RecurrenceSet.startingAt(task.start(), task.zoneOrUtc());
    cursor = builder.rule(RecurrenceRule.parse(task.rule())).build().cursor();
    start = task.start().toEpochSecond(ZoneOffset.UTC);
    Warmup.run(this::step);
  }

  @Benchmark
  public long step() {
    if (!cursor.next()) {
      cursor.seekLocal(start);
      cursor.next();
    }
    return cursor.localSecond();
  }
}
