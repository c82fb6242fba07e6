package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts of a rule while it is being read or built, and what RFC 5545 3.3.10 allows of them. */
final class RuleParts {

  private static final int[] NONE = {};

  @Nullable Frequency frequency;
  @Nullable String calendarScale;
  @Nullable RecurrenceTime until;
  Skip skip = Skip.OMIT;
  DayOfWeek weekStart = DayOfWeek.MONDAY;
  int interval = 1;

  /** 0 where the rule has none. */
  long count;

  int[] bySecond = NONE;
  int[] byMinute = NONE;
  int[] byHour = NONE;
  int[] byMonthDay = NONE;
  int[] byYearDay = NONE;
  int[] byWeekNumber = NONE;
  int[] bySetPosition = NONE;
  // Immutable until there is something to add: most rules have one of the two or none.
  List<OrdinalWeekday> byDay = List.of();
  List<CalendarMonth> byMonth = List.of();

  void add(OrdinalWeekday day) {
    if (!(byDay instanceof ArrayList)) {
      byDay = new ArrayList<>(byDay);
    }
    byDay.add(day);
  }

  void add(CalendarMonth month) {
    if (!(byMonth instanceof ArrayList)) {
      byMonth = new ArrayList<>(byMonth);
    }
    byMonth.add(month);
  }

  RecurrenceRule toRule() {
    if (frequency == null) {
      throw new InvalidRecurrenceException("FREQ", "is missing");
    }
    Frequency freq = frequency;
    if (interval < 1) {
      throw new InvalidRecurrenceException(
          "INTERVAL", interval + " is not in 1.." + Integer.MAX_VALUE);
    }
    if (count < 0) {
      throw new InvalidRecurrenceException("COUNT", count + " is not in 1.." + Long.MAX_VALUE);
    }
    if (count > 0 && until != null) {
      throw new InvalidRecurrenceException("COUNT", "must not be given together with UNTIL");
    }
    normalise();
    boolean gregorian = calendarScale == null || calendarScale.equals("GREGORIAN");
    range("BYSECOND", bySecond, 0, 60);
    range("BYMINUTE", byMinute, 0, 59);
    range("BYHOUR", byHour, 0, 23);
    // A leap year has up to 385 days and 56 weeks in the lunisolar calendars of RFC 7529.
    signedRange("BYMONTHDAY", byMonthDay, 31);
    signedRange("BYYEARDAY", byYearDay, gregorian ? 366 : 385);
    signedRange("BYWEEKNO", byWeekNumber, gregorian ? 53 : 56);
    signedRange("BYSETPOS", bySetPosition, 366);
    validateMonths(gregorian);
    validateFrequency(freq);
    if (skip != Skip.OMIT && calendarScale == null) {
      throw new InvalidRecurrenceException("SKIP", "needs RSCALE (RFC 7529, 4.1)");
    }
    return new RecurrenceRule(this);
  }

  /** Order and repetition say nothing, so that rules that mean the same are equal. */
  private void normalise() {
    bySecond = sortedDistinct(bySecond);
    byMinute = sortedDistinct(byMinute);
    byHour = sortedDistinct(byHour);
    byMonthDay = sortedDistinct(byMonthDay);
    byYearDay = sortedDistinct(byYearDay);
    byWeekNumber = sortedDistinct(byWeekNumber);
    bySetPosition = sortedDistinct(bySetPosition);
    byDay = sortedDistinct(byDay);
    byMonth = sortedDistinct(byMonth);
    if (calendarScale != null) {
      String scale = calendarScale;
      boolean name = !scale.isEmpty() && scale.length() <= 40;
      for (int i = 0; i < scale.length(); i++) {
        char c = scale.charAt(i);
        name &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
      }
      if (!name) {
        throw new InvalidRecurrenceException(
            "RSCALE", "'" + LocalText.clip(scale) + "' is not the name of a calendar");
      }
    }
  }

  private void validateMonths(boolean gregorian) {
    for (CalendarMonth month : byMonth) {
      if (gregorian && (month.leap() || month.number() > 12)) {
        throw new InvalidRecurrenceException(
            "BYMONTH", month + " is not in 1..12 (13 and leap months need RSCALE)");
      }
    }
  }

  private void validateFrequency(Frequency freq) {
    if (byWeekNumber.length > 0 && freq != Frequency.YEARLY) {
      throw new InvalidRecurrenceException("BYWEEKNO", "is allowed with FREQ=YEARLY only");
    }
    if (byYearDay.length > 0
        && (freq == Frequency.DAILY || freq == Frequency.WEEKLY || freq == Frequency.MONTHLY)) {
      throw new InvalidRecurrenceException("BYYEARDAY", "is not allowed with FREQ=" + freq);
    }
    if (byMonthDay.length > 0 && freq == Frequency.WEEKLY) {
      throw new InvalidRecurrenceException("BYMONTHDAY", "is not allowed with FREQ=WEEKLY");
    }
    for (OrdinalWeekday day : byDay) {
      if (day.ordinal() != 0) {
        if (freq != Frequency.MONTHLY && freq != Frequency.YEARLY) {
          throw new InvalidRecurrenceException(
              "BYDAY", day + " has an ordinal, allowed with FREQ=MONTHLY and YEARLY only");
        }
        if (byWeekNumber.length > 0) {
          throw new InvalidRecurrenceException(
              "BYDAY", day + " has an ordinal, not allowed together with BYWEEKNO");
        }
      }
    }
    if (bySetPosition.length > 0
        && bySecond.length
                + byMinute.length
                + byHour.length
                + byMonthDay.length
                + byYearDay.length
                + byWeekNumber.length
                + byDay.size()
                + byMonth.size()
            == 0) {
      throw new InvalidRecurrenceException("BYSETPOS", "needs another BY part");
    }
  }

  private static <T extends Comparable<T>> List<T> sortedDistinct(List<T> values) {
    boolean ascending = true;
    for (int i = 1; i < values.size(); i++) {
      ascending &= values.get(i - 1).compareTo(values.get(i)) < 0;
    }
    return List.copyOf(ascending ? values : new TreeSet<>(values));
  }

  private static int[] sortedDistinct(int[] values) {
    boolean ascending = true;
    for (int i = 1; i < values.length; i++) {
      ascending &= values[i - 1] < values[i];
    }
    return ascending ? values : Arrays.stream(values).sorted().distinct().toArray();
  }

  private static void range(String part, int[] values, int least, int greatest) {
    for (int value : values) {
      if (value < least || value > greatest) {
        throw new InvalidRecurrenceException(part, value + " is not in " + least + ".." + greatest);
      }
    }
  }

  private static void signedRange(String part, int[] values, int greatest) {
    for (int value : values) {
      if (value == 0 || value < -greatest || value > greatest) {
        throw new InvalidRecurrenceException(
            part, value + " is not in -" + greatest + "..-1 or 1.." + greatest);
      }
    }
  }
}
