package dev.scheduling.recurrence;

/**
 * The calendar in which a rule counts its years and months (RFC 7529, RSCALE). Days are epoch days;
 * months of a year count from 0 in their order, leap months among them.
 */
abstract class RuleCalendar {

  abstract int yearOf(int day);

  abstract int startOfYear(int year);

  abstract int monthsIn(int year);

  /** The first day of a month; the month after the last is the first of the next year. */
  abstract int startOfMonth(int year, int month);

  /**
   * Where a month stands in a year, or {@code ~m} if the year lacks it and it would stand before
   * {@code m}.
   */
  abstract int positionOf(int year, CalendarMonth month);

  abstract CalendarMonth monthAt(int year, int month);

  /** Months from some fixed point to the start of a year. */
  abstract int monthsBefore(int year);

  /** The year in which the month of that index, counted from the same point, lies. */
  abstract int yearOfMonth(int index);

  /** Periods of a rule that are looked at for one answer before it is given up for now. */
  int stepsPerAnswer() {
    return Expander.STEPS;
  }

  /** The month in whose days a day lies. */
  int monthOf(int year, int day) {
    int month = 0;
    while (startOfMonth(year, month + 1) <= day) {
      month++;
    }
    return month;
  }

  /** The first day of week 1: the first week with at least four days in the year. */
  final int startOfWeekYear(int year, int weekStart) {
    int first = startOfYear(year);
    int into = Math.floorMod(GregorianDays.weekday(first) - weekStart, 7);
    return into <= 3 ? first - into : first + 7 - into;
  }

  /** The year that numbers the week of a day. */
  final int weekYearOf(int day, int weekStart) {
    int year = yearOf(day);
    if (day < startOfWeekYear(year, weekStart)) {
      return year - 1;
    }
    return day >= startOfWeekYear(year + 1, weekStart) ? year + 1 : year;
  }

  /** The Gregorian calendar, for the rules that its faster expanders do not cover. */
  static final RuleCalendar GREGORIAN =
      new RuleCalendar() {
        @Override
        int yearOf(int day) {
          return GregorianDays.year(day);
        }

        @Override
        int startOfYear(int year) {
          return GregorianDays.startOfYear(year);
        }

        @Override
        int monthsIn(int year) {
          return 12;
        }

        @Override
        int startOfMonth(int year, int month) {
          return GregorianDays.startOfMonth(year * 12 + month);
        }

        @Override
        int positionOf(int year, CalendarMonth month) {
          return month.number() - 1;
        }

        @Override
        CalendarMonth monthAt(int year, int month) {
          return CalendarMonth.of(month + 1);
        }

        @Override
        int monthsBefore(int year) {
          return year * 12;
        }

        @Override
        int yearOfMonth(int index) {
          return Math.floorDiv(index, 12);
        }

        @Override
        int monthOf(int year, int day) {
          return GregorianDays.monthOf(GregorianDays.fields(day)) - 1;
        }
      };
}
