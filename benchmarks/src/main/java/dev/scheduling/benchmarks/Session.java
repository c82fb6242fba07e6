package dev.scheduling.benchmarks;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code ./bench}: what was asked for.
 *
 * @param root the repository's root, where {@code ./bench} and {@code ./serve} stand
 * @param results the folder that the set's files go to; it exists
 * @param forks in how many JVMs, one after another, each JMH benchmark is run; at least 1
 * @param quick whether short runs are wanted, good for a first look and for nothing else
 * @param only a regular expression; a set of JMH benchmarks leaves out the classes and methods that
 *     do not match. Null: everything
 */
public record Session(Path root, Path results, int forks, boolean quick, @Nullable String only) {

  /** Returns whether a measurement that JMH does not run, with this name, is wanted. */
  public boolean wants(String measurement) {
    return only == null || Pattern.compile(only).matcher(measurement).find();
  }

  /** Returns the file that the raw results of a set go to. */
  public Path rawResults(String suite) {
    return results.resolve(suite + ".json");
  }
}
