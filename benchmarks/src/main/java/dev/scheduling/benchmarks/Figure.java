package dev.scheduling.benchmarks;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * One measured number that is claimed or aimed at: an entry of {@code
 * benchmarks/results/figures.json}.
 *
 * @param id its name, in lower case with dots: {@code recurrence.daily}
 * @param what what was measured, as a reader would say it
 * @param value the number, rounded to three significant digits
 * @param unit what the number counts: {@code times lib-recur 0.17.1}
 * @param target what it should be: {@code >= 5}
 * @param holds whether it is; always computed from value and target
 * @param measured the day, {@code 2026-03-02}; empty until it is written
 * @param conditions cores, JDK, versions and load; empty until it is written
 * @param command the command that measured it, and does so again
 */
@JsonPropertyOrder({
  "id",
  "what",
  "value",
  "unit",
  "target",
  "holds",
  "measured",
  "conditions",
  "command"
})
public record Figure(
    String id,
    String what,
    BigDecimal value,
    String unit,
    String target,
    boolean holds,
    String measured,
    String conditions,
    String command) {

  /**
   * Computes whether the target holds; what was passed is not believed.
   *
   * @throws IllegalArgumentException if the id or the target is malformed
   */
  public Figure {
    if (!id.matches("[a-z0-9]+(?:[.-][a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "expected an id like recurrence.daily, got \"" + id + "\"");
    }
    holds = Target.parse(target).holdsFor(value.doubleValue());
  }

  /**
   * Returns a figure without its day and conditions, which {@code ./bench} adds when it writes it.
   *
   * @param value finite; rounded to three significant digits, or to the whole number from 1000 on
   * @throws IllegalArgumentException if the value is not finite, or as the constructor says
   */
  public static Figure of(String id, String what, double value, String unit, String target) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a finite value for " + id + ", got " + value);
    }
    return new Figure(id, what, round(value), unit, target, false, "", "", "");
  }

  Figure measured(String day, Conditions conditions, String command) {
    return new Figure(id, what, value, unit, target, holds, day, conditions.text(), command);
  }

  private static BigDecimal round(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        Math.abs(value) >= 1000
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(new MathContext(3, RoundingMode.HALF_UP));
    return rounded.signum() == 0
        ? BigDecimal.ZERO
        : new BigDecimal(rounded.stripTrailingZeros().toPlainString());
  }
}
