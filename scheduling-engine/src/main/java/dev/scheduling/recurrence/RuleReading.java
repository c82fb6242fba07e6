package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a rule is to be read aloud in any language: which of its parts make dates and times, and
 * which only keep some of them.
 */
final class RuleReading {

  /*
   * The table of RFC 5545, 3.3.10, says of every part under every FREQ whether it expands or limits.
   * Read aloud the two differ: "every day, only on Mondays" and "every Monday" are two rules with
   * the same dates. Of the parts that expand a year or a month, one names the days ("on the 15th"),
   * it may take another along ("of March"), and those left over can only keep some of these days
   * ("only on Fridays"), which is what the RFC's order of evaluation comes to.
   */

  /** The part that names the days within a period. */
  enum Days {
    /** None: the start does, or every period is a moment of its own. */
    OF_START,
    YEAR_DAYS,
    MONTH_DAYS,
    WEEK_NUMBERS,
    WEEKDAYS,
    MONTHS
  }

  /** More times of day than this are told as hours and minutes instead of one by one. */
  private static final int MOST_TIMES = 12;

  private static final int[] NONE = {};
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  final RecurrenceRule rule;
  final Days days;

  RuleReading(RecurrenceRule rule) {
    this.rule = rule;
    days = namingDays();
  }

  private Days namingDays() {
    boolean byWeekday = !rule.byDay().isEmpty();
    return switch (rule.frequency()) {
      case YEARLY -> {
        if (rule.yearDays().length > 0) {
          yield Days.YEAR_DAYS;
        }
        if (rule.monthDays().length > 0) {
          yield Days.MONTH_DAYS;
        }
        if (rule.weekNumbers().length > 0) {
          yield Days.WEEK_NUMBERS;
        }
        if (byWeekday) {
          yield Days.WEEKDAYS;
        }
        yield rule.byMonth().isEmpty() ? Days.OF_START : Days.MONTHS;
      }
      case MONTHLY -> {
        if (rule.monthDays().length > 0) {
          yield Days.MONTH_DAYS;
        }
        yield byWeekday ? Days.WEEKDAYS : Days.OF_START;
      }
      case WEEKLY -> byWeekday ? Days.WEEKDAYS : Days.OF_START;
      default -> Days.OF_START;
    };
  }

  /** The months in which the days lie that the rule names: "the 15th of March". */
  List<CalendarMonth> monthsOfDays() {
    return takesMonths() ? rule.byMonth() : List.of();
  }

  /** The months that only keep some of the dates. */
  List<CalendarMonth> limitingMonths() {
    return takesMonths() ? List.of() : rule.byMonth();
  }

  private boolean takesMonths() {
    return rule.frequency() == Frequency.YEARLY
        && (days == Days.MONTH_DAYS || days == Days.WEEKDAYS || days == Days.MONTHS);
  }

  int[] limitingYearDays() {
    return days == Days.YEAR_DAYS ? NONE : rule.yearDays();
  }

  int[] limitingMonthDays() {
    return days == Days.MONTH_DAYS ? NONE : rule.monthDays();
  }

  int[] limitingWeekNumbers() {
    return days == Days.WEEK_NUMBERS ? NONE : rule.weekNumbers();
  }

  List<OrdinalWeekday> limitingWeekdays() {
    return days == Days.WEEKDAYS || days == Days.WEEK_NUMBERS ? List.of() : rule.byDay();
  }

  /** Whether ordinals of weekdays count within the month; otherwise within the year. */
  boolean countsWeekdaysInMonths() {
    return rule.frequency() == Frequency.MONTHLY || !rule.byMonth().isEmpty();
  }

  int[] hours(boolean limiting) {
    return rule.frequency().isSubDaily() == limiting ? rule.hours() : NONE;
  }

  int[] minutes(boolean limiting) {
    boolean limits = rule.frequency().compareTo(Frequency.HOURLY) < 0;
    return limits == limiting ? rule.minutes() : NONE;
  }

  int[] seconds(boolean limiting) {
    return (rule.frequency() == Frequency.SECONDLY) == limiting ? rule.seconds() : NONE;
  }

