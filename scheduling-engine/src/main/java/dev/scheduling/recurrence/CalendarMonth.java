package dev.scheduling.recurrence;

import java.util.stream.IntStream;

/**
 * One entry of BYMONTH: a month of the rule's calendar, which may be a leap month (RFC 7529, 4.2).
 *
 * @param number 1..13; 1..12 in the Gregorian calendar
 * @param leap whether the leap month that follows the month of that number is meant, as {@code 5L}
 *     in the Hebrew calendar; never in the Gregorian one
 */
public record CalendarMonth(int number, boolean leap) implements Comparable<CalendarMonth> {

  private static final CalendarMonth[] MONTHS =
      IntStream.rangeClosed(1, 12)
          .mapToObj(number -> new CalendarMonth(number, false))
          .toArray(CalendarMonth[]::new);

  public CalendarMonth {
    if (number < 1 || number > 13) {
      throw new InvalidRecurrenceException("BYMONTH", number + " is not in 1..13");
    }
  }

  /** The ordinary month of that number. */
  public static CalendarMonth of(int number) {
    return number >= 1 && number <= 12 ? MONTHS[number - 1] : new CalendarMonth(number, false);
  }

  static CalendarMonth parse(String text) {
    boolean leap = text.endsWith("L");
    String digits = leap ? text.substring(0, text.length() - 1) : text;
    int number = RuleText.integer("BYMONTH", digits, 1, 13);
    return leap ? new CalendarMonth(number, true) : of(number);
  }

  @Override
  public int compareTo(CalendarMonth other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber != 0 ? byNumber : Boolean.compare(leap, other.leap);
  }

  /** The entry as RFC 7529 writes it, such as {@code 5} or {@code 5L}. */
  @Override
  public String toString() {
    return leap ? number + "L" : Integer.toString(number);
  }
}
