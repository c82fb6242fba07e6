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

  /** Empty blocks walked through by all walkers together before the table of the others is made. */
  private static final int STEPS_BEFORE_TABLE = 400;

  /** Empty months that are tried before it pays to ask whether the rule makes anything at all. */
  private static final int STEPS_BEFORE_PROOF = 500;

  private static final int MONTHS_IN_CYCLE = 4_800;
  private static final int LAST_MONTH = LocalText.LAST_YEAR * 12 + 11;

  /** What the months are taken apart into. */
  private final int firstMonth;

  private final long blockMonths;
  private final int[] monthOffsets;

  /** From each month of a block to the next one, or to the first of the next block. */
  private final int[] deltas;

  private final MonthMasks masks;
  private final DayGrid grid;
  private final int[] times;

  /** Whether a block has one month and the grid every day. */
  private final boolean isSingle;

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

  /** Whether the table of blocks that have days is there, or so much was walked that it pays. */
  private boolean isTableWorthIt() {
    return table != null || ++walked > STEPS_BEFORE_TABLE;
  }

  @Override
  Walker walker() {
    return new MonthWalker();
  }

  private final class MonthWalker extends Walker {

    /**
     * The current month: its year from the start of a 400-year cycle on, and its place in that year
     * from 0.
     */
    private int cycleYear;

    private int cycleStart;
    private int inCycle;
    private int month;

    /**
     * Where it stands in its block, its first second, the days that are left and the next time of
     * day.
     */
    private int index;

    private long monthStart;
    private int mask;
    private int time;

    @Override
    void seek(long second) {
      mask = 0;
      time = 0;
      if (deltas.length == 0) {
        return;
      }
      long from = Math.min(Math.max(second, start), LAST_SECOND);
      int day = (int) Math.floorDiv(from, (long) DAY);
      int fields = GregorianDays.fields(day);
      int at = GregorianDays.yearOf(fields) * 12 + GregorianDays.monthOf(fields) - 1;
      int passed = at - firstMonth;
      long block = blockMonths == 1 ? passed : passed / blockMonths;
      index = indexAtOrBefore(passed - block * blockMonths);
      if (index < 0) {
        // Before the first month of the block: stand at the last of the block before.
        index = deltas.length - 1;
        block--;
      }
      int stand = (int) (firstMonth + block * blockMonths + monthOffsets[index]);
      int year = Math.floorDiv(stand, 12);
      month = stand - year * 12;
      inCycle = Math.floorMod(year, GregorianDays.YEARS_IN_CYCLE);
      cycleYear = year - inCycle;
      cycleStart = GregorianDays.startOfYear(cycleYear);
      if (stand == at) {
        int dayOfMonth = GregorianDays.dayOfMonthOf(fields) - 1;
        int firstDay = day - dayOfMonth;
        monthStart = firstDay * (long) DAY;
        mask = maskOf(firstDay) & (-1 << dayOfMonth);
        if ((mask >>> dayOfMonth & 1) != 0) {
          time = timesBefore((int) (from - day * (long) DAY));
          if (time == times.length) {
            time = 0;
            mask &= mask - 1;
          }
        }
      }
    }

    private int maskOf(int firstDay) {
      int days = masks.ofShape(MonthMasks.shapesInCycle(inCycle), month);
      return grid == DayGrid.EVERY_DAY || days == 0 ? days : days & grid.mask(firstDay);
    }

    @Override
    int fill(long[] into, int from, int to, long last) {
      if (times.length > 1) {
        return fillTimes(into, from, to, last);
      }
      return isSingle ? fillSingle(into, from, to, last) : fillDays(into, from, to, last);
    }

    /**
     * As {@link #fillDays}, for one month a block and no grid, which most rules are: everything
     * that changes is kept in local variables.
     */
    private int fillSingle(long[] into, int from, int to, long last) {
      int out = from;
      int delta = deltas[0];
      long timeOfDay = times[0];
      int rest = mask;
      long first = monthStart + timeOfDay;
      int thisMonth = month;
      int thisYear = inCycle;
      while (out < to) {
        for (int empty = 0; rest == 0 && empty < STEPS_BEFORE_JUMPS; empty++) {
          int nextMonth = thisMonth + delta;
          int nextYear = thisYear;
          if (nextMonth >= 12) {
            int years = nextMonth / 12;
            nextMonth -= years * 12;
            nextYear += years;
            if (nextYear >= GregorianDays.YEARS_IN_CYCLE) {
              // Once in 400 years: for the careful way.
              break;
            }
          }
          int shapes = MonthMasks.shapesInCycle(nextYear);
          long midnight =
              (cycleStart + MonthMasks.firstDayInCycle(nextYear, shapes, nextMonth)) * (long) DAY;
          if (midnight > last || (out > from && !masks.isMade(shapes, nextMonth))) {
            // What is found is given before another mask is made: perhaps nobody wants more.
            break;
          }
          thisMonth = nextMonth;
          thisYear = nextYear;
          first = midnight + timeOfDay;
          rest = masks.ofShape(shapes, nextMonth);
        }
        if (rest == 0) {
          break;
        }
        long at = first + Integer.numberOfTrailingZeros(rest) * (long) DAY;
        if (at > last) {
          break;
        }
        into[out++] = at;
        rest &= rest - 1;
      }
      inCycle = thisYear;
      month = thisMonth;
      mask = rest;
      monthStart = first - timeOfDay;
      if (out == to || (out > from && table == null)) {
        // What is found is given before much is searched for more.
        return out - from;
      }
      // The end, or a run of empty months, is for the careful way.
      return out - from + fillDays(into, out, to, last);
    }

    private int fillDays(long[] into, int from, int to, long last) {
      int out = from;
      int timeOfDay = times[0];
      while (out < to) {
        if (mask == 0 && !enterNextMonth(last)) {
          break;
        }
        long first = monthStart + timeOfDay;
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

    /**
     * Moves to the next month that has days; false, staying where it is, if it begins after {@code
     * last}.
     */
    private boolean enterNextMonth(long last) {
      if (deltas.length == 0 || emptiness == 1) {
        return false;
      }
      for (int empty = 0; ; empty++) {
        int years = inCycle;
        int next = month + deltas[index];
        if (empty >= STEPS_BEFORE_JUMPS && deltas.length == 1 && isTableWorthIt()) {
          next =
              (int)
                  Math.min(next + emptyMonthsFrom((cycleYear + years) * 12 + next), 2 * LAST_MONTH);
        }
        years += next / 12;
        next %= 12;
        int cycles = years / GregorianDays.YEARS_IN_CYCLE;
        years -= cycles * GregorianDays.YEARS_IN_CYCLE;
        int year = cycleYear + cycles * GregorianDays.YEARS_IN_CYCLE;
        int start = cycleStart + cycles * GregorianDays.DAYS_IN_CYCLE;
        int shapes = MonthMasks.shapesInCycle(years);
        int firstDay = start + MonthMasks.firstDayInCycle(years, shapes, next);
        if (firstDay * (long) DAY > last) {
          return false;
        }
        cycleYear = year;
        cycleStart = start;
        inCycle = years;
        month = next;
        index = index + 1 == deltas.length ? 0 : index + 1;
        int days = maskOf(firstDay);
        if (days != 0) {
          mask = days;
          monthStart = firstDay * (long) DAY;
          return true;
        }
        if (empty == STEPS_BEFORE_PROOF && provedEmpty()) {
          return false;
        }
      }
    }
  }

  /**
   * How many months after the given one, which begins a block, the first block with days begins.
   */
  private long emptyMonthsFrom(int month) {
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
