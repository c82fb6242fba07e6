package dev.scheduling.benchmarks;

/**
 * A set of measurements that {@code ./bench NAME} runs as one, so that its ratios come from one
 * run.
 */
public interface Suite {

  /** Returns the name that is typed after {@code ./bench}: lower case, no spaces. */
  String name();

  /** Returns what the set answers, in one line. */
  String question();

  /**
   * Measures, and returns what was found.
   *
   * @param session how long to measure, and where raw results go
   * @throws Exception if a measurement could not be made at all; nothing is written then
   */
  Report measure(Session session) throws Exception;
}
