package dev.scheduling.conflict;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.WeekFields;

/** What the INTERVAL of a rule counts. */
enum PeriodUnit {
  DAY(146_097),
  WEEK(20_871),
  MONTH(4_800),
  YEAR(400),
  /** A year that begins with its week 1. */
  WEEK_YEAR(400);

  /** How many there are in 400 years. */
  final int perCycle;

  PeriodUnit(int perCycle) {
    this.perCycle = perCycle;
  }

  /** The number of the unit that holds a day, counted from some fixed one. */
  long of(long epochDay, DayOfWeek weekStart) {
    return switch (this) {
      case DAY -> epochDay;
      case WEEK -> weekOf(epochDay, weekStart);
      case MONTH -> {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        yield date.getYear() * 12L + date.getMonthValue();
      }
      case YEAR -> LocalDate.ofEpochDay(epochDay).getYear();
      case WEEK_YEAR -> LocalDate.ofEpochDay(epochDay).get(weeks(weekStart).weekBasedYear());
    };
  }

  /** The first day after the unit that holds a day. */
  long endOf(long epochDay, DayOfWeek weekStart) {
    return switch (this) {
      case DAY -> epochDay + 1;
      case WEEK -> (weekOf(epochDay, weekStart) + 1) * 7 - 4 + weekStart.getValue();
      case MONTH -> LocalDate.ofEpochDay(epochDay).withDayOfMonth(1).plusMonths(1).toEpochDay();
      case YEAR -> LocalDate.ofEpochDay(epochDay).withDayOfYear(1).plusYears(1).toEpochDay();
      case WEEK_YEAR -> {
        int next = (int) of(epochDay, weekStart) + 1;
        // 4 January is in week 1 of its year.
        yield LocalDate.of(next, 1, 4).with(weeks(weekStart).dayOfWeek(), 1).toEpochDay();
      }
    };
  }

  private static WeekFields weeks(DayOfWeek weekStart) {
    return WeekFields.of(weekStart, 4);
  }

  /** 1 January 1970 was a Thursday. */
  private static long weekOf(long epochDay, DayOfWeek weekStart) {
    return Math.floorDiv(epochDay + 4 - weekStart.getValue(), 7L);
  }
}
