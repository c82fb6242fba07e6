package dev.scheduling.recurrence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Expands a rule of DAILY or above period by period, in any calendar and with every part. Slow
 * beside the others and used where they do not apply: SKIP, calendars other than the Gregorian,
 * BYSETPOS over several times of day.
 */
final class PeriodExpander extends Expander {

  /*
   * SKIP may move a date into the next or the previous period, by one day at most. The times of one
   * period are therefore merged with the next one's before they are handed out, as far as they are
   * later than the next period's first day, and equal ones are dropped.
   */

  private static final int[] NO_POSITIONS = {};

  /** Empty periods that are tried before it pays to ask whether the rule makes anything at all. */
  private static final int STEPS_BEFORE_PROOF = 50;

  private final DayRule rule;
  private final @Nullable YearMasks yearMasks;
  private final @Nullable MonthMasks monthMasks;
  private final int interval;
  private final int[] times;
  private final int[] setPositions;
  private final int startDay;
  private final int firstPeriod;
  private volatile int emptiness;

  /**
   * @param setPositions BYSETPOS over the times of a period; empty for all
   */
  PeriodExpander(DayRule rule, long start, int interval, int[] times, int[] setPositions) {
    super(start);
    this.rule = rule;
    boolean plain = rule.calendar == RuleCalendar.GREGORIAN && !rule.skipsDates();
    boolean yearly = plain && rule.frequency == Frequency.YEARLY && YearMasks.canTell(rule);
    yearMasks = yearly ? new YearMasks(rule, NO_POSITIONS) : null;
    boolean monthly = plain && rule.frequency == Frequency.MONTHLY;
    monthMasks = monthly ? new MonthMasks(rule.monthDays, rule.weekdays, NO_POSITIONS) : null;
    this.times = times;
    this.interval = interval;
    this.setPositions = setPositions;
    startDay = (int) Math.floorDiv(start, DAY);
    firstPeriod = absolutePeriodOf(startDay);
  }

  /** Years, months, weeks or days from a fixed point to the one that holds the day. */
  private int absolutePeriodOf(int day) {
    RuleCalendar calendar = rule.calendar;
    return switch (rule.frequency) {
      case YEARLY ->
          rule.weekYears ? calendar.weekYearOf(day, rule.weekStart) : calendar.yearOf(day);
      case MONTHLY -> {
        int year = calendar.yearOf(day);
        yield calendar.monthsBefore(year) + calendar.monthOf(year, day);
      }
      case WEEKLY -> Math.floorDiv(day + 3 - rule.weekStart, 7);
      default -> day;
    };
  }

  private int startOf(int absolute) {
    RuleCalendar calendar = rule.calendar;
    return switch (rule.frequency) {
      case YEARLY ->
          rule.weekYears
              ? calendar.startOfWeekYear(absolute, rule.weekStart)
              : calendar.startOfYear(absolute);
      case MONTHLY -> {
        int year = calendar.yearOfMonth(absolute);
        yield calendar.startOfMonth(year, absolute - calendar.monthsBefore(year));
      }
      case WEEKLY -> absolute * 7 - 3 + rule.weekStart;
      default -> absolute;
    };
  }

  /**
   * The period of the rule that holds a day or is the last before it; negative before the start.
   */
  private int periodOf(int day) {
    return Math.floorDiv(absolutePeriodOf(day) - firstPeriod, interval);
  }

  /** The first day of a period, or a day beyond all years. */
  private int startOfPeriod(int period) {
    long absolute = firstPeriod + (long) period * interval;
    // 4,000,000 days are beyond 9999, and so are as many weeks, months and years.
    return absolute > 4_000_000 || (rule.frequency == Frequency.YEARLY && absolute > 20_000)
        ? Integer.MAX_VALUE
        : startOf((int) absolute);
  }

