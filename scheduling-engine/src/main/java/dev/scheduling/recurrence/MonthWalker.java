package dev.scheduling.recurrence;

/** A position in the times of a {@link MonthExpander}. */
final class MonthWalker extends Expander.Walker {

  private static final long DAY = Expander.DAY;

  private final MonthExpander expander;

  // What the expander has, at hand for the loops.
  private final MonthMasks masks;
  private final int[] deltas;
  private final int[] times;

  /** The current month: the day on which its 400-year cycle begins, and its place in that. */
  private int cycleStart;

  private int month;

  /** Where the month stands in its block. */
  private int index;

  /** The month's first second, the days of it that are left and the next time of day. */
  private long monthStart;

  private int mask;
  private int time;

  MonthWalker(MonthExpander expander) {
    this.expander = expander;
    masks = expander.masks;
    deltas = expander.deltas;
    times = expander.times;
  }

  @Override
  void seek(long second) {
    mask = 0;
    time = 0;
    if (deltas.length == 0) {
      return;
    }
    long from = Math.min(Math.max(second, expander.start), Expander.LAST_SECOND);
    int day = (int) Math.floorDiv(from, DAY);
    int fields = GregorianDays.fields(day);
    int at = GregorianDays.yearOf(fields) * 12 + GregorianDays.monthOf(fields) - 1;
    int stand = enter(at);
    int cycle = stand / MonthCycle.MONTHS;
    month = stand - cycle * MonthCycle.MONTHS;
    cycleStart = MonthCycle.START + cycle * GregorianDays.DAYS_IN_CYCLE;
    if (stand == at) {
      int dayOfMonth = GregorianDays.dayOfMonthOf(fields) - 1;
      int firstDay = day - dayOfMonth;
      monthStart = firstDay * DAY;
      mask = maskOf(firstDay) & (-1 << dayOfMonth);
      if ((mask >>> dayOfMonth & 1) != 0) {
        time = expander.timesBefore((int) (from - day * DAY));
        if (time == times.length) {
          time = 0;
          mask &= mask - 1;
        }
      }
    }
  }

  /** The last month of the rule up to the given one, whose place in its block becomes the index. */
  private int enter(int at) {
    long blockMonths = expander.blockMonths;
    int passed = at - expander.firstMonth;
    // A block longer than the way fits it no time; the others are ints, which divide faster.
    long block = passed < blockMonths ? 0 : passed / (int) blockMonths;
    index = expander.indexAtOrBefore(passed - block * blockMonths);
    if (index < 0) {
      // Before the first month of the block: stand at the last of the block before.
      index = deltas.length - 1;
      block--;
    }
    return (int) (expander.firstMonth + block * blockMonths + expander.monthOffsets[index]);
  }

  private int maskOf(int firstDay) {
    int days = masks.of(MonthCycle.shape(month));
    return expander.grid == DayGrid.EVERY_DAY || days == 0
        ? days
        : days & expander.grid.mask(firstDay);
  }

  @Override
  int fill(long[] into, int from, int to, long last) {
    if (times.length > 1) {
      return fillTimes(into, from, to, last);
    }
    return expander.isSingle ? fillSingle(into, from, to, last) : fillDays(into, from, to, last);
  }

  /**
   * As {@link #fillDays}, for one month a block and no grid, which most rules are: everything that
   * changes is kept in local variables.
   */
  private int fillSingle(long[] into, int from, int to, long last) {
    int out = from;
    int delta = deltas[0];
    long timeOfDay = times[0];
    int rest = mask;
    long first = monthStart + timeOfDay;
    int at = month;
    boolean over = false;
    search:
    while (out < to) {
      for (int empty = 0; rest == 0; empty++) {
        int next = at + delta;
        if (next >= MonthCycle.MONTHS || empty == MonthExpander.STEPS_BEFORE_JUMPS) {
          // Once in 400 years, or in a run of empty months.
          break search;
        }
        long midnight = (cycleStart + MonthCycle.firstDay(next)) * DAY;
        if (midnight > last) {
          over = true;
          break search;
        }
        int shape = MonthCycle.shape(next);
        int days = masks.known(shape);
        if (days == MonthMasks.UNKNOWN) {
          if (out > from) {
            // What is found is given before another mask is made: perhaps nobody wants more.
            over = true;
            break search;
          }
          days = masks.of(shape);
        }
        at = next;
        first = midnight + timeOfDay;
        rest = days;
      }
      long found = first + Integer.numberOfTrailingZeros(rest) * DAY;
      if (found > last) {
        over = true;
        break;
      }
      into[out++] = found;
      rest &= rest - 1;
    }
    month = at;
    mask = rest;
    monthStart = first - timeOfDay;
    // Nor is much searched for more than what is found.
    boolean done = over || out == to || (out > from && !expander.hasTable());
    return done ? out - from : out - from + fillDays(into, out, to, last);
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
        long at = first + Integer.numberOfTrailingZeros(rest) * DAY;
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
      long day = monthStart + Integer.numberOfTrailingZeros(mask) * DAY;
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
    if (deltas.length == 0 || expander.isKnownEmpty()) {
      return false;
    }
    for (int empty = 0; ; empty++) {
      int next = month + deltas[index];
      if (empty >= MonthExpander.STEPS_BEFORE_JUMPS && expander.isTableWorthIt()) {
        int cycle = (cycleStart - MonthCycle.START) / GregorianDays.DAYS_IN_CYCLE;
        next =
            (int)
                Math.min(
                    next + expander.emptyMonthsFrom(cycle * MonthCycle.MONTHS + next),
                    MonthExpander.FAR);
      }
      int cycles = next / MonthCycle.MONTHS;
      next -= cycles * MonthCycle.MONTHS;
      int start = cycleStart + cycles * GregorianDays.DAYS_IN_CYCLE;
      int firstDay = start + MonthCycle.firstDay(next);
      if (firstDay * DAY > last) {
        return false;
      }
      cycleStart = start;
      month = next;
      index = index + 1 == deltas.length ? 0 : index + 1;
      int days = maskOf(firstDay);
      if (days != 0) {
        mask = days;
        monthStart = firstDay * DAY;
        return true;
      }
      if (empty == MonthExpander.STEPS_BEFORE_PROOF && expander.provedEmpty()) {
        return false;
      }
    }
  }
}
