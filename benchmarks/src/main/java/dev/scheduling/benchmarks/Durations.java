package dev.scheduling.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Nanoseconds in words: {@code 16.5 ns}, {@code 1.14 µs}, {@code 1.7 ms}. */
public final class Durations {

  private Durations() {}

  /** Returns three significant digits and the unit that keeps the number below 1000. */
  public static String text(double nanoseconds) {
    if (nanoseconds < 999.5) {
      return digits(nanoseconds) + " ns";
    }
    if (nanoseconds < 999_500) {
      return digits(nanoseconds / 1e3) + " µs";
    }
    if (nanoseconds < 999_500_000) {
      return digits(nanoseconds / 1e6) + " ms";
    }
    return digits(nanoseconds / 1e9) + " s";
  }

  /**
   * Returns the same without digits behind the point that are zero: {@code 10 ns} for a power of
   * ten.
   */
  static String shortText(double nanoseconds) {
    return text(nanoseconds).replace(".0 ", " ").replace(".00 ", " ");
  }

  /** Returns a number with three significant digits, and never more than three behind the point. */
  public static String digits(double number) {
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(3, RoundingMode.HALF_UP));
    int digitsBefore = rounded.precision() - rounded.scale();
    int digitsBehind = Math.max(0, Math.min(3, 3 - digitsBefore));
    return rounded.setScale(digitsBehind, RoundingMode.HALF_UP).toPlainString();
  }
}
