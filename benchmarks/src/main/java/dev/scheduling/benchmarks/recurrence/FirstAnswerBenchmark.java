package dev.scheduling.benchmarks.recurrence;

import dev.scheduling.benchmarks.Warmup;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does a rule cost that is used once: parsed from its text, compiled, asked for its first
 * occurrence and thrown away? The code is warm, the rule is fresh.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class FirstAnswerBenchmark {

  @Param({"DAILY", "WEEKLY", "LAST_FRIDAY", "SECOND_SUNDAY", "LAST_WORKDAY", "NEW_YORK"})
  public Scenario scenario;

  @Param public Subject subject;

  private Query query;

  @Setup
  public void prepare(Blackhole blackhole) {
    query = subject.query(scenario.task());
    Warmup.run(() -> parseCompileAndAnswerFirst(blackhole));
  }

  @Benchmark
  public void parseCompileAndAnswerFirst(Blackhole blackhole) {
    query.compile();
    query.answerFirst(new BlackholeSink(blackhole));
  }
}
