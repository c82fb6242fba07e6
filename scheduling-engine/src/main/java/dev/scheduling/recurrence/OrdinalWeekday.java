package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.Objects;

/**
 * One entry of BYDAY: a weekday, and which of them in the month or year (RFC 5545, 3.3.10).
 *
 * @param ordinal 0 for every such weekday; 1 for the first of the period, -1 for the last; −53..53
 * @param day the weekday
 */
public record OrdinalWeekday(int ordinal, DayOfWeek day) implements Comparable<OrdinalWeekday> {

  private static final String[] CODES = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  private static final OrdinalWeekday[] EVERY =
      Arrays.stream(DayOfWeek.values())
          .map(day -> new OrdinalWeekday(0, day))
          .toArray(OrdinalWeekday[]::new);

  public OrdinalWeekday {
    Objects.requireNonNull(day, "day");
    if (ordinal < -53 || ordinal > 53) {
      throw new InvalidRecurrenceException("BYDAY", "ordinal " + ordinal + " is not in -53..53");
    }
  }

  /** Every such weekday of the period. */
  public static OrdinalWeekday every(DayOfWeek day) {
    return EVERY[day.getValue() - 1];
  }

  static String code(DayOfWeek day) {
    return CODES[day.getValue() - 1];
  }

  /** Reads {@code MO}, {@code 1MO}, {@code +1MO} or {@code -1MO}, in upper case. */
  static OrdinalWeekday parse(String part, String text, int from, int to) {
    int split = Math.max(from, to - 2);
    DayOfWeek day = weekday(part, text, split, to);
    if (split == from) {
      return every(day);
    }
    int ordinal = (int) RuleText.number(part, text, from, split, -53, 53);
    if (ordinal == 0) {
      throw new InvalidRecurrenceException(part, "ordinal 0 is not in -53..-1 or 1..53");
    }
    return new OrdinalWeekday(ordinal, day);
  }

  /** Reads {@code MO} to {@code SU}, in upper case. */
  static DayOfWeek weekday(String part, String text, int from, int to) {
    int letters = to - from == 2 ? text.charAt(from) << 16 | text.charAt(from + 1) : 0;
    return switch (letters) {
      case 'M' << 16 | 'O' -> DayOfWeek.MONDAY;
      case 'T' << 16 | 'U' -> DayOfWeek.TUESDAY;
      case 'W' << 16 | 'E' -> DayOfWeek.WEDNESDAY;
      case 'T' << 16 | 'H' -> DayOfWeek.THURSDAY;
      case 'F' << 16 | 'R' -> DayOfWeek.FRIDAY;
      case 'S' << 16 | 'A' -> DayOfWeek.SATURDAY;
      case 'S' << 16 | 'U' -> DayOfWeek.SUNDAY;
      default ->
          throw new InvalidRecurrenceException(
              part,
              "'"
                  + LocalText.clip(text.substring(from, to))
                  + "' is not a weekday (MO, TU, WE, TH, FR, SA, SU)");
    };
  }

  @Override
  public int compareTo(OrdinalWeekday other) {
    int byOrdinal = Integer.compare(ordinal, other.ordinal);
    return byOrdinal != 0 ? byOrdinal : day.compareTo(other.day);
  }

  /** The entry as RFC 5545 writes it, such as {@code MO} or {@code -1FR}. */
  @Override
  public String toString() {
    return ordinal == 0 ? code(day) : ordinal + code(day);
  }
}
