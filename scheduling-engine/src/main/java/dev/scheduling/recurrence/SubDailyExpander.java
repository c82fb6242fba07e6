package dev.scheduling.recurrence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Expands HOURLY, MINUTELY and SECONDLY rules: a grid of hours, minutes or seconds over the wall
 * clock, of which the BY parts keep some, and in each unit kept a fixed list of times.
 */
final class SubDailyExpander extends Expander {

  /** Candidates that are tried before it pays to ask whether the rule makes anything at all. */
  private static final int STEPS_BEFORE_PROOF = 1_000;

  private static final int ALL_HOURS = 0xFF_FFFF;

  private final int unit;
  final long step;
  final long base;
  private final @Nullable DaySet days;
  private final int hours;
  private final long minutes;
  private final long seconds;
  final int[] offsets;

  /** Whether the rule makes nothing: 0 unknown, 1 yes, 2 no. */
  private volatile int emptiness;

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

  private SubDailyExpander(SubDailyExpander other, long seconds) {
    super(other.start + seconds);
    unit = other.unit;
    step = other.step;
    base = other.base + seconds;
    days = other.days;
    hours = other.hours;
    minutes = other.minutes;
    this.seconds = other.seconds;
    offsets = other.offsets;
  }

  /** The same grid and limits on a clock that shows so many seconds more. */
  SubDailyExpander movedBy(long seconds) {
    return new SubDailyExpander(this, seconds);
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

  long gridAtOrAfter(long second) {
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
    int skippedHours = nextBit(hours & (long) ALL_HOURS, hour, 24) - hour;
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

  /** The first day at or after one that passes the date parts; far away if there is none. */
  int nextDay(int day) {
    return days == null ? day : days.next(day);
  }

  @Override
  long rank(long second) {
    return new GridCount(this).between(start, second);
  }

  @Override
  long select(long index) {
    return new GridCount(this).select(start, index);
  }

  /** Whether a unit of the grid passes every part. */
  private boolean keeps(long at) {
    int day = (int) Math.floorDiv(at, (long) DAY);
    return keepsTime((int) (at - day * (long) DAY)) && nextDay(day) == day;
  }

  boolean keepsTime(int secondOfDay) {
    return (hours >>> (secondOfDay / 3_600) & 1) != 0
        && (minutes >>> (secondOfDay / 60 % 60) & 1) != 0
        && (seconds >>> (secondOfDay % 60) & 1) != 0;
  }

  @Override
  long previous(long second) {
    if (offsets.length == 0) {
      return NONE_BEFORE;
    }
    long at = gridAtOrBefore(Math.min(second, LAST_SECOND + 1) - 1);
    for (int i = 0; at >= base; i++) {
      if (i == STEPS_BEFORE_PROOF && provedEmpty()) {
        return NONE_BEFORE;
      }
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
        for (int o = offsets.length - 1; o >= 0; o--) {
          long time = at + offsets[o];
          if (time < second) {
            return time >= start ? time : NONE_BEFORE;
          }
        }
      }
      at -= step;
    }
    return NONE_BEFORE;
  }

  /**
   * The same times as a pattern, or null if that would take more units to look at, or more times,
   * than given. Only for rules whose days repeat with the cycle.
   *
   * @param cycle a day or a week in seconds
   */
  @Nullable PatternExpander asPattern(long cycle, int maxUnits, int maxTimes) {
    boolean keepsAll =
        days == null && (hours & ALL_HOURS) == ALL_HOURS && (minutes & seconds) == -1;
    long length = keepsAll ? step : Arithmetic.lcm(step, cycle);
    if (length / step > maxUnits) {
      return null;
    }
    long[] times = new long[maxTimes];
    int size = 0;
    for (long at = 0; at < length; at += step) {
      if (keepsAll || keeps(base + at)) {
        if (size + offsets.length > maxTimes) {
          return null;
        }
        for (int offset : offsets) {
          times[size++] = at + offset;
        }
      }
    }
    return new PatternExpander(start, base, length, Arrays.copyOf(times, size));
  }

  @Override
  boolean provedEmpty() {
    if (emptiness == 0) {
      emptiness = isEmptyCycle() ? 1 : 2;
    }
    return emptiness == 1;
  }

  private boolean isEmptyCycle() {
    if (offsets.length == 0 || (days != null && days.isEmpty())) {
      return true;
    }
    // The grid visits the seconds of a day that equal its base modulo the common divisor.
    long divisor = Arithmetic.gcd(step, DAY);
    boolean any = false;
    for (long at = Math.floorMod(base, divisor); at < DAY && !any; at += divisor) {
      any = keepsTime((int) at);
    }
    if (!any || days == null || divisor == step) {
      return !any;
    }
    // And in one 400-year cycle or another the seconds of it that do so modulo theirs.
    long overCycles = Arithmetic.gcd(step, (long) GregorianDays.DAYS_IN_CYCLE * DAY);
    int first = GregorianDays.startOfYear(2_000);
    int end = first + GregorianDays.DAYS_IN_CYCLE;
    for (int day = days.next(first); day < end; day = days.next(day + 1)) {
      long midnight = day * (long) DAY;
      for (long at = Math.floorMod(base - midnight, overCycles); at < DAY; at += overCycles) {
        if (keepsTime((int) at)) {
          return false;
        }
      }
    }
    return true;
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
      at = Math.max(base, from - Math.floorMod(from - base, (long) unit));
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
          if (at > last || !findUnit(last)) {
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
    private boolean findUnit(long last) {
      at = gridAtOrAfter(at);
      for (int i = 0; i < STEPS; i++) {
        if (i == STEPS_BEFORE_PROOF && provedEmpty()) {
          at = NONE;
        }
        if (at > last) {
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
