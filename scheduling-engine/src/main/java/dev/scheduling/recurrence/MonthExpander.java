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
  private static final int STEPS_BEFORE_JUMPS = 6;

  /** Empty months that are tried before it pays to ask whether the rule makes anything at all. */
  private static final int STEPS_BEFORE_PROOF = 500;

  private static final int MONTHS_IN_CYCLE = 4_800;
  private static final int LAST_MONTH = LocalText.LAST_YEAR * 12 + 11;

  /** What the months are taken apart into. */
  private final int firstMonth;

  private final long blockMonths;
  private final int[] monthOffsets;
  private final MonthMasks masks;
  private final DayGrid grid;
  private final int[] times;

  /** Whether the rule makes nothing: 0 unknown, 1 yes, 2 no. */
  private volatile int emptiness;

  private volatile @Nullable BlockTable table;

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
    this.masks = masks;
    this.grid = grid;
    this.times = times;
  }

  /** The mask of a month whose first day is given. */
  private int mask(int month, int firstDay) {
    return mask(month, firstDay, grid);
  }

  private int mask(int month, int firstDay, DayGrid days) {
    int year = month / 12;
    int length = GregorianDays.lengthOfMonth(month - year * 12, GregorianDays.isLeap(year));
    int mask = masks.of(length, GregorianDays.weekday(firstDay));
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
  private int indexAtOrBefore(long offset) {
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
    long blocks = MONTHS_IN_CYCLE / Arithmetic.gcd(MONTHS_IN_CYCLE, blockMonths);
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
      if (masks.of(GregorianDays.lengthOfMonth(ofYear, false), weekday) != 0
          || masks.of(GregorianDays.lengthOfMonth(ofYear, true), weekday) != 0) {
        return true;
      }
    }
    return false;
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

  private int timesBefore(int secondOfDay) {
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

  @Override
  Walker walker() {
    return new MonthWalker();
  }

  private final class MonthWalker extends Walker {

    /** The months that follow the current one. */
    private long nextBlock;

    private int nextIndex;

    /** The year of the current month and its first day. */
    private int year;

    private int newYear;
    private boolean leap;

    /** The current month: its first second and the days that are left. */
    private long monthStart;

    private int mask;
    private int time;

    @Override
    void seek(long second) {
      long from = Math.min(Math.max(second, start), LAST_SECOND);
      int day = (int) Math.floorDiv(from, (long) DAY);
      int month = monthOf(from);
      enterYear(month / 12);
      long block = blockMonths == 1 ? month - firstMonth : (month - firstMonth) / blockMonths;
      long offset = month - firstMonth - block * blockMonths;
      int index = indexAtOrBefore(offset);
      mask = 0;
      time = 0;
      nextBlock = block;
      nextIndex = index + 1;
      if (index >= 0 && monthOffsets[index] == offset) {
        int ofYear = month - year * 12;
        int firstDay = newYear + GregorianDays.daysBeforeMonth(ofYear, leap);
        monthStart = firstDay * (long) DAY;
        mask = maskOf(ofYear, firstDay) & (-1 << (day - firstDay));
        if ((mask >>> (day - firstDay) & 1) != 0) {
          time = timesBefore((int) (from - day * (long) DAY));
          if (time == times.length) {
            time = 0;
            mask &= mask - 1;
          }
        }
      }
    }

    private void enterYear(int of) {
      year = of;
      leap = GregorianDays.isLeap(of);
      newYear = GregorianDays.startOfYear(of);
    }

    private int maskOf(int ofYear, int firstDay) {
      int length = GregorianDays.lengthOfMonth(ofYear, leap);
      int days = masks.of(length, GregorianDays.weekday(firstDay));
      return grid == DayGrid.EVERY_DAY || days == 0 ? days : days & grid.mask(firstDay);
    }

    @Override
    int fill(long[] into, int from, int to, long last) {
      return times.length == 1 ? fillDays(into, from, to, last) : fillTimes(into, from, to, last);
    }

    private int fillDays(long[] into, int from, int to, long last) {
      int out = from;
      int time0 = times[0];
      while (out < to) {
        if (mask == 0 && !enterNextMonth(last)) {
          break;
        }
        long first = monthStart + time0;
        int rest = mask;
        do {
          long at = first + Integer.numberOfTrailingZeros(rest) * (long) DAY;
          if (at > last) {
            mask = rest;
            return out - from;
          }
          into[out++] = at;
          rest &= rest - 1;
        } while (rest != 0 && out < to);
        mask = rest;
      }
      return out - from;
    }

    private int fillTimes(long[] into, int from, int to, long last) {
      int out = from;
      while (out < to) {
        if (mask == 0 && !enterNextMonth(last)) {
          break;
        }
        long day = monthStart + Integer.numberOfTrailingZeros(mask) * (long) DAY;
        while (out < to && time < times.length && day + times[time] <= last) {
          into[out++] = day + times[time++];
        }
        if (time < times.length) {
          break;
        }
        time = 0;
        mask &= mask - 1;
      }
      return out - from;
    }

    /** Moves to the next month that has days; false if it begins after {@code last}. */
    private boolean enterNextMonth(long last) {
      int size = monthOffsets.length;
      if (size == 0 || emptiness == 1) {
        return false;
      }
      long block = nextBlock;
      int index = nextIndex;
      for (int empty = 0; ; empty++) {
        if (index == size) {
          index = 0;
          block++;
        }
        if (empty == STEPS_BEFORE_JUMPS && size == 1) {
          // From here on the table of blocks that have days is worth its making.
          BlockTable table = table();
          if (table != null) {
            block = table.next(block);
            if (block == BlockTable.NO_BLOCK) {
              return false;
            }
          }
        }
        int month = month(block, index);
        if (month == Integer.MAX_VALUE) {
          break;
        }
        int of = month / 12;
        if (of != year) {
          enterYear(of);
        }
        int ofYear = month - of * 12;
        int firstDay = newYear + GregorianDays.daysBeforeMonth(ofYear, leap);
        long first = firstDay * (long) DAY;
        if (first > last) {
          break;
        }
        index++;
        int days = maskOf(ofYear, firstDay);
        if (days != 0) {
          mask = days;
          monthStart = first;
          nextIndex = index;
          nextBlock = block;
          return true;
        }
        if (empty == STEPS_BEFORE_PROOF && provedEmpty()) {
          return false;
        }
      }
      nextBlock = block;
      nextIndex = index;
      return false;
    }
  }

  /** Which blocks have days, made when it is first worth it; null where that repeats too seldom. */
  private @Nullable BlockTable table() {
    BlockTable known = table;
    if (known == null && grid == DayGrid.EVERY_DAY) {
      long blocks = MONTHS_IN_CYCLE / Arithmetic.gcd(MONTHS_IN_CYCLE, blockMonths);
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
    return 2_000 * 12 + (int) Math.floorMod(month, (long) MONTHS_IN_CYCLE);
  }
}
