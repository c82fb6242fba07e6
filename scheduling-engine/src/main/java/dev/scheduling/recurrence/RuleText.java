package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;

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

  private static final Part[] PARTS = Part.values();
  private static final Frequency[] FREQUENCIES = Frequency.values();

  private RuleText() {}

  static RecurrenceRule parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidRecurrenceException(
          "RRULE", text.length() + " characters are more than " + MAX_LENGTH);
    }
    String value = text.trim().toUpperCase(Locale.ROOT);
    int from = value.startsWith("RRULE:") ? 6 : value.startsWith("EXRULE:") ? 7 : 0;
    RuleParts parts = new RuleParts();
    int seen = 0;
    while (from < value.length()) {
      int semicolon = value.indexOf(';', from);
      int end = semicolon < 0 ? value.length() : semicolon;
      int start = skipBlanks(value, from, end);
      // A stray semicolon at the end is common in files and harms nobody.
      if (end > start) {
        seen = read(value, start, end, parts, seen);
      }
      from = end + 1;
    }
    return parts.toRule();
  }

  private static int skipBlanks(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static int skipBlanksBack(String text, int from, int to) {
    int at = to;
    while (at > from && text.charAt(at - 1) <= ' ') {
      at--;
    }
    return at;
  }

  /**
   * Reads {@code NAME=value} in {@code [from, to)}.
   *
   * @param seen a bit for each part that was given before; with that of this one it is returned
   */
  @SuppressWarnings("EnumOrdinal") // a set of bits that lives as long as the call
  private static int read(String text, int from, int to, RuleParts parts, int seen) {
    int equals = text.indexOf('=', from);
    if (equals < 0 || equals >= to) {
      throw new InvalidRecurrenceException(
          LocalText.clip(text.substring(from, to)), "has no value (NAME=value)");
    }
    Part part = part(text, from, equals);
    int bit = 1 << part.ordinal();
    if ((seen & bit) != 0) {
      throw new InvalidRecurrenceException(part.name(), "is given twice");
    }
    String name = part.name();
    int at = equals + 1;
    int end = skipBlanksBack(text, at, to);
    switch (part) {
      case RSCALE -> parts.calendarScale = text.substring(at, end);
      case FREQ -> parts.frequency = frequency(text, at, end);
      case UNTIL -> parts.until = RecurrenceTime.parse(name, text.substring(at, end));
      case COUNT -> parts.count = number(name, text, at, end, 1, Long.MAX_VALUE);
      case INTERVAL -> parts.interval = (int) number(name, text, at, end, 1, Integer.MAX_VALUE);
      case BYSECOND -> parts.bySecond = integers(name, text, at, end);
      case BYMINUTE -> parts.byMinute = integers(name, text, at, end);
      case BYHOUR -> parts.byHour = integers(name, text, at, end);
      case BYDAY -> {
        for (int entry = at; entry <= end; ) {
          int comma = entryEnd(name, text, entry, end);
          int start = skipBlanks(text, entry, comma);
          parts.add(OrdinalWeekday.parse(name, text, start, skipBlanksBack(text, start, comma)));
          entry = comma + 1;
        }
      }
      case BYMONTHDAY -> parts.byMonthDay = integers(name, text, at, end);
      case BYYEARDAY -> parts.byYearDay = integers(name, text, at, end);
      case BYWEEKNO -> parts.byWeekNumber = integers(name, text, at, end);
      case BYMONTH -> {
        for (int entry = at; entry <= end; ) {
          int comma = entryEnd(name, text, entry, end);
          parts.add(CalendarMonth.parse(trimmed(text, entry, comma)));
          entry = comma + 1;
        }
      }
      case BYSETPOS -> parts.bySetPosition = integers(name, text, at, end);
      case WKST -> parts.weekStart = OrdinalWeekday.weekday(name, text, at, end);
      case SKIP -> parts.skip = skip(text.substring(at, end));
    }
    return seen | bit;
  }

  private static String trimmed(String text, int from, int to) {
    int start = skipBlanks(text, from, to);
    return text.substring(start, skipBlanksBack(text, start, to));
  }

  private static boolean isAt(String text, int from, int to, String name) {
    return to - from == name.length() && text.startsWith(name, from);
  }

  private static Part part(String text, int from, int to) {
    for (Part part : PARTS) {
      if (isAt(text, from, to, part.name())) {
        return part;
      }
    }
    if (from == to) {
      throw new InvalidRecurrenceException("RRULE", "has a value without a name (NAME=value)");
    }
    throw new InvalidRecurrenceException(
        LocalText.clip(text.substring(from, to)), "is not a part of a rule (RFC 5545, 3.3.10)");
  }

  private static Frequency frequency(String text, int from, int to) {
    for (Frequency frequency : FREQUENCIES) {
      if (isAt(text, from, to, frequency.name())) {
        return frequency;
      }
    }
    throw new InvalidRecurrenceException(
        "FREQ",
        "'"
            + LocalText.clip(text.substring(from, to))
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

  private static int[] integers(String part, String text, int from, int to) {
    int size = 1;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ',') {
        size++;
      }
    }
    int[] values = new int[size];
    int entry = from;
    for (int i = 0; i < size; i++) {
      int end = entryEnd(part, text, entry, to);
      int start = skipBlanks(text, entry, end);
      // The range is the part's own and is checked with the others, by RuleParts.
      values[i] = (int) number(part, text, start, skipBlanksBack(text, start, end), -9_999, 9_999);
      entry = end + 1;
    }
    return values;
  }

  /** Where the entry of a list that begins at an index ends; it must not be empty. */
  private static int entryEnd(String part, String text, int from, int to) {
    int comma = text.indexOf(',', from);
    int end = comma < 0 || comma > to ? to : comma;
    if (skipBlanks(text, from, end) == end) {
      throw new InvalidRecurrenceException(part, "has an empty entry");
    }
    return end;
  }

  static int integer(String part, String text, int least, int greatest) {
    return (int) number(part, text, 0, text.length(), least, greatest);
  }

  /** Reads the whole number in {@code [from, to)}. */
  static long number(String part, String text, int from, int to, long least, long greatest) {
    boolean signed = from < to && (text.charAt(from) == '-' || text.charAt(from) == '+');
    int digits = signed ? from + 1 : from;
    boolean valid = digits < to;
    long value = 0;
    for (int i = digits; i < to; i++) {
      int digit = text.charAt(i) - '0';
      valid &= digit >= 0 && digit <= 9;
      // Beyond 19 digits the value is out of every range, and must not become small again.
      value = value > Long.MAX_VALUE / 10 - 1 ? Long.MAX_VALUE : value * 10 + digit;
    }
    if (!valid) {
      throw new InvalidRecurrenceException(
          part,
          "'"
              + LocalText.clip(text.substring(from, to))
              + "' is not a whole number in "
              + least
              + ".."
              + greatest);
    }
    if (signed && text.charAt(from) == '-') {
      value = -value;
    }
    if (value < least || value > greatest) {
      throw new InvalidRecurrenceException(
          part, LocalText.clip(text.substring(from, to)) + " is not in " + least + ".." + greatest);
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
