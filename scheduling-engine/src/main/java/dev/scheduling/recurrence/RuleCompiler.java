package dev.scheduling.recurrence;

import dev.scheduling.recurrence.RecurrenceOptions.SubDailySteps;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the expander that makes a rule's times fastest. */
final class RuleCompiler {

  /*
   *   nothing that looks at months                     PatternExpander, all arithmetic
   *   days told by length and first weekday of months  MonthExpander, 31-bit masks
   *   days told by the shape of the year               YearExpander, 366-bit masks
   *   HOURLY and below, unless a day or week repeats   SubDailyExpander, a grid with jumps
   *   SKIP, other calendars, the rest                  PeriodExpander, literal
   */

  /**
   * Units of a grid that are looked at to make a pattern of a HOURLY, MINUTELY or SECONDLY rule.
   */
  private static final int MAX_GRID_UNITS = 1_440;

  private static final int[] NONE = {};
  private static final int[] EVERY = {0};
  private static final int[] ALL_MONTHS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

  private final RecurrenceRule rule;
  private final long start;
  private final int startDay;
  private final DayRule days;

  private RuleCompiler(RecurrenceRule rule, SetFrame frame, RuleCalendar calendar) {
    this.rule = rule;
    start = frame.start();
    startDay = (int) Math.floorDiv(start, (long) Expander.DAY);
    days = new DayRule(rule, startDay, frame.options(), calendar);
  }

  static Expander compile(RecurrenceRule rule, SetFrame frame) {
    RuleCalendar calendar = CalendarScales.of(rule);
    RuleCompiler compiler = new RuleCompiler(rule, frame, calendar);
    boolean literal = calendar != RuleCalendar.GREGORIAN;
    if (rule.frequency().isSubDaily()) {
      Expander times = compiler.subDaily(literal);
      return frame.allDay() ? new WholeDayExpander(times) : times;
    }
    int second = (int) Math.floorMod(frame.start(), (long) Expander.DAY);
    int[] times = DayTimes.within(rule, second, frame.allDay());
    int[] positions = rule.setPositions();
    if (rule.frequency() == Frequency.DAILY) {
      times = DayTimes.atPositions(times, positions);
      positions = NONE;
    }
    if (times.length == 0) {
      return compiler.empty();
    }
    Expander fast = literal || compiler.days.skipsDates() ? null : compiler.daysAndTimes(times);
    return fast != null
        ? fast
        : new PeriodExpander(compiler.days, frame.start(), rule.interval(), times, positions);
  }

  private @Nullable Expander daysAndTimes(int[] times) {
    return switch (rule.frequency()) {
      case DAILY -> daily(times);
      case WEEKLY -> weekly(times);
      case MONTHLY -> monthly(times);
      default -> yearly(times);
    };
  }

  private @Nullable Expander daily(int[] times) {
    if (days.months.isEmpty() && days.monthDays.length == 0) {
      return dayPattern(rule.interval(), times);
    }
    int[] months = days.months.isEmpty() ? ALL_MONTHS : monthOffsets(days.months);
    MonthMasks masks = new MonthMasks(days.monthDays, days.weekdays, NONE);
    DayGrid grid = DayGrid.ofDays(startDay, rule.interval());
    return new MonthExpander(start, startYear() * 12, 12, months, masks, grid, times);
  }

  /**
   * Every so many days, perhaps only on some weekdays: repeats after seven of them at the latest.
   */
  private @Nullable Expander dayPattern(int interval, int[] times) {
    long step = (long) interval * Expander.DAY;
    int turns = days.weekdays.isEmpty() || interval % 7 == 0 ? 1 : 7;
    int weekdays = weekdays();
    long[] offsets = new long[turns * times.length];
    int size = 0;
    for (int turn = 0; turn < turns; turn++) {
      int weekday = GregorianDays.weekday(startDay + (int) ((long) turn * (interval % 7)));
      if ((weekdays >>> weekday & 1) != 0) {
        for (int time : times) {
          offsets[size++] = turn * step + time;
        }
      }
    }
    long[] chosen = size == offsets.length ? offsets : Arrays.copyOf(offsets, size);
    return pattern(startDay * (long) Expander.DAY, turns * step, chosen);
  }

  private @Nullable Expander pattern(long base, long period, long[] offsets) {
    return offsets.length <= PatternExpander.MAX_TIMES
        ? new PatternExpander(start, base, period, offsets)
        : null;
  }

  private Expander empty() {
    return new PatternExpander(start, start, Expander.DAY, new long[0]);
  }

  /** A bit for each weekday that BYDAY admits, from Monday on. */
  private int weekdays() {
    if (days.weekdays.isEmpty()) {
      return 0x7F;
    }
    int mask = 0;
    for (OrdinalWeekday entry : days.weekdays) {
      mask |= 1 << (entry.day().getValue() - 1);
    }
    return mask;
  }

