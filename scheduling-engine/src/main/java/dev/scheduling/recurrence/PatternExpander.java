package dev.scheduling.recurrence;

import java.util.Arrays;

/**
 * Times that repeat after a fixed number of seconds: every DAILY, WEEKLY or shorter rule without a
 * part that looks at months. All answers are arithmetic.
 */
final class PatternExpander extends Expander {

  /** As many times as one pattern may have: 1 KiB of them. */
  static final int MAX_TIMES = 128;

  private final long base;
  private final long period;

  /** 2^63 divided by the period, rounded down. */
  private final long reciprocal;

  private final long[] offsets;

  /** How many times of the pattern lie between its base and the start. */
  private final int missed;

  /**
   * @param base at or before the start, by less than the period
   * @param offsets ascending, in {@code [0, period)}; may be empty
   */
  PatternExpander(long start, long base, long period, long[] offsets) {
    super(start);
    this.base = base;
    this.period = period;
    reciprocal = Long.MAX_VALUE / period;
    this.offsets = offsets;
    missed = indexOf(start - base);
  }

  /** How many times lie in {@code [base, second)}. */
  private long fromBase(long second) {
    long passed = second - base;
    long blocks = periodsIn(passed);
    return blocks * offsets.length + indexOf(passed - blocks * period);
  }

  /** How many whole periods fit into so many seconds, at least 0. */
  private long periodsIn(long seconds) {
    // A division takes the processor as long as all the rest of a seek. The product with the
    // reciprocal is right or, since that was rounded down, one too small.
    long periods = Math.multiplyHigh(seconds << 1, reciprocal);
    return seconds - periods * period < period ? periods : periods + 1;
  }

  /** The first index whose offset is at or after the given one. */
  private int indexOf(long offset) {
    if (offsets.length == 1) {
      return offset <= offsets[0] ? 0 : 1;
    }
    int index = Arrays.binarySearch(offsets, offset);
    return index < 0 ? ~index : index;
  }

  /** The seconds from each time to the next; 0 where these differ. */
  long step() {
    return offsets.length == 1 ? period : 0;
  }

  /** The first time at or after a second, however far; only where there is a {@link #step}. */
  long atOrAfter(long second) {
    long least = Math.max(second, start);
    long time = base + periodsIn(least - base) * period + offsets[0];
    return time < least ? time + period : time;
  }

  private long at(long index) {
    int size = offsets.length;
    long block = size == 1 ? index : index / size;
    if (Math.multiplyHigh(block, period) != 0) {
      return NONE;
    }
    long time = base + block * period + offsets[(int) (index - block * size)];
    return time < base || time > LAST_SECOND ? NONE : time;
  }

  @Override
  boolean makes(long second) {
    boolean isStart = second == start && missed < offsets.length;
    return isStart ? base + offsets[missed] == start : super.makes(second);
  }

  @Override
  boolean ranksFast() {
    return true;
  }

  @Override
  long rank(long second) {
    return second <= start ? 0 : fromBase(second) - missed;
  }

  @Override
  long select(long index) {
    if (offsets.length == 0 || index > NONE - missed) {
      return NONE;
    }
    return at(index + missed);
  }

  @Override
  long previous(long second) {
    if (second <= start) {
      return NONE_BEFORE;
    }
    long index = fromBase(Math.min(second, LAST_SECOND + 1)) - 1;
    return index < missed ? NONE_BEFORE : at(index);
  }

  @Override
  boolean provedEmpty() {
    return offsets.length == 0;
  }

  @Override
  Walker walker() {
    return new PatternWalker();
  }

  private final class PatternWalker extends Walker {

    private long block;
    private int index;

    @Override
    void seek(long second) {
      long passed = Math.min(Math.max(second, start), LAST_SECOND + 1) - base;
      long blocks = periodsIn(passed);
      block = base + blocks * period;
      index = indexOf(passed - blocks * period);
      if (index == offsets.length) {
        index = 0;
        block += period;
      }
    }

    @Override
    int fill(long[] into, int from, int to, long last) {
      int size = offsets.length;
      if (size == 1) {
        return fillSteps(into, from, to, last);
      }
      int out = from;
      long blockStart = block;
      int i = index;
      while (out < to && size > 0) {
        long time = blockStart + offsets[i];
        if (time > last) {
          break;
        }
        into[out++] = time;
        if (++i == size) {
          i = 0;
          blockStart += period;
        }
      }
      block = blockStart;
      index = i;
      return out - from;
    }

    /** One time a period: the same step from each to the next. */
    private int fillSteps(long[] into, int from, int to, long last) {
      long time = block + offsets[0];
      int out = from;
      while (out < to && time <= last) {
        into[out++] = time;
        time += period;
      }
      block = time - offsets[0];
      return out - from;
    }
  }
}
