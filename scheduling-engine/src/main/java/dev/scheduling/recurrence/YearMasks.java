package dev.scheduling.recurrence;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which days of a Gregorian year the date parts of a rule choose, as one bit set for each shape of
 * a year.
 */
final class YearMasks {

  /*
   * A year is known by the weekday of 1 January and by whether it is a leap year: 14 shapes, and
   * what the date parts say of a day depends on nothing else. A mask has 384 bits in six longs, of
   * which bit 8 stands for 1 January: a year that runs from its week 1 to the next reaches up to
   * three days beyond either end. A mask is made when a year of its shape is first met.
   */

  static final int WORDS = 6;

  /** The bit of 1 January. */
  static final int NEW_YEAR = 8;

  private final DayRule rule;
  private final int[] setPositions;
  private final AtomicReferenceArray<long @Nullable []> masks = new AtomicReferenceArray<>(14);

  /**
   * @param setPositions BYSETPOS where the year is the rule's period and has one time a day; else
   *     empty
   */
  YearMasks(DayRule rule, int[] setPositions) {
    this.rule = rule;
    this.setPositions = setPositions;
  }

  /** Whether the masks can tell the rule: what they leave out depends on the years beside one. */
  static boolean canTell(DayRule rule) {
    return rule.weekNumbers.length == 0 || (rule.weekYears && rule.yearDays.length == 0);
  }

  /** The mask of the year that begins on the given day. Not to be changed. */
  long[] of(boolean leap, int newYear) {
    int weekday = GregorianDays.weekday(newYear);
    int shape = leap ? weekday + 7 : weekday;
    long[] mask = masks.get(shape);
    if (mask == null) {
      mask = compute(leap, weekday);
      masks.set(shape, mask);
    }
    return mask;
  }