  private int expand(int period, DayList days, long[] into) {
    days.clear();
    int absolute = firstPeriod + period * interval;
    switch (rule.frequency) {
      case YEARLY -> {
        if (yearMasks == null) {
          rule.addDaysOfYear(absolute, days);
        } else {
          int newYear = GregorianDays.startOfYear(absolute);
          long[] mask = yearMasks.of(GregorianDays.isLeap(absolute), newYear);
          for (int word = 0; word < YearMasks.WORDS; word++) {
            days.addBits(newYear - YearMasks.NEW_YEAR + word * 64, mask[word]);
          }
        }
      }
      case MONTHLY -> {
        int year = rule.calendar.yearOfMonth(absolute);
        int month = absolute - rule.calendar.monthsBefore(year);
        if (monthMasks == null) {
          rule.addDaysOfMonth(year, month, days);
        } else if (rule.months.isEmpty() || rule.months.contains(CalendarMonth.of(month + 1))) {
          int first = GregorianDays.startOfMonth(absolute);
          days.addBits(first, monthMasks.of(MonthCycle.shape(absolute % MonthCycle.MONTHS)));
        }
      }
      case WEEKLY -> rule.addMatching(startOf(absolute), startOf(absolute) + 7, days);
      default -> rule.addMatching(absolute, absolute + 1, days);
    }
    days.sortDistinct();
    int count = days.size() * times.length;
    if (setPositions.length == 0) {
      for (int i = 0; i < count; i++) {
        into[i] = time(days, i);
      }
      return count;
    }
    int size = 0;
    for (int position : setPositions) {
      int index = position > 0 ? position - 1 : count + position;
      if (index >= 0 && index < count) {
        into[size++] = time(days, index);
      }
    }
    Arrays.sort(into, 0, size);
    return distinct(into, size);
  }

  private long time(DayList days, int index) {
    return days.get(index / times.length) * (long) DAY + times[index % times.length];
  }

