package dev.scheduling.recurrence;

import java.util.EnumSet;
import java.util.Locale;

/** Reads the text of a RECUR value (RFC 5545, 3.3.10; RFC 7529, 4) into {@link RuleParts}. */
final class RuleText {

  /**
   * Longer than any rule that says something: every BYSETPOS and every BYYEARDAY take 3,600 each.
   */
  static final int MAX_LENGTH = 16_384;

  private enum Part {
    RSCALE,
    FREQ,
    UNTIL,
    COUNT,
    INTERVAL,
    BYSECOND,
    BYMINUTE,
    BYHOUR,
    BYDAY,
    BYMONTHDAY,
    BYYEARDAY,
    BYWEEKNO,
    BYMONTH,
    BYSETPOS,
    WKST,
    SKIP
  }

  private RuleText() {}

  static RecurrenceRule parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidRecurrenceException(
          "RRULE", text.length() + " characters are more than " + MAX_LENGTH);
    }
    String value = text.trim().toUpperCase(Locale.ROOT);
    if (value.startsWith("RRULE:") || value.startsWith("EXRULE:")) {
      value = value.substring(value.indexOf(':') + 1).trim();
    }
    RuleParts parts = new RuleParts();
    EnumSet<Part> seen = EnumSet.noneOf(Part.class);
    int from = 0;
    while (from < value.length()) {
      int end = value.indexOf(';', from);
      if (end < 0) {
        end = value.length();
      }
      // A stray semicolon at the end is common in files and harms nobody.
      if (end > from) {
        read(value.substring(from, end).trim(), parts, seen);
      }
      from = end + 1;
    }
    return parts.toRule();
  }

  private static void read(String assignment, RuleParts parts, EnumSet<Part> seen) {
    int equals = assignment.indexOf('=');
    String name = equals < 0 ? assignment : assignment.substring(0, equals);
    if (equals < 0) {
      throw new InvalidRecurrenceException(LocalText.clip(name), "has no value (NAME=value)");
    }
    Part part = part(name);
    if (!seen.add(part)) {
      throw new InvalidRecurrenceException(name, "is given twice");
    }
    String value = assignment.substring(equals + 1);
    switch (part) {
      case RSCALE -> parts.calendarScale = value;
      case FREQ -> parts.frequency = frequency(value);
      case UNTIL -> parts.until = RecurrenceTime.parse(name, value);
      case COUNT -> parts.count = number(name, value, 1, Long.MAX_VALUE);
      case INTERVAL -> parts.interval = integer(name, value, 1, Integer.MAX_VALUE);
      case BYSECOND -> parts.bySecond = integers(name, value);
      case BYMINUTE -> parts.byMinute = integers(name, value);
      case BYHOUR -> parts.byHour = integers(name, value);
      case BYDAY -> {
        for (String item : list(name, value)) {
          parts.byDay.add(OrdinalWeekday.parse(name, item));
        }
      }
      case BYMONTHDAY -> parts.byMonthDay = integers(name, value);
      case BYYEARDAY -> parts.byYearDay = integers(name, value);
      case BYWEEKNO -> parts.byWeekNumber = integers(name, value);
      case BYMONTH -> {
        for (String item : list(name, value)) {
          parts.byMonth.add(CalendarMonth.parse(item));
        }
      }
      case BYSETPOS -> parts.bySetPosition = integers(name, value);
      case WKST -> parts.weekStart = OrdinalWeekday.weekday(name, value);
      case SKIP -> parts.skip = skip(value);
    }
  }

  private static Part part(String name) {
    for (Part part : Part.values()) {
      if (part.name().equals(name)) {
        return part;
      }
    }
    throw new InvalidRecurrenceException(
        LocalText.clip(name), "is not a part of a rule (RFC 5545, 3.3.10)");
  }

  private static Frequency frequency(String value) {
    for (Frequency frequency : Frequency.values()) {
      if (frequency.name().equals(value)) {
        return frequency;
      }
    }
    throw new InvalidRecurrenceException(
        "FREQ",
        "'"
            + LocalText.clip(value)
            + "' is not SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY");
  }

  private static Skip skip(String value) {
    for (Skip skip : Skip.values()) {
      if (skip.name().equals(value)) {
        return skip;
      }
    }
    throw new InvalidRecurrenceException(
        "SKIP", "'" + LocalText.clip(value) + "' is not OMIT, BACKWARD or FORWARD");
  }

  private static int[] integers(String part, String value) {
    String[] items = list(part, value);
    int[] values = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      // The range is the part's own and is checked with the others, by RuleParts.
      values[i] = integer(part, items[i], -9_999, 9_999);
    }
    return values;
  }

  private static String[] list(String part, String value) {
    String[] items = value.split(",", -1);
    for (int i = 0; i < items.length; i++) {
      items[i] = items[i].trim();
      if (items[i].isEmpty()) {
        throw new InvalidRecurrenceException(part, "has an empty entry");
      }
    }
    return items;
  }

  static int integer(String part, String text, int least, int greatest) {
    return (int) number(part, text, least, greatest);
  }

  static long number(String part, String text, long least, long greatest) {
    int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    boolean valid = text.length() > start;
    for (int i = start; i < text.length(); i++) {
      valid &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!valid) {
      throw new InvalidRecurrenceException(
          part,
          "'" + LocalText.clip(text) + "' is not a whole number in " + least + ".." + greatest);
    }
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidRecurrenceException(
          part, LocalText.clip(text) + " is not in " + least + ".." + greatest, e);
    }
    if (value < least || value > greatest) {
      throw new InvalidRecurrenceException(part, value + " is not in " + least + ".." + greatest);
    }
    return value;
  }
}