  private @Nullable Expander weekly(int[] times) {
    int weekday = GregorianDays.weekday(startDay);
    int firstDay = startDay - Math.floorMod(weekday - days.weekStart, 7);
    if (!days.months.isEmpty()) {
      if (rule.setPositions().length > 0) {
        return null;
      }
      MonthMasks masks = new MonthMasks(NONE, days.weekdays, NONE);
      DayGrid grid = DayGrid.ofWeeks(firstDay, rule.interval());
      int[] months = monthOffsets(days.months);
      return new MonthExpander(start, startYear() * 12, 12, months, masks, grid, times);
    }
    int weekdays = weekdays();
    int[] offsets = new int[Integer.bitCount(weekdays) * times.length];
    int size = 0;
    for (int day = 0; day < 7; day++) {
      if ((weekdays >>> ((days.weekStart + day) % 7) & 1) != 0) {
        for (int time : times) {
          offsets[size++] = day * Expander.DAY + time;
        }
      }
    }
    int[] positioned = DayTimes.atPositions(offsets, rule.setPositions());
    long[] chosen = new long[positioned.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = positioned[i];
    }
    long period = 7L * Expander.DAY * rule.interval();
    return pattern(firstDay * (long) Expander.DAY, period, chosen);
  }

  private @Nullable Expander monthly(int[] times) {
    int[] positions = rule.setPositions();
    if (positions.length > 0 && times.length > 1) {
      return null;
    }
    int interval = rule.interval();
    int fields = GregorianDays.fields(startDay);
    int firstMonth = GregorianDays.yearOf(fields) * 12 + GregorianDays.monthOf(fields) - 1;
    MonthMasks masks = new MonthMasks(days.monthDays, days.weekdays, positions);
    if (days.months.isEmpty()) {
      return months(firstMonth, interval, EVERY, masks, times);
    }
    // The months of the year repeat after at most twelve steps.
    int turns = 12 / (int) Arithmetic.gcd(interval, 12);
    long[] offsets = new long[turns];
    int size = 0;
    for (int turn = 0; turn < turns; turn++) {
      long offset = (long) turn * interval;
      if (days.months.contains(CalendarMonth.of((int) ((firstMonth + offset) % 12) + 1))) {
        offsets[size++] = offset;
      }
    }
    long block = (long) turns * interval;
    if (block > Integer.MAX_VALUE) {
      return null;
    }
    int[] within = new int[size];
    for (int i = 0; i < size; i++) {
      within[i] = (int) offsets[i];
    }
    return months(firstMonth, block, within, masks, times);
  }

  private Expander months(
      int firstMonth, long block, int[] offsets, MonthMasks masks, int[] times) {
    return new MonthExpander(start, firstMonth, block, offsets, masks, DayGrid.EVERY_DAY, times);
  }

  private @Nullable Expander yearly(int[] times) {
    int[] positions = rule.setPositions();
    if (positions.length > 0 && times.length > 1) {
      return null;
    }
    boolean ordinalsInYear = !days.ordinalsInMonth && hasOrdinals(days.weekdays);
    boolean byMonths = days.weekNumbers.length == 0 && days.yearDays.length == 0 && !ordinalsInYear;
    if (byMonths && (positions.length == 0 || days.months.size() == 1)) {
      int[] offsets = days.months.isEmpty() ? ALL_MONTHS : monthOffsets(days.months);
      MonthMasks masks = new MonthMasks(days.monthDays, days.weekdays, positions);
      return months(startYear() * 12, 12L * rule.interval(), offsets, masks, times);
    }
    if (!YearMasks.canTell(days)) {
      return null;
    }
    int firstYear =
        days.weekYears ? RuleCalendar.GREGORIAN.weekYearOf(startDay, days.weekStart) : startYear();
    YearMasks masks = new YearMasks(days, positions);
    return new YearExpander(start, days, masks, firstYear, rule.interval(), times);
  }

  private static boolean hasOrdinals(List<OrdinalWeekday> weekdays) {
    return weekdays.stream().anyMatch(entry -> entry.ordinal() != 0);
  }

  private int startYear() {
    return GregorianDays.year(startDay);
  }

  private static int[] monthOffsets(List<CalendarMonth> months) {
    int[] offsets = new int[months.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = months.get(i).number() - 1;
    }
    return offsets;
  }

  /**
   * The grid of a rule that is to count elapsed time where that differs from the wall clock, or
   * null.
   */
  static @Nullable SubDailyExpander elapsedGrid(RecurrenceRule rule, SetFrame frame) {
    if (!rule.frequency().isSubDaily()
        || frame.options().subDailySteps() != SubDailySteps.ELAPSED
        || frame.isGapless()) {
      return null;
    }
    RuleCalendar calendar = CalendarScales.of(rule);
    return new RuleCompiler(rule, frame, calendar).grid(calendar != RuleCalendar.GREGORIAN);
  }

  private SubDailyExpander grid(boolean literal) {
    DaySet set = null;
    if (!days.isEveryDay()) {
      set = literal ? DaySet.scanning(days) : new GregorianDaySet(days);
    }
    return new SubDailyExpander(rule, set, start);
  }

  private Expander subDaily(boolean literal) {
    SubDailyExpander grid = grid(literal);
    boolean looksAtMonths =
        !days.months.isEmpty() || days.monthDays.length > 0 || days.yearDays.length > 0;
    if (literal || looksAtMonths) {
      return grid;
    }
    long cycle = days.weekdays.isEmpty() ? Expander.DAY : 7L * Expander.DAY;
    PatternExpander pattern = grid.asPattern(cycle, MAX_GRID_UNITS, PatternExpander.MAX_TIMES);
    return pattern == null ? grid : pattern;
  }
}
