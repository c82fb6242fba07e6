package dev.scheduling.benchmarks;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure must be: a comparison and a number, written {@code ">= 5"}.
 *
 * @param comparison one of {@code >=}, {@code >}, {@code <=}, {@code <}, {@code =}
 * @param bound the number that the value is compared with
 */
record Target(String comparison, double bound) {

  private static final Pattern FORM = Pattern.compile("(>=|>|<=|<|=) (-?\\d+(?:\\.\\d+)?)");

  /**
   * Reads a target.
   *
   * @throws IllegalArgumentException if the text is not a comparison, a space and a number
   */
  static Target parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("expected a target like \">= 5\", got \"" + text + "\"");
    }
    return new Target(form.group(1), Double.parseDouble(form.group(2)));
  }

  boolean holdsFor(double value) {
    return switch (comparison) {
      case ">=" -> value >= bound;
      case ">" -> value > bound;
      case "<=" -> value <= bound;
      case "<" -> value < bound;
      default -> value == bound;
    };
  }
}
