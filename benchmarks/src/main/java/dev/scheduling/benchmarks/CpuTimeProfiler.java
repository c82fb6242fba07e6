package dev.scheduling.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/*
 * JMH measures by the clock on the wall. On a machine that does other things as well, that is the time of the benchmark
 * plus the time in which it had no core. So beside it, the CPU time of the thread that runs the benchmark is taken
 * before and after each iteration, and divided by all operations in between. On an idle machine the two agree. Threads
 * of the collector and the compiler are not counted: a subject that makes garbage looks a little better than it is.
 */
/** A profiler of JMH that reports the CPU time of an operation as {@value #LABEL}. */
public final class CpuTimeProfiler implements InternalProfiler {

  static final String LABEL = "cpu.time.norm";

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long before;

  @Override
  public String getDescription() {
    return "CPU time of the measuring threads, for each operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workersNanoseconds();
  }

  @Override
  @SuppressWarnings("rawtypes") // As JMH declares it.
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long spent = workersNanoseconds() - before;
    long operations = result.getMetadata().getAllOps();
    if (operations == 0) {
      return List.of();
    }
    double each = (double) spent / operations;
    return List.of(new ScalarResult(LABEL, each, "ns/op", AggregationPolicy.AVG));
  }

  private static long workersNanoseconds() {
    long sum = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      // A thread that has ended since is null.
      if (thread != null && thread.getThreadName().contains("-jmh-worker-")) {
        sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }
}
