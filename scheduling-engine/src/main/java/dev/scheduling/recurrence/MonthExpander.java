package dev.scheduling.recurrence;

import org.jspecify.annotations.Nullable;

/**
 * Expands rules whose days can be told month by month: MONTHLY ones, YEARLY ones that name months
 * or days of months, and shorter ones with such limits.
 */
final class MonthExpander extends Expander {

  /*
   * The months the rule looks at repeat: some offsets within a block of months. A month is a mask of
   * its days (MonthMasks), and the next day is the next bit. A DAILY or WEEKLY interval adds a grid
   * of days that is laid over each mask.
   *
   * The Gregorian calendar repeats after 4,800 months, which are a whole number of weeks. So the
   * blocks repeat after 4,800 / gcd(4,800, block) of them, and what is empty that long is empty for
   * ever; a block of 12 months or a multiple makes at most 400.
   */

  /** Empty blocks of one month that are walked through before they are jumped over. */
  static final int STEPS_BEFORE_JUMPS = 6;

  /** Empty blocks walked through by all walkers together before the table of the others is made. */
  private static final int STEPS_BEFORE_TABLE = 400;

  /** Empty months that are tried before it pays to ask whether the rule makes anything at all. */
  static final int STEPS_BEFORE_PROOF = 500;

  private static final int LAST_MONTH = LocalText.LAST_YEAR * 12 + 11;

  /** Further than any month is from another one. */
  static final int FAR = 2 * LAST_MONTH;

  /** What the months are taken apart into. */
  final int firstMonth;

  final long blockMonths;
  final int[] monthOffsets;

  /** From each month of a block to the next one, or to the first of the next block. */
  final int[] deltas;

  final MonthMasks masks;
  final DayGrid grid;
  final int[] times;

  /** Whether a block has one month and the grid every day. */
  final boolean isSingle;

  /** Whether the rule makes nothing: 0 unknown, 1 yes, 2 no. */
  private volatile int emptiness;

  private volatile @Nullable BlockTable table;

  /**
   * Empty blocks that were walked through; a rough count, since threads may overwrite each other's.
   */
  private int walked;

  /**
   * @param firstMonth the month that the first block begins with, counted from January of the year
   *     0
   * @param blockMonths how many months a block has
   * @param monthOffsets the months of a block that are looked at, ascending
   * @param times the seconds of a day, ascending; not empty
   */
  MonthExpander(
      long start,
      int firstMonth,
      long blockMonths,
      int[] monthOffsets,
      MonthMasks masks,
      DayGrid grid,
      int[] times) {
    super(start);
    this.firstMonth = firstMonth;
    this.blockMonths = blockMonths;
    this.monthOffsets = monthOffsets;
    isSingle = monthOffsets.length == 1 && grid == DayGrid.EVERY_DAY;
    deltas = new int[monthOffsets.length];
    for (int i = 0; i < deltas.length; i++) {
      long next = i + 1 < deltas.length ? monthOffsets[i + 1] : blockMonths + monthOffsets[0];
      // Further than all years is far enough, and fits an int with any month added.
      deltas[i] = (int) Math.min(next - monthOffsets[i], LAST_MONTH + 1L);
    }
    this.masks = masks;
    this.grid = grid;
    this.times = times;
  }

  /** The mask of a month whose first day is given. */
  private int mask(int month, int firstDay) {
    return mask(month, firstDay, grid);
  }

  private int mask(int month, int firstDay, DayGrid days) {
    int mask = masks.of(MonthCycle.shape(month % MonthCycle.MONTHS));
    return days == DayGrid.EVERY_DAY || mask == 0 ? mask : mask & days.mask(firstDay);
  }

  /** The month of a block at an index, or one after all years. */
  private int month(long block, int index) {
    long month = firstMonth + block * blockMonths + monthOffsets[index];
    return month > LAST_MONTH ? Integer.MAX_VALUE : (int) month;
  }

  private static int monthOf(long second) {
    int fields = GregorianDays.fields((int) Math.floorDiv(second, (long) DAY));
    return GregorianDays.yearOf(fields) * 12 + GregorianDays.monthOf(fields) - 1;
  }

  /** The greatest index whose offset is at or before the given one, or -1. */
  int indexAtOrBefore(long offset) {
    int index = monthOffsets.length - 1;
    while (index >= 0 && monthOffsets[index] > offset) {
      index--;
    }
    return index;
  }

  @Override
  boolean provedEmpty() {
    if (emptiness == 0) {
      emptiness = isEmptyCycle() ? 1 : 2;
    }
    return emptiness == 1;
  }

