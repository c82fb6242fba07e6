package dev.scheduling.recurrence;

import java.util.Arrays;

/** Counts the times of a {@link SubDailyExpander} day by day. Mutable; for one thread. */
final class GridCount {

  /*
   * A second for each second of thousands of years is too much to walk over. Which units of a day
   * pass, though, depends on nothing but how long after midnight its first unit lies: days that
   * agree in that have equally many, and are counted once.
   */

  /** Coarser grids have so few units a day that keeping their number does not pay. */
  private static final int MOST_PHASES = 3_600;

  private static final long DAY = Expander.DAY;
  private static final int UNKNOWN = -1;

  private final SubDailyExpander grid;

  /** How many units a day has whose first lies so many seconds after midnight. */
  private final int[] unitsByPhase;

  GridCount(SubDailyExpander grid) {
    this.grid = grid;
    unitsByPhase = new int[grid.step <= MOST_PHASES ? (int) grid.step : 0];
    Arrays.fill(unitsByPhase, UNKNOWN);
  }

  /** How many times lie in {@code [from, to)}, of which the first is not before the start. */
  long between(long from, long to) {
    if (to <= from) {
      return 0;
    }
    int last = (int) Math.floorDiv(to, DAY);
    long units = 0;
    int day = grid.nextDay((int) Math.floorDiv(from, DAY));
    for (; day < last; day = grid.nextDay(day + 1)) {
      units += units(day);
    }
    long times = units * grid.offsets.length - inDayBefore(from);
    return day == last ? times + inDayBefore(to) : times;
  }

  /**
   * The time that has {@code index} others from {@code from} on before it, or {@link
   * Expander#NONE}.
   */
  long select(long from, long index) {
    long rest = index + inDayBefore(from);
    if (rest < 0) {
      return Expander.NONE;
    }
    long lastDay = Expander.LAST_SECOND / DAY;
    int size = grid.offsets.length;
    for (int day = grid.nextDay((int) Math.floorDiv(from, DAY));
        day <= lastDay;
        day = grid.nextDay(day + 1)) {
      long here = (long) units(day) * size;
      if (rest < here) {
        return inDay(day, (int) (rest / size)) + grid.offsets[(int) (rest % size)];
      }
      rest -= here;
    }
    return Expander.NONE;
  }

  /** How many times of the same day lie before a second. */
  private long inDayBefore(long second) {
    int day = (int) Math.floorDiv(second, DAY);
    if (grid.nextDay(day) != day) {
      return 0;
    }
    long times = 0;
    for (long at = grid.gridAtOrAfter(day * DAY); at < second; at += grid.step) {
      if (grid.keepsTime((int) (at - day * DAY))) {
        for (int offset : grid.offsets) {
          times += at + offset < second ? 1 : 0;
        }
      }
    }
    return times;
  }

  /** The unit of a day that has so many others before it, which there is. */
  private long inDay(int day, int index) {
    int rest = index;
    for (long at = grid.gridAtOrAfter(day * DAY); ; at += grid.step) {
      if (grid.keepsTime((int) (at - day * DAY)) && rest-- == 0) {
        return at;
      }
    }
  }

  private int units(int day) {
    long first = grid.gridAtOrAfter(day * DAY);
    long phase = first - day * DAY;
    if (first == grid.base || phase >= unitsByPhase.length) {
      return count(phase);
    }
    int known = unitsByPhase[(int) phase];
    if (known == UNKNOWN) {
      known = count(phase);
      unitsByPhase[(int) phase] = known;
    }
    return known;
  }

  private int count(long phase) {
    int units = 0;
    for (long at = phase; at < DAY; at += grid.step) {
      units += grid.keepsTime((int) at) ? 1 : 0;
    }
    return units;
  }
}
