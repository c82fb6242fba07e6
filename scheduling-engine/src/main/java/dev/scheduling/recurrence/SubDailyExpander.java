package dev.scheduling.recurrence;

import org.jspecify.annotations.Nullable;

/**
 * Expands HOURLY, MINUTELY and SECONDLY rules: a grid of hours, minutes or seconds over the wall
 * clock, of which the BY parts keep some, and in each unit kept a fixed list of times.
 */
final class SubDailyExpander extends Expander {

  private final int unit;
  private final long step;
  private final long base;
  private final @Nullable DaySet days;
  private final int hours;
  private final long minutes;
  private final long seconds;
  private final int[] offsets;

  /** BYSETPOS chooses among the times of one unit, which are the same in every unit. */
  SubDailyExpander(RecurrenceRule rule, @Nullable DaySet days, long start) {
    super(start);
    this.days = days;
    Frequency frequency = rule.frequency();
    unit = frequency == Frequency.HOURLY ? 3_600 : frequency == Frequency.MINUTELY ? 60 : 1;
    step = (long) rule.interval() * unit;
    base = Math.floorDiv(start, unit) * unit;
    int startSecond = (int) Math.floorMod(start, (long) DAY);
    int[] times = DayTimes.within(rule, startSecond, false);
    offsets = DayTimes.atPositions(times, rule.setPositions());
    hours = (int) mask(rule.hours());
    minutes = frequency == Frequency.HOURLY ? -1 : mask(rule.minutes());
    seconds = frequency == Frequency.SECONDLY ? mask(DayTimes.leapless(rule.seconds())) : -1;
  }

  private static long mask(int[] values) {
    if (values.length == 0) {
      return -1;
    }
    long mask = 0;
    for (int value : values) {
      mask |= 1L << value;
    }
    return mask;
  }

  private long gridAtOrAfter(long second) {
    return second <= base ? base : base + (second - base + step - 1) / step * step;
  }

  private long gridAtOrBefore(long second) {
    return base + Math.floorDiv(second - base, step) * step;
  }

  /** {@code at} if it passes every part, or the first second after it that might. */
  private long nextCandidate(long at) {
    int day = (int) Math.floorDiv(at, (long) DAY);
    long midnight = day * (long) DAY;
    if (days != null) {
      int wanted = days.next(day);
      if (wanted != day) {
        return wanted == DaySet.NO_DAY ? NONE : wanted * (long) DAY;
      }
    }
    int second = (int) (at - midnight);
    int hour = second / 3_600;
    int skippedHours = nextBit(hours & 0xFF_FFFFL, hour, 24) - hour;
    if (skippedHours > 0) {
      return midnight + (hour + skippedHours) * 3_600L;
    }
    int minute = second / 60 % 60;
    int skippedMinutes = nextBit(minutes, minute, 60) - minute;
    if (skippedMinutes > 0) {
      return midnight + hour * 3_600L + (minute + skippedMinutes) * 60L;
    }
    return at + nextBit(seconds, second % 60, 60) - second % 60;
  }

  private static int nextBit(long mask, int from, int end) {
    long later = mask >>> from;
    return later == 0 ? end : Math.min(end, from + Long.numberOfTrailingZeros(later));
  }

  /** Whether a unit of the grid passes every part. */
  private boolean keeps(long at) {
    int day = (int) Math.floorDiv(at, (long) DAY);
    int second0 = (int) (at - day * (long) DAY);
    return (hours >>> (second0 / 3_600) & 1) != 0
        && (minutes >>> (second0 / 60 % 60) & 1) != 0
        && (seconds >>> (second0 % 60) & 1) != 0
        && (days == null || days.next(day) == day);
  }

  @Override
  long previous(long second) {
    if (offsets.length == 0) {
      return NONE_BEFORE;
    }
    long at = gridAtOrBefore(Math.min(second, LAST_SECOND + 1) - 1);
    while (at >= base) {
      int day = (int) Math.floorDiv(at, (long) DAY);
      if (days != null && days.next(day) != day) {
        int wanted = days.previous(day);
        if (wanted == DaySet.NO_DAY_BEFORE) {
          return NONE_BEFORE;
        }
        at = gridAtOrBefore(wanted * (long) DAY + DAY - 1);
        continue;
      }
      if (keeps(at)) {
        for (int i = offsets.length - 1; i >= 0; i--) {
          long time = at + offsets[i];
          if (time < second) {
            return time >= start ? time : NONE_BEFORE;
          }
        }
      }
      at -= step;
    }
    return NONE_BEFORE;
  }

  @Override
  boolean provedEmpty() {
    if (offsets.length == 0 || (days != null && days.isEmpty())) {
      return true;
    }
    // The grid visits the seconds of a day that equal its base modulo the common divisor.
    int divisor = gcd(step, DAY);
    for (long at = Math.floorMod(base, (long) divisor); at < DAY; at += divisor) {
      if ((hours >>> (at / 3_600) & 1) != 0
          && (minutes >>> (at / 60 % 60) & 1) != 0
          && (seconds >>> (at % 60) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return (int) a;
  }

  @Override
  Walker walker() {
    return new GridWalker();
  }

  private final class GridWalker extends Walker {

    private long at;
    private long from;
    private int offset;
    private boolean found;
    private boolean spent;

    @Override
    void seek(long second) {
      from = Math.max(second, start);
      at = Math.max(base, Math.floorDiv(from, unit) * unit);
      found = false;
      spent = false;
      offset = 0;
    }

    @Override
    int fill(long[] into, int first, int to, long last) {
      spent = false;
      int out = first;
      while (out < to && offsets.length > 0) {
        if (!found) {
          if (at > last || !findUnit()) {
            spent &= out == first;
            break;
          }
          found = true;
          offset = 0;
        }
        long time = at + offsets[offset];
        if (time > last) {
          break;
        }
        if (time >= from) {
          into[out++] = time;
        }
        if (++offset == offsets.length) {
          found = false;
          at += step;
        }
      }
      return out - first;
    }

    /** Moves to the least unit of the grid at or after {@code at} that passes every part. */
    private boolean findUnit() {
      at = gridAtOrAfter(at);
      for (int i = 0; i < STEPS; i++) {
        if (at > LAST_SECOND) {
          return false;
        }
        long next = nextCandidate(at);
        if (next == at) {
          return true;
        }
        if (next == NONE) {
          at = NONE;
          return false;
        }
        at = gridAtOrAfter(next);
      }
      spent = true;
      return false;
    }

    @Override
    boolean spent() {
      return spent;
    }
  }
}
