package dev.scheduling.recurrence;

import java.util.List;

/**
 * Which days of a Gregorian month BYMONTHDAY, BYDAY and BYSETPOS choose: a bit each, from bit 0 for
 * the 1st.
 */
final class MonthMasks {

  /*
   * Such parts see a month as its length and the weekday of its 1st: 28 shapes. The mask of a shape
   * is made when it is first met and kept in an int of its own. Threads that meet it together write
   * the same value; a word that is not known yet has the sign bit, which no day uses.
   */

  private static final int UNKNOWN = Integer.MIN_VALUE;

  /** Every seventh day from the 1st on. */
  private static final int EVERY_SEVENTH = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

  private final int[] monthDays;
  private final List<OrdinalWeekday> weekdays;
  private final int[] setPositions;
  private final int[] masks = new int[28];

  /**
   * @param monthDays empty for all
   * @param weekdays empty for all
   * @param setPositions empty for all; otherwise the month is the rule's period and has one time a
   *     day
   */
  MonthMasks(int[] monthDays, List<OrdinalWeekday> weekdays, int[] setPositions) {
    this.monthDays = monthDays;
    this.weekdays = weekdays;
    this.setPositions = setPositions;
    java.util.Arrays.fill(masks, UNKNOWN);
  }

  /** The shape of each month of each of the 14 shapes of a year. */
  private static final byte[] SHAPES = shapes();

  private static final int FIRST_OF_LEAP = 7 * 12;

  private static byte[] shapes() {
    byte[] shapes = new byte[14 * 12];
    for (int year = 0; year < 14; year++) {
      boolean leap = year >= 7;
      for (int month = 0; month < 12; month++) {
        int weekday = (year % 7 + GregorianDays.daysBeforeMonth(month, leap)) % 7;
        int length = GregorianDays.lengthOfMonth(month, leap);
        shapes[year * 12 + month] = (byte) ((length - 28) * 7 + weekday);
      }
    }
    return shapes;
  }

  /** The days from the start of a 400-year cycle to each of its years. */
  private static final int[] NEW_YEARS = new int[GregorianDays.YEARS_IN_CYCLE];

  /** What {@link #ofShape} knows each year of a cycle by. */
  private static final short[] SHAPES_OF_YEARS = new short[GregorianDays.YEARS_IN_CYCLE];

  static {
    int cycleStart = GregorianDays.startOfYear(0);
    for (int year = 0; year < GregorianDays.YEARS_IN_CYCLE; year++) {
      int newYear = GregorianDays.startOfYear(year);
      boolean leap = GregorianDays.isLeap(year);
      NEW_YEARS[year] = newYear - cycleStart;
      SHAPES_OF_YEARS[year] = (short) shapesOfYear(GregorianDays.weekday(newYear), leap);
    }
  }

  /** The days from the start of a cycle to a month that counts from 0 in a year of that shape. */
  static int firstDayInCycle(int year, int shapesOfYear, int month) {
    return NEW_YEARS[year] + GregorianDays.daysBeforeMonth(month, shapesOfYear >= FIRST_OF_LEAP);
  }

  static int shapesInCycle(int year) {
    return SHAPES_OF_YEARS[year];
  }

  /** What {@link #ofShape} knows a year by. */
  static int shapesOfYear(int weekdayOfNewYear, boolean leap) {
    return (leap ? weekdayOfNewYear + 7 : weekdayOfNewYear) * 12;
  }

  /** The mask of a month that counts from 0 in a year of that shape. */
  int ofShape(int shapesOfYear, int month) {
    int shape = SHAPES[shapesOfYear + month];
    int mask = masks[shape];
    return mask == UNKNOWN ? make(shape) : mask;
  }

  /** Whether {@link #ofShape} would only have to look up. */
  boolean isMade(int shapesOfYear, int month) {
    return masks[SHAPES[shapesOfYear + month]] != UNKNOWN;
  }

  private int make(int shape) {
    int mask = compute(28 + shape / 7, shape % 7);
    masks[shape] = mask;
    return mask;
  }

  /** The mask of a month by its length and the weekday of its 1st, 0 for Monday. */
  int of(int length, int firstWeekday) {
    int shape = (length - 28) * 7 + firstWeekday;
    int mask = masks[shape];
    return mask == UNKNOWN ? make(shape) : mask;
  }

  private int compute(int length, int firstWeekday) {
    int all = (int) ((1L << length) - 1);
    int mask = all;
    if (monthDays.length > 0) {
      mask = 0;
      for (int number : monthDays) {
        int offset = number > 0 ? number - 1 : length + number;
        if (offset >= 0 && offset < length) {
          mask |= 1 << offset;
        }
      }
    }
    if (!weekdays.isEmpty()) {
      int chosen = 0;
      for (OrdinalWeekday entry : weekdays) {
        int first = entry.day().getValue() - 1 - firstWeekday;
        if (first < 0) {
          first += 7;
        }
        chosen |= at((int) ((long) EVERY_SEVENTH << first & all), entry.ordinal());
      }
      mask &= chosen;
    }
    if (setPositions.length > 0) {
      int chosen = 0;
      for (int position : setPositions) {
        chosen |= at(mask, position);
      }
      mask = chosen;
    }
    return mask;
  }

  /** The bit at a position that counts from 1 or from the end; the whole mask at 0; none beyond. */
  private static int at(int mask, int position) {
    if (position == 0) {
      return mask;
    }
    int rest = mask;
    if (position > 0) {
      for (int i = 1; i < position && rest != 0; i++) {
        rest &= rest - 1;
      }
      return Integer.lowestOneBit(rest);
    }
    for (int i = -1; i > position && rest != 0; i--) {
      rest ^= Integer.highestOneBit(rest);
    }
    return Integer.highestOneBit(rest);
  }
}
