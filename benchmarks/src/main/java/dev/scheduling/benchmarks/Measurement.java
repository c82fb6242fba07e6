package dev.scheduling.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What JMH measured for one benchmark method with one choice of its parameters.
 *
 * @param benchmark the simple name of the class
 * @param method the name of the method
 * @param parameters the parameters by name
 * @param samples nanoseconds of CPU time an operation, one for each measured iteration of every
 *     fork, ascending
 * @param bytes allocated bytes an operation, or NaN where they were not counted
 */
public record Measurement(
    String benchmark,
    String method,
    Map<String, String> parameters,
    List<Double> samples,
    double bytes) {

  /**
   * Copies the parameters and the samples.
   *
   * @throws IllegalArgumentException if there is no sample
   */
  public Measurement {
    parameters = Map.copyOf(parameters);
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + benchmark + "." + method);
    }
  }

  /** Returns a parameter's value. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "expected one of " + parameters.keySet() + ", got " + name);
    }
    return value;
  }

  /** Returns the middle sample: half of the iterations were at least as fast. */
  public double median() {
    int half = samples.size() / 2;
    double upper = samples.get(half);
    return samples.size() % 2 == 1 ? upper : (samples.get(half - 1) + upper) / 2;
  }

  /** Returns the fastest sample, which is what a busy machine disturbs least. */
  public double minimum() {
    return samples.get(0);
  }
}
