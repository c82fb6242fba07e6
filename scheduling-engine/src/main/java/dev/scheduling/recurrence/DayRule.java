package dev.scheduling.recurrence;

import dev.scheduling.recurrence.RecurrenceOptions.WeekOwner;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByMonthDay;
import dev.scheduling.recurrence.RecurrenceOptions.YearlyByWeekNumber;
import java.time.DayOfWeek;
import java.util.List;

/**
 * The date parts of a rule with what the start fills in (RFC 5545, 3.3.10): which days of a period
 * it means. Literal and in any calendar; the fast expanders turn it into masks.
 */
final class DayRule {

  final Frequency frequency;
  final RuleCalendar calendar;
  final Skip skip;
  final int weekStart;
  final int[] monthDays;
  final int[] yearDays;
  final int[] weekNumbers;
  final List<CalendarMonth> months;
  final List<OrdinalWeekday> weekdays;

  /** Whether a year of the rule runs from its week 1 to the next one's. */
  final boolean weekYears;

  /** Whether BYDAY counts within months; within years otherwise. */
  final boolean ordinalsInMonth;

  DayRule(RecurrenceRule rule, int startDay, RecurrenceOptions options, RuleCalendar calendar) {
    this.calendar = calendar;
    frequency = rule.frequency();
    skip = rule.skip();
    weekStart = rule.weekStart().getValue() - 1;
    yearDays = rule.yearDays();
    weekNumbers = rule.weekNumbers();

    int[] filledDays = rule.monthDays();
    List<CalendarMonth> filledMonths = rule.byMonth();
    List<OrdinalWeekday> filledWeekdays = rule.byDay();
    boolean noDay = filledDays.length == 0 && filledWeekdays.isEmpty() && yearDays.length == 0;
    if (frequency == Frequency.YEARLY) {
      if (weekNumbers.length > 0) {
        if (noDay && options.yearlyByWeekNumber() == YearlyByWeekNumber.START_WEEKDAY) {
          filledWeekdays = weekdayOf(startDay);
        }
      } else if (noDay) {
        filledDays = monthDayOf(startDay);
        if (filledMonths.isEmpty()) {
          filledMonths = monthOf(startDay);
        }
      } else if (filledDays.length > 0
          && yearDays.length == 0
          && filledMonths.isEmpty()
          && options.yearlyByMonthDay() == YearlyByMonthDay.START_MONTH) {
        filledMonths = monthOf(startDay);
      }
    } else if (frequency == Frequency.MONTHLY && noDay) {
      filledDays = monthDayOf(startDay);
    } else if (frequency == Frequency.WEEKLY && filledWeekdays.isEmpty()) {
      filledWeekdays = weekdayOf(startDay);
    }
    monthDays = filledDays;
    months = filledMonths;
    weekdays = filledWeekdays;
    weekYears = weekNumbers.length > 0 && options.weekOwner() == WeekOwner.WEEK_YEAR;
    ordinalsInMonth = frequency == Frequency.MONTHLY || !months.isEmpty();
  }

  private static List<OrdinalWeekday> weekdayOf(int day) {
    return List.of(OrdinalWeekday.every(DayOfWeek.of(GregorianDays.weekday(day) + 1)));
  }

  private int[] monthDayOf(int day) {
    int year = calendar.yearOf(day);
    return new int[] {day - calendar.startOfMonth(year, calendar.monthOf(year, day)) + 1};
  }

  private List<CalendarMonth> monthOf(int day) {
    int year = calendar.yearOf(day);
    return List.of(calendar.monthAt(year, calendar.monthOf(year, day)));
  }

  /** Whether every day passes: there is no date part at all. */
  boolean isEveryDay() {
    return monthDays.length == 0 && yearDays.length == 0 && months.isEmpty() && weekdays.isEmpty();
  }

  /** Whether SKIP may move a date: only where days of a month or year are counted out. */
  boolean skipsDates() {
    return skip != Skip.OMIT
        && frequency.compareTo(Frequency.MONTHLY) >= 0
        && weekNumbers.length == 0
        && (monthDays.length > 0 || yearDays.length > 0);
  }

  /** Adds the days of a year, in no order and perhaps twice. */
  void addDaysOfYear(int year, DayList days) {
    if (weekNumbers.length > 0) {
      addWeeks(year, days);
    } else if (yearDays.length > 0) {
      int first = calendar.startOfYear(year);
      int length = calendar.startOfYear(year + 1) - first;
      for (int number : yearDays) {
        add(first, length, number, days, true);
      }
    } else if (monthDays.length > 0) {
      int previous = -1;
      for (int m = 0; m < calendar.monthsIn(year); m++) {
        if (months.isEmpty()) {
          addDaysOfMonth(year, m, days);
        }
      }
      for (CalendarMonth wanted : months) {
        int month = calendar.positionOf(year, wanted);
        if (month < 0) {
          if (skip == Skip.OMIT) {
            continue;
          }
          // The month before an insertion point 0 would be the last of the year before.
          month = skip == Skip.FORWARD ? ~month : ~month - 1;
        }
        if (month != previous) {
          addDaysOfMonth(year, month, days);
        }
        previous = month;
      }
    } else {
      addMatching(calendar.startOfYear(year), calendar.startOfYear(year + 1), days);
    }
  }

