package dev.scheduling.conflict;

import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The times of a rule that repeats whole days, or whose steps divide the day: certain days of the
 * wall clock, each with the same times.
 */
final class DayPattern implements RulePattern {

  /*
   * The days are those the rule would have with INTERVAL=1, which repeat every 400 years, and the
   * interval is kept beside them as a remainder: a day is one of the rule's if the number of its
   * period leaves it. That is what makes an INTERVAL of 997 no harder than one of 1.
   */

  /** So many distinct lists of times BYSETPOS may make; with more, a rule is not understood. */
  static final int MAX_RUNS = 16;

  private static final long DAY = 86_400;

  private final ZoneId zone;
  private final RecurrenceSet days;
  private final PeriodUnit unit;
  private final DayOfWeek weekStart;
  private final long interval;
  private final long startDay;
  private final int[] times;
  private final boolean timesVary;

  /**
   * @param days the days at INTERVAL=1 as an all-day set; or, where {@code timesVary}, the local
   *     times as a floating set
   * @param interval every how many units the rule applies
   * @param startDay a day in a unit in which it does
   * @param times the seconds of the day, ascending; where they vary, all there are
   */
  DayPattern(
      ZoneId zone,
      RecurrenceSet days,
      PeriodUnit unit,
      DayOfWeek weekStart,
      long interval,
      long startDay,
      int[] times,
      boolean timesVary) {
    this.zone = zone;
    this.days = days;
    this.unit = unit;
    this.weekStart = weekStart;
    this.interval = interval;
    this.startDay = startDay;
    this.times = times;
    this.timesVary = timesVary;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  int[] times() {
    return times;
  }

  /** The same days with other times. */
  DayPattern withTimes(int[] others) {
    return new DayPattern(zone, days, unit, weekStart, interval, startDay, others, false);
  }

  PeriodUnit unit() {
    return unit;
  }

  /** Every how many units, once those are left out that {@link #runs} leaves out. */
  long interval() {
    return isSameEveryYear() ? 1 : interval;
  }

  /** The number of a unit in which the rule applies. */
  long phase() {
    return unit.of(startDay, weekStart);
  }

  /** Every second or third month is the same months every year, so no remainder is needed. */
  private boolean isSameEveryYear() {
    return unit == PeriodUnit.MONTH && 12 % interval == 0;
  }

  /**
   * Some days, each with its unit's number if the interval is not 1, and the times that all of them
   * have.
   */
  static final class Run {
    final int[] days;
    final long[] periods;
    final int[] times;

    Run(int[] days, long[] periods, int[] times) {
      this.days = days;
      this.periods = periods;
      this.times = times;
    }
  }

  /**
   * The days from one (inclusive) to another (exclusive), whatever the interval; empty if the rule
   * gives them too many different lists of times.
   */
  List<Run> runs(int fromDay, int toDay) {
    OccurrenceCursor cursor = days.cursor();
    cursor.seekLocal(fromDay * DAY);
    return timesVary ? varyingRuns(cursor, toDay) : List.of(run(cursor, toDay));
  }

  private Run run(OccurrenceCursor cursor, int toDay) {
    Collected collected = new Collected(times);
    while (cursor.next() && cursor.localSecond() < toDay * DAY) {
      collected.add((int) Math.floorDiv(cursor.localSecond(), DAY));
    }
    return collected.toRun();
  }

  private List<Run> varyingRuns(OccurrenceCursor cursor, int toDay) {
    List<Collected> all = new ArrayList<>();
    int[] ofDay = new int[times.length];
    boolean more = cursor.next();
    while (more && cursor.localSecond() < toDay * DAY) {
      long day = Math.floorDiv(cursor.localSecond(), DAY);
      int size = 0;
      while (more && Math.floorDiv(cursor.localSecond(), DAY) == day) {
        ofDay[size++] = (int) (cursor.localSecond() - day * DAY);
        more = cursor.next();
      }
      int[] found = Arrays.copyOf(ofDay, size);
      Collected same = null;
      for (Collected known : all) {
        if (Arrays.equals(known.times, found)) {
          same = known;
        }
      }
      if (same == null) {
        if (all.size() == MAX_RUNS) {
          return List.of();
        }
        same = new Collected(found);
        all.add(same);
      }
      same.add((int) day);
    }
    List<Run> runs = new ArrayList<>();
    for (Collected collected : all) {
      runs.add(collected.toRun());
    }
    return runs;
  }

  /** Days of which each is in the same unit as the one before or in a later one. */
  private final class Collected {
    final int[] times;
    private int[] days = new int[64];
    private long[] periods = new long[64];
    private int size;
    private long period;
    private long periodEnd = Long.MIN_VALUE;

    Collected(int[] times) {
      this.times = times;
    }

    void add(int day) {
      if (interval > 1 && day >= periodEnd) {
        period = unit.of(day, weekStart);
        periodEnd = unit.endOf(day, weekStart);
      }
      if (isSameEveryYear() && (period - phase()) % interval != 0) {
        return;
      }
      if (size == days.length) {
        days = Arrays.copyOf(days, size * 2);
        periods = Arrays.copyOf(periods, size * 2);
      }
      days[size] = day;
      periods[size++] = period;
    }

    Run toRun() {
      return new Run(Arrays.copyOf(days, size), Arrays.copyOf(periods, size), times);
    }
  }

  /** The weekdays on which an occurrence may begin, as bits from Monday. */
  private int weekdays() {
    if (days.rules().isEmpty()) {
      return 127;
    }
    RecurrenceRule rule = days.rules().get(0);
    if (!rule.byDay().isEmpty()) {
      int bits = 0;
      for (var entry : rule.byDay()) {
        bits |= 1 << (entry.day().getValue() - 1);
      }
      return bits;
    }
    return unit == PeriodUnit.WEEK ? 1 << Math.floorMod(startDay + 3, 7) : 127;
  }

  @Override
  public void markWeek(WeekMask mask, long seconds) {
    int weekdays = weekdays();
    for (int weekday = 0; weekday < 7; weekday++) {
      if ((weekdays >>> weekday & 1) != 0) {
        // Day 4 since 1970 was a Monday.
        for (int time : times) {
          mask.mark((4 + weekday) * DAY + time, seconds);
        }
      }
    }
  }

  @Override
  public long slotModulus() {
    return switch (unit) {
      case DAY -> interval == 1 ? 7 * DAY : interval * DAY;
      case WEEK -> interval * 7 * DAY;
      default -> 7 * DAY;
    };
  }

  @Override
  public long[] slots() {
    int weekdays = weekdays();
    if (unit == PeriodUnit.DAY && interval > 1) {
      return slots(new long[] {startDay});
    }
    long weekOfStart = unit.of(startDay, weekStart);
    long firstDay = unit == PeriodUnit.WEEK ? weekOfStart * 7 - 4 + weekStart.getValue() : 4;
    long[] slotDays = new long[7];
    int size = 0;
    for (long day = firstDay; day < firstDay + 7; day++) {
      if ((weekdays >>> Math.floorMod(day + 3, 7) & 1) != 0) {
        slotDays[size++] = day;
      }
    }
    return slots(Arrays.copyOf(slotDays, size));
  }

  private long[] slots(long[] slotDays) {
    long[] slots = new long[slotDays.length * times.length];
    int size = 0;
    for (long day : slotDays) {
      for (int time : times) {
        slots[size++] = day * DAY + time;
      }
    }
    return slots;
  }
}