  /**
   * The times of day that the rule makes, as {@code 09:00} or {@code 09:00:30}; empty where they
   * are not known without the start, or are too many to tell one by one.
   */
  List<String> times() {
    int[] hours = hours(false);
    int[] minutes = minutes(false);
    int[] seconds = seconds(false);
    int count = hours.length * minutes.length * Math.max(1, seconds.length);
    if (count == 0 || count > MOST_TIMES) {
      return List.of();
    }
    List<String> times = new ArrayList<>(count);
    for (int hour : hours) {
      for (int minute : minutes) {
        String time = twoDigits(hour) + ":" + twoDigits(minute);
        if (seconds.length == 0) {
          times.add(time);
        }
        for (int second : seconds) {
          times.add(time + ":" + twoDigits(second));
        }
      }
    }
    return times;
  }

  /**
   * Whether BYSETPOS picks among several weekdays of one month, so that "the last weekday" says it.
   */
  boolean picksAmongWeekdays() {
    return days == Days.WEEKDAYS
        && rule.setPositions().length > 0
        && (rule.frequency() == Frequency.MONTHLY
            || (rule.frequency() == Frequency.YEARLY && rule.byMonth().size() == 1))
        && hasPlainWeekdaysOnly()
        && rule.byDay().size() > 1
        && rule.byDay().size() < 7
        && rule.hours().length <= 1
        && rule.minutes().length <= 1
        && rule.seconds().length <= 1;
  }

  /** Whether another first day of the week could change the dates (RFC 5545, 3.3.10, WKST). */
  boolean weekStartMatters() {
    return rule.weekNumbers().length > 0
        || (days == Days.WEEKDAYS
            && rule.frequency() == Frequency.WEEKLY
            && (rule.interval() > 1 || rule.setPositions().length > 0));
  }

  /** Whether the days are just Monday to Friday. */
  boolean isWorkdays() {
    return hasPlainWeekdaysOnly() && WORKDAYS.equals(weekdays());
  }

  /** Whether the days are all seven. */
  boolean isWholeWeek() {
    return hasPlainWeekdaysOnly() && rule.byDay().size() == 7;
  }

  boolean hasPlainWeekdaysOnly() {
    return rule.byDay().stream().allMatch(day -> day.ordinal() == 0);
  }

  private Set<DayOfWeek> weekdays() {
    Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    rule.byDay().forEach(day -> weekdays.add(day.day()));
    return weekdays;
  }

  /** Values in the order of speech: counted from the front, then from the end. */
  static int[] spoken(int[] ascending) {
    int negatives = 0;
    while (negatives < ascending.length && ascending[negatives] < 0) {
      negatives++;
    }
    int[] spoken = new int[ascending.length];
    int positives = ascending.length - negatives;
    System.arraycopy(ascending, negatives, spoken, 0, positives);
    System.arraycopy(ascending, 0, spoken, positives, negatives);
    return spoken;
  }

  /** Entries in the order of speech: every such weekday, the n-th ones, those from the end. */
  static List<OrdinalWeekday> spoken(List<OrdinalWeekday> ascending) {
    List<OrdinalWeekday> spoken = new ArrayList<>(ascending.size());
    ascending.stream().filter(day -> day.ordinal() >= 0).forEach(spoken::add);
    ascending.stream().filter(day -> day.ordinal() < 0).forEach(spoken::add);
    return spoken;
  }

  static int[] positive(int[] values) {
    return Arrays.stream(values).filter(value -> value >= 0).toArray();
  }

  static int[] negative(int[] values) {
    return Arrays.stream(values).filter(value -> value < 0).toArray();
  }

  /** The whole list cut into runs, each as its first and last: 1, 3, 4, 5 is 1–1 and 3–5. */
  static List<int[]> runs(int[] ascending) {
    List<int[]> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= ascending.length; i++) {
      if (i < ascending.length && ascending[i] == ascending[i - 1] + 1) {
        continue;
      }
      if (i - from >= 3) {
        runs.add(new int[] {ascending[from], ascending[i - 1]});
      } else {
        for (int j = from; j < i; j++) {
          runs.add(new int[] {ascending[j], ascending[j]});
        }
      }
      from = i;
    }
    return runs;
  }

  static String twoDigits(int value) {
    return value < 10 ? "0" + value : Integer.toString(value);
  }
}
