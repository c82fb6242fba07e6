package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads and writes the text of a RECUR value (RFC 5545, 3.3.10; RFC 7529, 4). */
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

  private static final Map<String, Part> PARTS = byName(Part.values());
  private static final Map<String, Frequency> FREQUENCIES = byName(Frequency.values());
  private static final Map<String, Skip> SKIPS = byName(Skip.values());

  private RuleText() {}

  private static <E extends Enum<E>> Map<String, E> byName(E[] values) {
    return Arrays.stream(values)
        .collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));
  }

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
        for (int from = 0; from <= value.length(); ) {
          int end = entryEnd(name, value, from);
          parts.byDay.add(OrdinalWeekday.parse(name, value.substring(from, end).trim()));
          from = end + 1;
        }
      }
      case BYMONTHDAY -> parts.byMonthDay = integers(name, value);
      case BYYEARDAY -> parts.byYearDay = integers(name, value);
      case BYWEEKNO -> parts.byWeekNumber = integers(name, value);
      case BYMONTH -> {
        for (int from = 0; from <= value.length(); ) {
          int end = entryEnd(name, value, from);
          parts.byMonth.add(CalendarMonth.parse(value.substring(from, end).trim()));
          from = end + 1;
        }
      }
      case BYSETPOS -> parts.bySetPosition = integers(name, value);
      case WKST -> parts.weekStart = OrdinalWeekday.weekday(name, value);
      case SKIP -> parts.skip = skip(value);
    }
  }

  private static Part part(String name) {
    Part part = PARTS.get(name);
    if (part == null) {
      throw new InvalidRecurrenceException(
          LocalText.clip(name), "is not a part of a rule (RFC 5545, 3.3.10)");
    }
    return part;
  }

  private static Frequency frequency(String value) {
    Frequency frequency = FREQUENCIES.get(value);
    if (frequency == null) {
      throw new InvalidRecurrenceException(
          "FREQ",
          "'"
              + LocalText.clip(value)
              + "' is not SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    return frequency;
  }

  private static Skip skip(String value) {
    Skip skip = SKIPS.get(value);
    if (skip == null) {
      throw new InvalidRecurrenceException(
          "SKIP", "'" + LocalText.clip(value) + "' is not OMIT, BACKWARD or FORWARD");
    }
    return skip;
  }

  private static int[] integers(String part, String value) {
    int size = 1;
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == ',') {
        size++;
      }
    }
    int[] values = new int[size];
    int from = 0;
    for (int i = 0; i < size; i++) {
      int end = entryEnd(part, value, from);
      // The range is the part's own and is checked with the others, by RuleParts.
      values[i] = integer(part, value.substring(from, end).trim(), -9_999, 9_999);
      from = end + 1;
    }
    return values;
  }

  /** Where the entry of a list that begins at an index ends; it must not be empty. */
  private static int entryEnd(String part, String list, int from) {
    int comma = list.indexOf(',', from);
    int end = comma < 0 ? list.length() : comma;
    if (list.substring(from, end).isBlank()) {
      throw new InvalidRecurrenceException(part, "has an empty entry");
    }
    return end;
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

  /** The canonical text: FREQ first, as RFC 5545 asks, lists ascending, defaults left out. */
  static String write(RecurrenceRule rule) {
    StringBuilder all = new StringBuilder(64).append("FREQ=").append(rule.frequency());
    rule.calendarScale().ifPresent(scale -> all.append(";RSCALE=").append(scale));
    rule.until().ifPresent(until -> all.append(";UNTIL=").append(until));
    rule.count().ifPresent(count -> all.append(";COUNT=").append(count));
    if (rule.interval() != 1) {
      all.append(";INTERVAL=").append(rule.interval());
    }
    append(all, "BYSECOND", rule.bySecond());
    append(all, "BYMINUTE", rule.byMinute());
    append(all, "BYHOUR", rule.byHour());
    append(all, "BYDAY", rule.byDay());
    append(all, "BYMONTHDAY", rule.byMonthDay());
    append(all, "BYYEARDAY", rule.byYearDay());
    append(all, "BYWEEKNO", rule.byWeekNumber());
    append(all, "BYMONTH", rule.byMonth());
    append(all, "BYSETPOS", rule.bySetPosition());
    if (rule.weekStart() != DayOfWeek.MONDAY) {
      all.append(";WKST=").append(OrdinalWeekday.code(rule.weekStart()));
    }
    if (rule.skip() != Skip.OMIT) {
      all.append(";SKIP=").append(rule.skip());
    }
    return all.toString();
  }

  private static void append(StringBuilder all, String part, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      all.append(i == 0 ? ";" + part + "=" : ",").append(values.get(i));
    }
  }
}
