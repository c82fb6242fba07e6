package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Does a window cost more the further it is from the start of the series? */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class DistanceBenchmark {

  @Param public Subject subject;

  @Param({"1", "30", "300"})
  public int years;

  /** The zone of the series, or "floating". */
  @Param({"floating", "Europe/Berlin"})
  public String zone;

  private Query query;

  @Setup
  public void compile(Blackhole blackhole) {
    query = subject.query(task(years, zone));
    Warmup.run(() -> window(blackhole));
  }

  /** Four weeks of a weekly meeting on three days, so many years after its first. */
  static Task task(int years, String zone) {
    LocalDateTime start = LocalDateTime.of(2026, 1, 5, 9, 0);
    LocalDateTime from = start.toLocalDate().atStartOfDay().plusYears(years);
    Task floating = Task.window(from, from.plusWeeks(4), "FREQ=WEEKLY;BYDAY=MO,WE,FR", start);
    return zone.equals("floating") ? floating : floating.in(ZoneId.of(zone));
  }

  /** Returns the right answer, from a walk over the days of the window. */
  static Checksum expected(Task task) {
    var checksum = new Checksum();
    for (LocalDateTime time = task.from().plusHours(9); time.isBefore(task.to()); ) {
      int day = time.getDayOfWeek().getValue();
      if (day % 2 == 1 && day < 7) {
        checksum.acceptTime(time.atZone(task.zoneOrUtc()));
      }
      time = time.plusDays(1);
    }
    return checksum;
  }

  @Benchmark
  public void window(Blackhole blackhole) {
    query.answer(new BlackholeSink(blackhole));
  }
}
