package dev.scheduling.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One run of JMH over several benchmark classes, all with the same settings: CPU time and allocated
 * bytes for each operation, several forks.
 */
public final class JmhRun {

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private JmhRun() {}

  /**
   * Runs the classes and returns what was measured. JMH's own results, as JSON, go to the session's
   * folder.
   *
   * @param suite the name of the set, which is the name of the raw file
   * @param classes the classes whose benchmarks are run
   * @throws RunnerException if JMH cannot run, or if nothing is left to run
   */
  public static List<Measurement> of(Session session, String suite, List<Class<?>> classes)
      throws RunnerException {
    Path raw = session.rawResults(suite);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(1)
            .forks(session.forks())
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(400))
            .measurementIterations(session.quick() ? 3 : 5)
            .measurementTime(TimeValue.milliseconds(200))
            // Fixed locale and zone: ical4j takes the week's start from the one, java.util from the
            // other.
            .jvmArgs("-Xms512m", "-Xmx512m", "-Duser.language=en", "-Duser.timezone=UTC")
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTimeProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(raw.toString());
    for (Class<?> each : classes) {
      options.include(includes(session, each));
    }
    return new Runner(options.build()).run().stream().map(JmhRun::measurement).toList();
  }

  /** The benchmarks of a class, or those of them that the session wants. */
  private static String includes(Session session, Class<?> benchmarks) {
    String wanted = session.only();
    String ofTheClass = Pattern.quote(benchmarks.getName()) + "\\.";
    return wanted == null ? ofTheClass : "(?=.*(?:" + wanted + "))" + ofTheClass;
  }

  private static Measurement measurement(RunResult result) {
    BenchmarkParams params = result.getParams();
    String name = params.getBenchmark();
    int method = name.lastIndexOf('.');
    Map<String, String> values = new TreeMap<>();
    params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
    List<Double> samples =
        result.getBenchmarkResults().stream()
            .map(BenchmarkResult::getIterationResults)
            .flatMap(Collection::stream)
            .map(iteration -> iteration.getSecondaryResults().get(CpuTimeProfiler.LABEL))
            .mapToDouble(each -> each.getScore())
            .sorted()
            .boxed()
            .toList();
    Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
    return new Measurement(
        name.substring(name.lastIndexOf('.', method - 1) + 1, method),
        name.substring(method + 1),
        values,
        samples,
        allocation == null ? Double.NaN : allocation.getScore());
  }
}