  private static int distinct(long[] values, int size) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || values[kept - 1] != values[i]) {
        values[kept++] = values[i];
      }
    }
    return kept;
  }

  /** No period of a year has more days than 385, those of lunisolar leap years. */
  private long[] newBuffer() {
    int days =
        switch (rule.frequency) {
          case YEARLY -> 400;
          case MONTHLY -> 40;
          case WEEKLY -> 7;
          default -> 1;
        };
    return new long[Math.max(days * times.length, setPositions.length)];
  }

  @Override
  long rank(long second) {
    if (!hasSameTimesDaily() || second <= start) {
      return super.rank(second);
    }
    Expander days = days();
    long midnight = Math.floorDiv(second, (long) DAY) * DAY;
    return days.rank(midnight) * times.length
        + inDayBefore(days, second)
        - inDayBefore(days, start);
  }

  @Override
  long select(long index) {
    if (!hasSameTimesDaily()) {
      return super.select(index);
    }
    Expander days = days();
    long rest = index + inDayBefore(days, start);
    long day = rest < 0 ? NONE : days.select(rest / times.length);
    return day == NONE ? NONE : day + times[(int) (rest % times.length)];
  }

  /** Whether it is enough to count the days. */
  private boolean hasSameTimesDaily() {
    return times.length > 1 && setPositions.length == 0;
  }

  /** The same rule with one time a day, midnight. */
  private Expander days() {
    long midnight = startDay * (long) DAY;
    return new PeriodExpander(rule, midnight, interval, new int[] {0}, NO_POSITIONS);
  }

  /** How many times of the same day lie before a second. */
  private int inDayBefore(Expander days, long second) {
    long midnight = Math.floorDiv(second, (long) DAY) * DAY;
    int before = 0;
    while (before < times.length && midnight + times[before] < second) {
      before++;
    }
    return before > 0 && days.makes(midnight) ? before : 0;
  }

  @Override
  Walker walker() {
    return new PeriodWalker();
  }

  @Override
  boolean provedEmpty() {
    if (emptiness == 0) {
      emptiness = rule.calendar == RuleCalendar.GREGORIAN && isEmptyCycle() ? 1 : 2;
    }
    return emptiness == 1;
  }

  /** After 400 years the dates, weekdays and leap years repeat; so the periods do after so many. */
  private boolean isEmptyCycle() {
    int periods =
        switch (rule.frequency) {
          case YEARLY -> GregorianDays.YEARS_IN_CYCLE;
          case MONTHLY -> GregorianDays.YEARS_IN_CYCLE * 12;
          case WEEKLY -> GregorianDays.DAYS_IN_CYCLE / 7;
          default -> GregorianDays.DAYS_IN_CYCLE;
        };
    DayList days = new DayList();
    long[] buffer = newBuffer();
    for (int period = 0; period <= periods; period++) {
      if (startOfPeriod(period) == Integer.MAX_VALUE) {
        return false;
      }
      int size = expand(period, days, buffer);
      if (size > 0 && buffer[size - 1] >= start) {
        return false;
      }
    }
    return true;
  }

  @Override
  long previous(long second) {
    DayList days = new DayList();
    long[] buffer = newBuffer();
    int day = (int) Math.floorDiv(Math.min(second, LAST_SECOND + 1), DAY);
    long best = NONE_BEFORE;
    int lastToSee = 0;
    int empty = 0;
    for (int period = periodOf(day) + 1; period >= lastToSee; period--) {
      if (startOfPeriod(period) == Integer.MAX_VALUE) {
        continue;
      }
      if (++empty == STEPS_BEFORE_PROOF && best == NONE_BEFORE && provedEmpty()) {
        return NONE_BEFORE;
      }
      int size = expand(period, days, buffer);
      for (int i = 0; i < size; i++) {
        if (buffer[i] < second && buffer[i] >= start && buffer[i] > best) {
          best = buffer[i];
          // The period before may reach into this one, those before that may not.
          lastToSee = Math.max(lastToSee, period - 1);
        }
      }
    }
    return best;
  }

  private final class PeriodWalker extends Walker {

    private final DayList days = new DayList();
    private final long[] expanded = newBuffer();
    private long[] pending = new long[expanded.length * 2];
    private int at;
    private int size;
    private int period;
    private long from;
    private long safeBefore;
    private boolean spent;

    @Override
    void seek(long second) {
      from = Math.max(second, start);
      period = Math.max(0, periodOf((int) Math.floorDiv(Math.min(from, LAST_SECOND), DAY)) - 1);
      at = 0;
      size = 0;
      safeBefore = Long.MIN_VALUE;
      spent = false;
    }

    @Override
    int fill(long[] into, int first, int to, long last) {
      int budget = rule.calendar.stepsPerAnswer();
      int steps = budget;
      spent = false;
      int out = first;
      while (out < to) {
        if (at < size && pending[at] < safeBefore) {
          long time = pending[at];
          if (time > last) {
            break;
          }
          at++;
          if (time >= from) {
            into[out++] = time;
          }
          continue;
        }
        int next = startOfPeriod(period);
        if (next == Integer.MAX_VALUE) {
          if (safeBefore == Long.MAX_VALUE) {
            break;
          }
          safeBefore = Long.MAX_VALUE;
          continue;
        }
        if ((next - 1) * (long) DAY > last && (at == size || pending[at] > last)) {
          break;
        }
        if (steps-- == 0) {
          spent = out == first;
          break;
        }
        if (steps == budget - STEPS_BEFORE_PROOF && out == first && provedEmpty()) {
          break;
        }
        merge(expand(period, days, expanded));
        period++;
        int following = startOfPeriod(period);
        safeBefore = following == Integer.MAX_VALUE ? Long.MAX_VALUE : (following - 1) * (long) DAY;
      }
      return out - first;
    }

    private void merge(int more) {
      int left = size - at;
      System.arraycopy(pending, at, pending, 0, left);
      if (left + more > pending.length) {
        pending = Arrays.copyOf(pending, left + more);
      }
      System.arraycopy(expanded, 0, pending, left, more);
      at = 0;
      size = left + more;
      if (left > 0) {
        Arrays.sort(pending, 0, size);
        size = distinct(pending, size);
      }
    }

    @Override
    boolean spent() {
      return spent;
    }
  }
}
