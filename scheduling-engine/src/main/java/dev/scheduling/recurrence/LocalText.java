package dev.scheduling.recurrence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The DATE and DATE-TIME texts of RFC 5545, 3.3.4 and 3.3.5: {@code 19970714} and {@code
 * 19970714T133000}.
 */
final class LocalText {

  /** Years that a start, a bound or an occurrence may lie in, both inclusive. */
  static final int FIRST_YEAR = 1;

  static final int LAST_YEAR = 9999;

  private LocalText() {}

  static LocalDate parseDate(String part, String text) {
    if (text.length() != 8 || !digits(text, 0, 8)) {
      throw new InvalidRecurrenceException(
          part, "'" + clip(text) + "' is not a date like 20261231");
    }
    try {
      LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8));
      requireSupported(part, date);
      return date;
    } catch (DateTimeException e) {
      throw new InvalidRecurrenceException(part, "'" + text + "' is not a date of the calendar", e);
    }
  }

  /** Second 60 is read as 59: java.time has no leap seconds, and RFC 5545 3.3.5 lets us. */
  static LocalDateTime parseTime(String part, String text) {
    if (text.length() != 15 || text.charAt(8) != 'T' || !digits(text, 9, 15)) {
      throw new InvalidRecurrenceException(
          part, "'" + clip(text) + "' is not a time like 20261231T235959 or 20261231T235959Z");
    }
    LocalDate date = parseDate(part, text.substring(0, 8));
    int second = number(text, 13, 15);
    try {
      return date.atTime(number(text, 9, 11), number(text, 11, 13), second == 60 ? 59 : second);
    } catch (DateTimeException e) {
      throw new InvalidRecurrenceException(part, "'" + text + "' is not a time of day", e);
    }
  }

  static String format(LocalDate date) {
    StringBuilder text = new StringBuilder(8);
    append(text, date.getYear(), 4);
    append(text, date.getMonthValue(), 2);
    append(text, date.getDayOfMonth(), 2);
    return text.toString();
  }

  static String format(LocalDateTime time) {
    StringBuilder text = new StringBuilder(15).append(format(time.toLocalDate())).append('T');
    append(text, time.getHour(), 2);
    append(text, time.getMinute(), 2);
    append(text, time.getSecond(), 2);
    return text.toString();
  }

  static void requireSupported(String part, LocalDate date) {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new InvalidRecurrenceException(
          part, "year " + date.getYear() + " is not in " + FIRST_YEAR + ".." + LAST_YEAR);
    }
  }

  static void requireSupported(String part, LocalDateTime time) {
    requireSupported(part, time.toLocalDate());
    if (hasFraction(time)) {
      throw new InvalidRecurrenceException(part, time + " has a fraction of a second");
    }
  }

  static boolean hasFraction(LocalDateTime time) {
    return time.toLocalTime().toNanoOfDay() % 1_000_000_000L != 0;
  }

  static LocalDateTime utc(String part, Instant instant) {
    try {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InvalidRecurrenceException(
          part, instant + " is not in the years " + FIRST_YEAR + ".." + LAST_YEAR, e);
    }
  }

  /** What came, short enough for a message. */
  static String clip(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static void append(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    text.append(digits);
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }
}