  private void addWeeks(int year, DayList days) {
    if (weekYears) {
      int first = calendar.startOfWeekYear(year, weekStart);
      int end = calendar.startOfWeekYear(year + 1, weekStart);
      addMatching(first, end, days);
    } else {
      addMatching(calendar.startOfYear(year), calendar.startOfYear(year + 1), days);
    }
  }

  /** Adds the days of a month of a MONTHLY rule, or of a month that a YEARLY rule names. */
  void addDaysOfMonth(int year, int month, DayList days) {
    int first = calendar.startOfMonth(year, month);
    int end = calendar.startOfMonth(year, month + 1);
    if (frequency == Frequency.MONTHLY && !isWantedMonth(year, month)) {
      return;
    }
    if (monthDays.length > 0) {
      for (int number : monthDays) {
        add(first, end - first, number, days, false);
      }
    } else {
      addMatching(first, end, days);
    }
  }

  /**
   * Adds a day that counts within a month or year, or its neighbour where the period is too short.
   */
  private void add(int first, int length, int number, DayList days, boolean ofYear) {
    int offset = number > 0 ? number - 1 : length + number;
    if (offset < 0 || offset >= length) {
      if (skip == Skip.OMIT) {
        return;
      }
      if (offset < 0) {
        offset = skip == Skip.FORWARD ? 0 : -1;
      } else {
        offset = skip == Skip.FORWARD ? length : length - 1;
      }
    }
    int day = first + offset;
    if (ofYear && !(isInWantedMonth(day) && isWantedMonthDay(day))) {
      return;
    }
    if (isWantedWeekday(day)) {
      days.add(day);
    }
  }

  void addMatching(int first, int end, DayList days) {
    for (int day = first; day < end; day++) {
      if (matches(day)) {
        days.add(day);
      }
    }
  }

  /** Whether a day passes every date part, each read as a limit. */
  boolean matches(int day) {
    return isWantedWeekday(day)
        && isInWantedMonth(day)
        && isWantedMonthDay(day)
        && isWantedYearDay(day)
        && isInWantedWeek(day);
  }

  private boolean isWantedMonth(int year, int month) {
    return months.isEmpty() || months.contains(calendar.monthAt(year, month));
  }

  private boolean isInWantedMonth(int day) {
    if (months.isEmpty()) {
      return true;
    }
    int year = calendar.yearOf(day);
    return isWantedMonth(year, calendar.monthOf(year, day));
  }

  private boolean isWantedMonthDay(int day) {
    if (monthDays.length == 0) {
      return true;
    }
    int year = calendar.yearOf(day);
    int month = calendar.monthOf(year, day);
    int first = calendar.startOfMonth(year, month);
    return contains(monthDays, day - first + 1, calendar.startOfMonth(year, month + 1) - first);
  }

  private boolean isWantedYearDay(int day) {
    if (yearDays.length == 0) {
      return true;
    }
    int year = calendar.yearOf(day);
    int first = calendar.startOfYear(year);
    return contains(yearDays, day - first + 1, calendar.startOfYear(year + 1) - first);
  }

  private boolean isInWantedWeek(int day) {
    if (weekNumbers.length == 0) {
      return true;
    }
    int year = calendar.weekYearOf(day, weekStart);
    int first = calendar.startOfWeekYear(year, weekStart);
    int weeks = (calendar.startOfWeekYear(year + 1, weekStart) - first) / 7;
    return contains(weekNumbers, (day - first) / 7 + 1, weeks);
  }

  private boolean isWantedWeekday(int day) {
    if (weekdays.isEmpty()) {
      return true;
    }
    int weekday = GregorianDays.weekday(day);
    for (OrdinalWeekday wanted : weekdays) {
      if (wanted.day().getValue() - 1 == weekday
          && (wanted.ordinal() == 0 || isOrdinal(day, wanted.ordinal()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOrdinal(int day, int ordinal) {
    int year = calendar.yearOf(day);
    int first;
    int end;
    if (ordinalsInMonth) {
      int month = calendar.monthOf(year, day);
      first = calendar.startOfMonth(year, month);
      end = calendar.startOfMonth(year, month + 1);
    } else {
      first = calendar.startOfYear(year);
      end = calendar.startOfYear(year + 1);
    }
    return ordinal == (day - first) / 7 + 1 || ordinal == -((end - 1 - day) / 7 + 1);
  }

  /** Whether a number from 1 to {@code size} is listed, counted from either end. */
  private static boolean contains(int[] numbers, int number, int size) {
    for (int wanted : numbers) {
      if (wanted == number || wanted == number - size - 1) {
        return true;
      }
    }
    return false;
  }
}
