package dev.scheduling.conflict;

import java.math.BigInteger;

/** Where a grid clashes with days, or with another grid, in a cycle and its repetitions. */
final class GridMeeting {

  /*
   * From one cycle to the next a grid moves by T = 400 years modulo its step against the dates. So
   * of a stretch [low, high] of the wall clock at which one of its times would clash it has to be
   * known in which cycle c some time n == x (mod step) lies in [low + cT, high + cT]. The cycles up to
   * the year 9999 are tried; that there is none at all follows from the remainders of x - low modulo
   * gcd(T, step), which do not change with c.
   *
   * Two grids: their distance v takes the values in (-length, length) that are possible modulo the
   * common divisor of their steps, and for each v they meet on a grid of their own, whose step is the
   * least common multiple. Its stretches are those between changes of the clocks.
   */

  private static final long DAY = 86_400;
  private static final long T = ZoneLine.CYCLE_SECONDS;
  private static final long MAX_STEP = 1L << 60;

  /** Whether each day is kept by the filter, from {@link #keptFrom} on. */
  private boolean[] kept = {};

  private int keptFrom;

  private final CycleSearch search;
  private final GridPattern grid;
  private final ZoneLine line;
  private final long length;
  private final int from;

  GridMeeting(CycleSearch search, GridPattern grid, Series series, ZoneLine line, int from) {
    this.search = search;
    this.grid = grid;
    this.line = line;
    this.length = SeriesConflicts.usualLength(series);
    this.from = from;
  }

  /** Clashes with the days of a pattern. */
  void findDays(DayMeeting.Side days, int to) {
    int margin = (int) (Math.max(length, days.longest) / DAY) + 4;
    keepDays(from - margin, to + margin);
    BigInteger moved = BigInteger.valueOf(T).multiply(BigInteger.valueOf(days.cycles.modulus));
    long common = moved.gcd(BigInteger.valueOf(grid.step())).longValueExact();
    var runs = days.pattern.runs(from, to);
    if (runs.isEmpty()) {
      search.giveUp();
    }
    for (DayPattern.Run run : runs) {
      days.run = run;
      for (int i = 0; i < run.days.length; i++) {
        long cycle = days.cycles.firstCycle(run.periods[i]);
        if (cycle < 0) {
          continue;
        }
        long[] occurrences = days.occurrences(run.days[i]);
        for (int n = 0; n < occurrences.length; n += 2) {
          if (!search.spend(1)) {
            return;
          }
          meet(occurrences[n], occurrences[n + 1], cycle, days.cycles.modulus, common);
        }
      }
    }
  }

  private void keepDays(int first, int end) {
    DayPattern pattern = grid.filter() == null ? null : grid.filter().days();
    if (pattern == null) {
      return;
    }
    keptFrom = first;
    kept = new boolean[end - first];
    for (DayPattern.Run run : pattern.runs(first, end)) {
      for (int day : run.days) {
        kept[day - first] = true;
      }
    }
  }

  /** An occurrence of the days that is one of theirs in the cycles {@code cycle + n * every}. */
  private void meet(long start, long end, long cycle, long every, long common) {
    long low = start - length + 1;
    long high = end - 1;
    int last = Math.min(line.changesUpTo(high) + 1, line.at.length);
    for (int i = Math.max(0, line.changesUpTo(low) - 1); i <= last; i++) {
      long begins = i == 0 ? Long.MIN_VALUE : behind(i - 1);
      long ends = i == line.at.length ? Long.MAX_VALUE : behind(i);
      long lowLocal = Math.max(begins, low + line.before(i));
      long highLocal = Math.min(ends - 1, high + line.before(i));
      if (lowLocal <= highLocal) {
        meetLocal(lowLocal, highLocal, line.before(i), start, cycle, every, common);
      }
    }
  }

  /** The local time from which the {@code i}th change is behind; see ZoneLine. */
  private long behind(int i) {
    return line.at[i] + Math.max(line.before(i), line.after[i]);
  }

  private void meetLocal(
      long low, long high, int offset, long start, long cycle, long every, long common) {
    for (int unitOffset : grid.offsets()) {
      GridFilter filter = grid.filter();
      if (filter == null) {
        meetUnits(low, high, unitOffset, offset, start, cycle, every, common);
        continue;
      }
      // The parts keep or drop a unit by its beginning.
      int grain = filter.grain();
      long begin = low - unitOffset;
      long end = high - unitOffset;
      long keptSince = Long.MIN_VALUE;
      for (long at = Math.floorDiv(begin, grain) * grain; at <= end; at += grain) {
        if (!search.spend(1)) {
          return;
        }
        if (keeps(filter, at)) {
          keptSince = keptSince == Long.MIN_VALUE ? Math.max(at, begin) : keptSince;
        } else if (keptSince != Long.MIN_VALUE) {
          long until = at - 1 + unitOffset;
          long since = keptSince + unitOffset;
          meetUnits(since, until, unitOffset, offset, start, cycle, every, common);
          keptSince = Long.MIN_VALUE;
        }
      }
      if (keptSince != Long.MIN_VALUE) {
        long since = keptSince + unitOffset;
        meetUnits(since, high, unitOffset, offset, start, cycle, every, common);
      }
    }
  }