  /** Whether no year has a day. */
  boolean isEmpty() {
    for (int weekday = 0; weekday < 7; weekday++) {
      // 5 January 1970 was a Monday.
      if (!isZero(of(false, 4 + weekday)) || !isZero(of(true, 4 + weekday))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(long[] mask) {
    long bits = 0;
    for (long word : mask) {
      bits |= word;
    }
    return bits == 0;
  }

  private long[] compute(boolean leap, int weekday) {
    int length = leap ? 366 : 365;
    long[] mask = new long[WORDS];
    if (rule.weekNumbers.length > 0) {
      addWeeks(mask, length, weekday);
    } else {
      setRange(mask, 0, length);
    }
    long[] part = new long[WORDS];
    if (rule.monthDays.length > 0 || !rule.months.isEmpty()) {
      addMonthDays(part, leap);
      and(mask, part);
    }
    if (rule.yearDays.length > 0) {
      java.util.Arrays.fill(part, 0);
      for (int number : rule.yearDays) {
        int offset = number > 0 ? number - 1 : length + number;
        if (offset >= 0 && offset < length) {
          set(part, offset);
        }
      }
      and(mask, part);
    }
    if (!rule.weekdays.isEmpty()) {
      java.util.Arrays.fill(part, 0);
      for (OrdinalWeekday entry : rule.weekdays) {
        addWeekday(part, entry, leap, weekday);
      }
      and(mask, part);
    }
    return setPositions.length == 0 ? mask : atPositions(mask);
  }

  private void addWeeks(long[] mask, int length, int weekday) {
    int first = startOfWeekYear(0, weekday);
    int end = startOfWeekYear(length, (weekday + length) % 7);
    int weeks = (end - first) / 7;
    for (int number : rule.weekNumbers) {
      int week = number > 0 ? number - 1 : weeks + number;
      if (week >= 0 && week < weeks) {
        setRange(mask, first + week * 7, first + week * 7 + 7);
      }
    }
  }

  /** The first day of week 1 of a year that begins at an offset with a weekday. */
  private int startOfWeekYear(int newYear, int weekday) {
    int into = Math.floorMod(weekday - rule.weekStart, 7);
    return into <= 3 ? newYear - into : newYear + 7 - into;
  }

  /** The days of BYMONTH and BYMONTHDAY, in the year and in the weeks around it. */
  private void addMonthDays(long[] mask, boolean leap) {
    // December of the year before and January of the year after have 31 days in every year.
    int length = GregorianDays.daysBeforeMonth(12, leap);
    addMonth(mask, 12, -31, 31);
    for (int month = 0; month < 12; month++) {
      int first = GregorianDays.daysBeforeMonth(month, leap);
      addMonth(mask, month + 1, first, GregorianDays.lengthOfMonth(month, leap));
    }
    addMonth(mask, 1, length, 31);
  }

  private void addMonth(long[] mask, int month, int first, int length) {
    if (!rule.months.isEmpty() && !rule.months.contains(CalendarMonth.of(month))) {
      return;
    }
    if (rule.monthDays.length == 0) {
      setRange(mask, first, first + length);
      return;
    }
    for (int number : rule.monthDays) {
      int offset = number > 0 ? number - 1 : length + number;
      if (offset >= 0 && offset < length) {
        setRange(mask, first + offset, first + offset + 1);
      }
    }
  }

  private void addWeekday(long[] mask, OrdinalWeekday entry, boolean leap, int weekday) {
    int length = GregorianDays.daysBeforeMonth(12, leap);
    int wanted = entry.day().getValue() - 1;
    if (entry.ordinal() == 0) {
      for (int day = Math.floorMod(wanted - weekday, 7) - 7; day < length + 7; day += 7) {
        setRange(mask, day, day + 1);
      }
    } else if (!rule.ordinalsInMonth) {
      addOrdinal(mask, 0, length, wanted - weekday, entry.ordinal());
    } else {
      for (int month = 0; month < 12; month++) {
        int first = GregorianDays.daysBeforeMonth(month, leap);
        int end = first + GregorianDays.lengthOfMonth(month, leap);
        addOrdinal(mask, first, end, wanted - weekday - first, entry.ordinal());
      }
    }
  }

  /**
   * The n-th day of a weekday in {@code [first, end)}, whose first lies {@code ahead} days on,
   * modulo 7.
   */
  private static void addOrdinal(long[] mask, int first, int end, int ahead, int ordinal) {
    int earliest = first + Math.floorMod(ahead, 7);
    int day =
        ordinal > 0
            ? earliest + (ordinal - 1) * 7
            : earliest + ((end - 1 - earliest) / 7 + 1 + ordinal) * 7;
    if (day >= first && day < end) {
      set(mask, day);
    }
  }

  private long[] atPositions(long[] mask) {
    int count = 0;
    for (long word : mask) {
      count += Long.bitCount(word);
    }
    long[] chosen = new long[WORDS];
    for (int position : setPositions) {
      int index = position > 0 ? position - 1 : count + position;
      if (index >= 0 && index < count) {
        int bit = select(mask, index);
        chosen[bit >> 6] |= 1L << (bit & 63);
      }
    }
    return chosen;
  }

  /** The bit of a mask that has {@code index} set bits before it. */
  static int select(long[] mask, int index) {
    int rest = index;
    int word = 0;
    while (rest >= Long.bitCount(mask[word])) {
      rest -= Long.bitCount(mask[word++]);
    }
    long bits = mask[word];
    while (rest-- > 0) {
      bits &= bits - 1;
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  private static void and(long[] mask, long[] other) {
    for (int i = 0; i < WORDS; i++) {
      mask[i] &= other[i];
    }
  }

  private static void set(long[] mask, int offset) {
    int bit = offset + NEW_YEAR;
    mask[bit >> 6] |= 1L << (bit & 63);
  }

  /** Sets the days of {@code [from, to)} that a mask has bits for. */
  private static void setRange(long[] mask, int from, int to) {
    int end = Math.min(to + NEW_YEAR, WORDS * 64);
    for (int bit = Math.max(from + NEW_YEAR, 0); bit < end; bit++) {
      mask[bit >> 6] |= 1L << (bit & 63);
    }
  }
}
