package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does a rule that is held compiled cost, for each occurrence or each window? An operation
 * makes a new iterator and answers the whole scenario.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class ExpansionBenchmark {

  /**
   * Whose names sort this way, so that the subjects of one scenario are measured one after another.
   */
  @Param public Scenario scenario;

  @Param public Subject subject;

  private Query query;

  @Setup
  public void compile(Blackhole blackhole) {
    query = subject.query(scenario.task());
    Warmup.run(() -> answer(blackhole));
  }

  @Benchmark
  public void answer(Blackhole blackhole) {
    query.answer(new BlackholeSink(blackhole));
  }
}
