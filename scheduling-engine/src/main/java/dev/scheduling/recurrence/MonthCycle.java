package dev.scheduling.recurrence;

/**
 * The months of the calendar's 400-year cycle as tables, from January of the year 0 on: when each
 * begins and which shape it has. Two array reads take the place of years, leap years and weekdays.
 */
final class MonthCycle {

  static final int MONTHS = GregorianDays.YEARS_IN_CYCLE * 12;

  /** The day on which the cycle of the year 0 begins. */
  static final int START = GregorianDays.startOfYear(0);

  private static final int[] FIRST_DAYS = new int[MONTHS];
  private static final byte[] SHAPES = new byte[MONTHS];

  static {
    int day = 0;
    for (int month = 0; month < MONTHS; month++) {
      int length = GregorianDays.lengthOfMonth(month % 12, GregorianDays.isLeap(month / 12));
      FIRST_DAYS[month] = day;
      SHAPES[month] = (byte) MonthMasks.shape(length, GregorianDays.weekday(START + day));
      day += length;
    }
  }

  private MonthCycle() {}

  /** The days from the start of the cycle to a month of it. */
  static int firstDay(int month) {
    return FIRST_DAYS[month];
  }

  /** What {@link MonthMasks} knows a month by. */
  static int shape(int month) {
    return SHAPES[month];
  }
}
