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

  static final int UNKNOWN = Integer.MIN_VALUE;

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

  /** The shape of a month by its length and the weekday of its 1st, 0 for Monday. */
  static int shape(int length, int firstWeekday) {
    return (length - 28) * 7 + firstWeekday;
  }

  /** The mask of a shape. */
  int of(int shape) {
    int mask = masks[shape];
    return mask == UNKNOWN ? make(shape) : mask;
  }

  /** The mask of a shape, or {@link #UNKNOWN} if {@link #of} would first have to make it. */
  int known(int shape) {
    return masks[shape];
  }

  private int make(int shape) {
    int mask = compute(28 + shape / 7, shape % 7);
    masks[shape] = mask;
    return mask;
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
