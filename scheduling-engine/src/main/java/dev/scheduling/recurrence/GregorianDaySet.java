package dev.scheduling.recurrence;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The days that pass the date parts of a Gregorian rule, as a bit mask for each of the 14 shapes of
 * a year.
 */
final class GregorianDaySet implements DaySet {

  /*
   * A year is known by the weekday of 1 January and by whether it is a leap year: 14 shapes. What
   * BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY say of a day depends on nothing else. A mask has 366
   * bits in six longs and is made when a year of its shape is first met.
   */

  private static final int WORDS = 6;

  private final DayRule rule;
  private final AtomicReferenceArray<long @Nullable []> masks = new AtomicReferenceArray<>(14);

  GregorianDaySet(DayRule rule) {
    this.rule = rule;
  }

  private long[] mask(int year, int first) {
    boolean leap = GregorianDays.isLeap(year);
    int shape = GregorianDays.weekday(first) + (leap ? 7 : 0);
    long[] mask = masks.get(shape);
    if (mask == null) {
      mask = new long[WORDS];
      int length = leap ? 366 : 365;
      for (int i = 0; i < length; i++) {
        if (rule.matches(first + i)) {
          mask[i >> 6] |= 1L << (i & 63);
        }
      }
      masks.set(shape, mask);
    }
    return mask;
  }

  @Override
  public int next(int day) {
    int year = GregorianDays.year(day);
    int first = GregorianDays.startOfYear(year);
    int index = day - first;
    for (int i = 0; i <= GregorianDays.YEARS_IN_CYCLE && year <= LocalText.LAST_YEAR; i++) {
      long[] mask = mask(year, first);
      int word = index >> 6;
      long bits = mask[word] & (-1L << (index & 63));
      while (bits == 0 && ++word < WORDS) {
        bits = mask[word];
      }
      if (bits != 0) {
        return first + (word << 6) + Long.numberOfTrailingZeros(bits);
      }
      first += GregorianDays.lengthOfYear(year);
      year++;
      index = 0;
    }
    return NO_DAY;
  }

  @Override
  public int previous(int day) {
    int year = GregorianDays.year(day);
    int first = GregorianDays.startOfYear(year);
    int index = day - first;
    for (int i = 0; i <= GregorianDays.YEARS_IN_CYCLE && year >= LocalText.FIRST_YEAR; i++) {
      long[] mask = mask(year, first);
      int word = index >> 6;
      long bits = mask[word] & (-1L >>> (63 - (index & 63)));
      while (bits == 0 && --word >= 0) {
        bits = mask[word];
      }
      if (bits != 0) {
        return first + (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
      }
      year--;
      first -= GregorianDays.lengthOfYear(year);
      index = GregorianDays.lengthOfYear(year) - 1;
    }
    return NO_DAY_BEFORE;
  }

  @Override
  public boolean isEmpty() {
    // 2000..2399 is a whole cycle.
    return next(GregorianDays.startOfYear(2_000)) == NO_DAY;
  }
}
