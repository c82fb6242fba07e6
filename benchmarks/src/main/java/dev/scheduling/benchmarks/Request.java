package dev.scheduling.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was typed after {@code ./bench}.
 *
 * @param set the name of a set; empty to list them
 * @param quick whether short runs are wanted
 * @param forks in how many JVMs each JMH benchmark is run
 * @param only what JMH benchmarks must match, or null
 */
record Request(String set, boolean quick, int forks, @Nullable String only) {

  private static final int FORKS = 2;
  private static final int MOST_FORKS = 10;

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException if they make no sense; the message is for the one who typed
   */
  static Request of(List<String> words) {
    String set = "";
    boolean quick = false;
    int forks = 0;
    @Nullable String only = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "-quick" -> quick = true;
        case "-forks" -> forks = forks(valueOf(word, words, ++i));
        case "-only" -> only = valueOf(word, words, ++i);
        default -> {
          if (!set.isEmpty()) {
            throw new IllegalArgumentException("one set at a time, got " + set + " and " + word);
          }
          set = word;
        }
      }
    }
    return new Request(set, quick, forks > 0 ? forks : quick ? 1 : FORKS, only);
  }

  /** Whether the results are complete and long enough to take the place of earlier ones. */
  boolean isForTheRecord() {
    return !quick && only == null;
  }

  /** The command that measures the same again. */
  String command() {
    return "./bench " + set + (forks == FORKS ? "" : " -forks " + forks);
  }

  private static String valueOf(String option, List<String> words, int index) {
    if (index == words.size()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.get(index);
  }

  private static int forks(String text) {
    if (!text.matches("\\d{1,2}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_FORKS) {
      throw new IllegalArgumentException("-forks is from 1 to " + MOST_FORKS + ", got " + text);
    }
    return Integer.parseInt(text);
  }
}
