package dev.scheduling.ics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A DATE or DATE-TIME as it is written (RFC 5545, sections 3.3.4 and 3.3.5), before its zone is
 * looked up.
 *
 * @param date the date
 * @param dateTime the date and time, or null if there is no time
 * @param utc whether a Z follows
 */
record IcsTime(LocalDate date, @Nullable LocalDateTime dateTime, boolean utc) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  /**
   * Reads one value.
   *
   * @param property named in the exception's message
   */
  static IcsTime parse(String property, String value) throws UnreadablePartException {
    String text = value.strip().toUpperCase(Locale.ROOT);
    boolean utc = text.endsWith("Z");
    String local = utc ? text.substring(0, text.length() - 1) : text;
    if (isDigits(local, 0, 8)) {
      try {
        LocalDate date =
            LocalDate.of(number(local, 0, 4), number(local, 4, 6), number(local, 6, 8));
        if (local.length() == 8 && !utc && date.getYear() > 0) {
          return new IcsTime(date, null, false);
        }
        if (local.length() == 15
            && local.charAt(8) == 'T'
            && isDigits(local, 9, 15)
            && date.getYear() > 0) {
          // A leap second is the second before it (section 3.3.12).
          int second = number(local, 13, 15);
          LocalDateTime time =
              date.atTime(number(local, 9, 11), number(local, 11, 13), second == 60 ? 59 : second);
          return new IcsTime(date, time, utc);
        }
      } catch (DateTimeException e) {
        throw new UnreadablePartException(
            property + " " + Findings.quoted(value) + " is not in the calendar");
      }
    }
    throw new UnreadablePartException(
        property
            + " "
            + Findings.quoted(value)
            + " is no date such as 20260302 and no time such as 20260302T093000");
  }

  private static boolean isDigits(String text, int from, int to) {
    if (text.length() < to) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  boolean isDate() {
    return dateTime == null;
  }

  /** The local time; midnight for a date. */
  LocalDateTime local() {
    return dateTime == null ? date.atStartOfDay() : dateTime;
  }

  static String format(LocalDate date) {
    return DATE.format(date);
  }

  static String format(LocalDateTime dateTime) {
    return DATE_TIME.format(dateTime);
  }
}
