package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does a far window cost when nothing of the rule was kept: parse, compile and answer the
 * window? With COUNT there is the most to find out, because the end of the series follows from
 * counting.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class ColdWindowBenchmark {

  @Param({"DAILY_WINDOW", "COUNT_WINDOW"})
  public Scenario scenario;

  @Param public Subject subject;

  private Query query;

  @Setup
  public void prepare(Blackhole blackhole) {
    query = subject.query(scenario.task());
    Warmup.run(() -> parseCompileAndAnswer(blackhole));
  }

  @Benchmark
  public void parseCompileAndAnswer(Blackhole blackhole) {
    query.compile();
    query.answer(new BlackholeSink(blackhole));
  }
}