  private boolean isEmptyCycle() {
    if (monthOffsets.length == 0) {
      return true;
    }
    boolean any = false;
    for (int offset : monthOffsets) {
      int ofYear = (int) ((firstMonth + (long) offset) % 12);
      any |= blockMonths % 12 != 0 || hasDays(ofYear);
    }
    if (!any) {
      return true;
    }
    DayGrid everyCycle = grid.overAllCycles();
    long blocks = MonthCycle.MONTHS / Arithmetic.gcd(MonthCycle.MONTHS, blockMonths);
    for (long block = 0; block < blocks; block++) {
      for (int offset : monthOffsets) {
        int month = monthInCycle(block, offset);
        if (mask(month, GregorianDays.startOfMonth(month), everyCycle) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a month of the year has days in any year. */
  private boolean hasDays(int ofYear) {
    for (int weekday = 0; weekday < 7; weekday++) {
      int common = GregorianDays.lengthOfMonth(ofYear, false);
      int leap = GregorianDays.lengthOfMonth(ofYear, true);
      if (masks.of(MonthMasks.shape(common, weekday)) != 0
          || masks.of(MonthMasks.shape(leap, weekday)) != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  boolean ranksFast() {
    return true;
  }

  @Override
  long rank(long second) {
    return second <= start ? 0 : fromFirst(second) - fromFirst(start);
  }

  /** How many times lie before {@code second}, from the first day of the first block on. */
  private long fromFirst(long second) {
    int last = monthOf(second);
    long sum = 0;
    for (long block = 0; ; block++) {
      for (int i = 0; i < monthOffsets.length; i++) {
        int month = month(block, i);
        if (month > last) {
          return sum;
        }
        int firstDay = GregorianDays.startOfMonth(month);
        int mask = mask(month, firstDay);
        if (month < last) {
          sum += (long) Integer.bitCount(mask) * times.length;
        } else {
          int day = (int) Math.floorDiv(second, (long) DAY) - firstDay;
          sum += (long) Integer.bitCount(mask & ((1 << day) - 1)) * times.length;
          if ((mask >>> day & 1) != 0) {
            sum += timesBefore((int) Math.floorMod(second, (long) DAY));
          }
        }
      }
      if (monthOffsets.length == 0) {
        return 0;
      }
    }
  }

  int timesBefore(int secondOfDay) {
    int before = 0;
    while (before < times.length && times[before] < secondOfDay) {
      before++;
    }
    return before;
  }

  @Override
  long select(long index) {
    if (provedEmpty()) {
      return NONE;
    }
    long rest = index + fromFirst(start);
    if (rest < 0) {
      return NONE;
    }
    for (long block = 0; ; block++) {
      for (int i = 0; i < monthOffsets.length; i++) {
        int month = month(block, i);
        if (month == Integer.MAX_VALUE) {
          return NONE;
        }
        int firstDay = GregorianDays.startOfMonth(month);
        int mask = mask(month, firstDay);
        long here = (long) Integer.bitCount(mask) * times.length;
        if (rest < here) {
          for (long skip = rest / times.length; skip > 0; skip--) {
            mask &= mask - 1;
          }
          long day = (long) firstDay + Integer.numberOfTrailingZeros(mask);
          return day * DAY + times[(int) (rest % times.length)];
        }
        rest -= here;
      }
    }
  }

  @Override
  long previous(long second) {
    long before = Math.min(second, LAST_SECOND + 1) - 1;
    if (before < start || monthOffsets.length == 0) {
      return NONE_BEFORE;
    }
    int day = (int) Math.floorDiv(before, (long) DAY);
    int month = monthOf(before);
    long block = Math.floorDiv(month - firstMonth, blockMonths);
    int index = indexAtOrBefore(month - firstMonth - block * blockMonths);
    int secondOfDay = (int) Math.floorMod(before, (long) DAY);
    while (true) {
      if (index < 0) {
        index = monthOffsets.length - 1;
        block--;
      }
      if (block < 0) {
        return NONE_BEFORE;
      }
      int at = month(block, index);
      int firstDay = GregorianDays.startOfMonth(at);
      int mask = mask(at, firstDay);
      int within = day - firstDay;
      if (within <= 30) {
        mask &= (int) ((2L << within) - 1);
        if ((mask >>> within & 1) != 0 && times[0] > secondOfDay) {
          mask ^= 1 << within;
        }
      }
      if (mask != 0) {
        int bit = 31 - Integer.numberOfLeadingZeros(mask);
        int count = bit == within ? timesBefore(secondOfDay + 1) : times.length;
        long time = (firstDay + bit) * (long) DAY + times[count - 1];
        return time < start ? NONE_BEFORE : time;
      }
      index--;
    }
  }

  /** Whether it was already proved that the rule makes nothing. */
  boolean isKnownEmpty() {
    return emptiness == 1;
  }

  /** Whether the table of blocks that have days is there. */
  boolean hasTable() {
    return table != null;
  }

  /** Whether that table is there, or so much was walked that it pays. */
  boolean isTableWorthIt() {
    return isSingle && (table != null || ++walked > STEPS_BEFORE_TABLE);
  }

  @Override
  Walker walker() {
    return new MonthWalker(this);
  }

  /**
   * How many months after the given one, which begins a block, the first block with days begins.
   */
  long emptyMonthsFrom(int month) {
    BlockTable known = table();
    if (known == null) {
      return 0;
    }
    long block = (month - firstMonth) / blockMonths;
    long next = known.next(block);
    // None ever: a month beyond all years.
    return next == BlockTable.NO_BLOCK ? LAST_MONTH + 1L : (next - block) * blockMonths;
  }

  /** Which blocks have days, made when it is first worth it; null where that repeats too seldom. */
  private @Nullable BlockTable table() {
    BlockTable known = table;
    if (known == null) {
      long blocks = MonthCycle.MONTHS / Arithmetic.gcd(MonthCycle.MONTHS, blockMonths);
      if (blocks <= BlockTable.MAX_BLOCKS) {
        known = new BlockTable((int) blocks);
        for (int block = 0; block < blocks; block++) {
          int month = monthInCycle(block, monthOffsets[0]);
          if (mask(month, GregorianDays.startOfMonth(month)) != 0) {
            known.add(block);
          }
        }
        table = known;
      }
    }
    return known;
  }

  /** A month from the year 2000 on that stands in its cycle where the month of a block does. */
  private int monthInCycle(long block, int offset) {
    long month = firstMonth + block * blockMonths + offset;
    return 2_000 * 12 + (int) Math.floorMod(month, (long) MonthCycle.MONTHS);
  }
}
