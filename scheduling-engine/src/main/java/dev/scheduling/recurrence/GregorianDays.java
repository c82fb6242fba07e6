package dev.scheduling.recurrence;

/**
 * Days since 1970-01-01 and their fields in the proleptic Gregorian calendar, on ints and without
 * objects. Right for the years −32,000..32,000, more than a rule can reach.
 */
final class GregorianDays {

  /*
   * The way back from a day uses the Euclidean affine functions of Neri and Schneider [1]: divisions
   * by constants that compile to multiplications, in years that begin in March.
   *
   * [1] C. Neri, L. Schneider, "Euclidean affine functions and their application to calendar
   *     algorithms", Software: Practice and Experience 53(4), 2023
   */

  static final int DAYS_IN_CYCLE = 146_097;
  static final int YEARS_IN_CYCLE = 400;

  private static final int CYCLES_BEFORE = 82;
  private static final int SHIFT_DAYS = 719_468 + DAYS_IN_CYCLE * CYCLES_BEFORE;
  private static final int SHIFT_YEARS = YEARS_IN_CYCLE * CYCLES_BEFORE;
  private static final int DAYS_TO_1970 = 719_162;

  private static final short[] BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
  };

  private GregorianDays() {}

  static boolean isLeap(int year) {
    return (year & 3) == 0 && (year % 100 != 0 || (year & 15) == 0);
  }

  static int lengthOfYear(int year) {
    return isLeap(year) ? 366 : 365;
  }

  /** The day of 1 January. */
  static int startOfYear(int year) {
    int before = year - 1 + SHIFT_YEARS;
    int century = before / 100;
    return before * 365
        + (before >> 2)
        - century
        + (century >> 2)
        - DAYS_IN_CYCLE * CYCLES_BEFORE
        - DAYS_TO_1970;
  }

  /** Days of the year before its month, which counts from 0; month 12 gives the year's length. */
  static int daysBeforeMonth(int month, boolean leap) {
    return BEFORE_MONTH[month] + (leap && month > 1 ? 1 : 0);
  }

  /** The length of a month that counts from 0. */
  static int lengthOfMonth(int month, boolean leap) {
    return daysBeforeMonth(month + 1, leap) - daysBeforeMonth(month, leap);
  }

  static int of(int year, int month, int dayOfMonth) {
    return startOfYear(year) + daysBeforeMonth(month - 1, isLeap(year)) + dayOfMonth - 1;
  }

  /** The first day of a month that is counted from January of the year 0. */
  static int startOfMonth(int monthIndex) {
    int year = Math.floorDiv(monthIndex, 12);
    return startOfYear(year) + daysBeforeMonth(monthIndex - year * 12, isLeap(year));
  }

  /** 0 for Monday to 6 for Sunday. */
  static int weekday(int day) {
    // A multiple of seven that no day is below keeps the dividend positive.
    return (day + 3 + DAYS_IN_CYCLE * CYCLES_BEFORE) % 7;
  }

  /** Year, month (1..12) and day (1..31) packed in one int: year × 512 + month × 32 + day. */
  static int fields(int day) {
    int n = day + SHIFT_DAYS;
    int n1 = 4 * n + 3;
    int century = n1 / DAYS_IN_CYCLE;
    int inCentury = (n1 % DAYS_IN_CYCLE) >>> 2;
    long p2 = 2_939_745L * (4 * inCentury + 3);
    int yearOfCentury = (int) (p2 >>> 32);
    int dayOfYear = (int) ((p2 & 0xFFFF_FFFFL) / 2_939_745L) >>> 2;
    int n3 = 2_141 * dayOfYear + 197_913;
    int month = n3 >>> 16;
    int dayOfMonth = (n3 & 0xFFFF) / 2_141;
    int year = 100 * century + yearOfCentury - SHIFT_YEARS;
    if (dayOfYear >= 306) {
      year++;
      month -= 12;
    }
    return (year << 9) + (month << 5) + dayOfMonth + 1;
  }

  static int year(int day) {
    return fields(day) >> 9;
  }

  static int yearOf(int fields) {
    return fields >> 9;
  }

  static int monthOf(int fields) {
    return (fields >> 5) & 15;
  }

  static int dayOfMonthOf(int fields) {
    return fields & 31;
  }
}