  private boolean keeps(GridFilter filter, long local) {
    long day = Math.floorDiv(local, DAY);
    return (filter.days() == null || kept[(int) day - keptFrom])
        && filter.keepsTime((int) (local - day * DAY));
  }

  private void meetUnits(
      long low,
      long high,
      int unitOffset,
      int offset,
      long start,
      long cycle,
      long every,
      long common) {
    long step = grid.step();
    long wanted = grid.base() + unitOffset;
    for (long c = cycle; c <= CycleSearch.MAX_CYCLES; c += every) {
      if (start + c * T >= search.first()) {
        return;
      }
      long after = Math.floorMod(wanted - low - c * T, step);
      if (after <= high - low) {
        search.found(Math.max(start, low + after - offset) + c * T);
        return;
      }
    }
    // The remainder modulo the common divisor is the same in all of its cycles.
    if (remainder(wanted - low, cycle, common) <= high - low) {
      search.foundBeyond();
    }
  }

  private static long remainder(long distance, long cycle, long modulus) {
    return BigInteger.valueOf(distance)
        .subtract(BigInteger.valueOf(cycle).multiply(BigInteger.valueOf(T)))
        .mod(BigInteger.valueOf(modulus))
        .longValueExact();
  }

  /** Clashes with another grid; both keep all their units. */
  void findGrid(GridMeeting other) {
    for (int offset : grid.offsets()) {
      for (int otherOffset : other.grid.offsets()) {
        findGrid(other, grid.base() + offset, other.grid.base() + otherOffset);
      }
    }
  }

  private void findGrid(GridMeeting other, long x, long y) {
    long p = grid.step();
    long q = other.grid.step();
    long g = Congruence.gcd(p, q);
    if (Math.multiplyHigh(p / g, q) != 0 || p / g * q > MAX_STEP) {
      search.giveUp();
      return;
    }
    long windowLow = from * DAY;
    long windowHigh = windowLow + T - 1;
    for (int i = 0; i <= line.at.length; i++) {
      long low = Math.max(windowLow, lowEpoch(i));
      long high = Math.min(windowHigh, highEpoch(i));
      if (low > high) {
        continue;
      }
      int last = Math.min(other.line.changesUpTo(high + length) + 1, other.line.at.length);
      int j = Math.max(0, other.line.changesUpTo(low - other.length) - 1);
      for (; j <= last; j++) {
        // The second begins v after the first: it is the earlier one where v is negative.
        long apart = Math.floorMod(y - other.line.before(j) - x + line.before(i), g);
        long v = -other.length + 1;
        v += Math.floorMod(apart - v, g);
        for (; v < length; v += g) {
          if (!search.spend(1)) {
            return;
          }
          long lowBoth = Math.max(low, saturatedMinus(other.lowEpoch(j), v));
          long highBoth = Math.min(high, saturatedMinus(other.highEpoch(j), v));
          if (lowBoth <= highBoth) {
            long first = Math.floorMod(x - line.before(i), p);
            long second = Math.floorMod(y - other.line.before(j) - v, q);
            meetBoth(lowBoth, highBoth, first, p, second, q, g, Math.max(v, 0));
          }
        }
      }
    }
  }

  private static long saturatedMinus(long bound, long v) {
    return bound == Long.MIN_VALUE || bound == Long.MAX_VALUE ? bound : bound - v;
  }

  /** The first instant of a time that is read with the offset before the {@code i}th change. */
  private long lowEpoch(int i) {
    return i == 0 ? Long.MIN_VALUE : behind(i - 1) - line.before(i);
  }

  private long highEpoch(int i) {
    return i == line.at.length ? Long.MAX_VALUE : behind(i) - 1 - line.before(i);
  }

  /** Instants in [low, high] that are first modulo p and second modulo q. */
  private void meetBoth(
      long low, long high, long first, long p, long second, long q, long g, long later) {
    long both = p / g * q;
    long steps = q / g;
    long factor =
        BigInteger.valueOf((second - first) / g)
            .multiply(BigInteger.valueOf(Congruence.inverse(p / g % steps, steps)))
            .mod(BigInteger.valueOf(steps))
            .longValueExact();
    long wanted = first + p * factor;
    for (int c = 0; c <= CycleSearch.MAX_CYCLES; c++) {
      if (low + c * T >= search.first()) {
        return;
      }
      long after = Math.floorMod(wanted - low - c * T, both);
      if (after <= high - low) {
        search.found(low + after + later + c * T);
        return;
      }
    }
    if (Math.floorMod(wanted - low, Congruence.gcd(T, both)) <= high - low) {
      search.foundBeyond();
    }
  }
}
