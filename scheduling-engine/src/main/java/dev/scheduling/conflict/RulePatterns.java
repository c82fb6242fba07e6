package dev.scheduling.conflict;

import dev.scheduling.recurrence.Frequency;
import dev.scheduling.recurrence.OrdinalWeekday;
import dev.scheduling.recurrence.RecurrenceOptions;
import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import dev.scheduling.recurrence.RecurrenceOptions.SubDailySteps;
import dev.scheduling.recurrence.RecurrenceOptions.WeekOwner;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.Skip;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the pattern of a rule, where there is one. */
final class RulePatterns {

  /*
   * The date parts go to an all-day set without INTERVAL, the time parts to a list of seconds. BYSETPOS
   * that chooses among several times of a period keeps the two together: then the whole rule goes to
   * a floating set. The start fills in missing parts (RFC 5545, 3.3.10), so it stays what it was.
   */

  private static final int DAY = 86_400;

  private final RecurrenceSet set;
  private final RecurrenceRule rule;
  private final ZoneId zone;
  private final LocalDateTime start;

  private RulePatterns(RecurrenceSet set, RecurrenceRule rule, ZoneId zone) {
    this.set = set;
    this.rule = rule;
    this.zone = zone;
    this.start = set.start();
  }

  /** The pattern of a rule of a set, or null if it cannot be reasoned about. */
  static @Nullable RulePattern of(RecurrenceSet set, RecurrenceRule rule, ZoneId zone) {
    boolean gregorian = rule.calendarScale().map("GREGORIAN"::equals).orElse(true);
    if (!gregorian || rule.skip() != Skip.OMIT) {
      return null;
    }
    RulePatterns patterns = new RulePatterns(set, rule, zone);
    return rule.frequency().compareTo(Frequency.DAILY) < 0
        ? patterns.ofSubDaily()
        : patterns.ofDays();
  }

  private RecurrenceOptions options() {
    return set.options().withOffPatternStart(OffPatternStart.IGNORED);
  }

  private RulePattern ofDays() {
    int[] times = timesOfDay();
    List<Integer> positions = rule.bySetPosition();
    boolean vary = !positions.isEmpty() && times.length > 1;
    RecurrenceRule.Builder days = dateParts(rule.frequency());
    if (vary) {
      days.bySecond(ints(rule.bySecond()))
          .byMinute(ints(rule.byMinute()))
          .byHour(ints(rule.byHour()));
    }
    boolean choosesAmongDays =
        rule.byDay().size()
                + rule.byMonthDay().size()
                + rule.byYearDay().size()
                + rule.byWeekNumber().size()
                + rule.byMonth().size()
            > 0;
    if (!positions.isEmpty() && (vary || choosesAmongDays)) {
      days.bySetPosition(ints(positions));
    } else if (!positions.isEmpty() && !positions.contains(1) && !positions.contains(-1)) {
      // A period of one occurrence has no second.
      times = new int[0];
    }
    RecurrenceSet made =
        (vary ? RecurrenceSet.startingAt(start) : RecurrenceSet.startingOn(start.toLocalDate()))
            .rule(days.build())
            .options(options())
            .build();
    return new DayPattern(
        zone, made, unit(), rule.weekStart(), rule.interval(), startDay(), times, vary);
  }

  private RecurrenceRule.Builder dateParts(Frequency frequency) {
    RecurrenceRule.Builder days =
        RecurrenceRule.builder(frequency)
            .byMonthDay(ints(rule.byMonthDay()))
            .byYearDay(ints(rule.byYearDay()))
            .byWeekNumber(ints(rule.byWeekNumber()))
            .weekStart(rule.weekStart());
    rule.byMonth().forEach(days::byMonth);
    for (OrdinalWeekday day : rule.byDay()) {
      if (day.ordinal() == 0) {
        days.byDay(day.day());
      } else {
        days.byDay(day.ordinal(), day.day());
      }
    }
    return days;
  }

  private PeriodUnit unit() {
    return switch (rule.frequency()) {
      case YEARLY ->
          !rule.byWeekNumber().isEmpty() && set.options().weekOwner() == WeekOwner.WEEK_YEAR
              ? PeriodUnit.WEEK_YEAR
              : PeriodUnit.YEAR;
      case MONTHLY -> PeriodUnit.MONTH;
      case WEEKLY -> PeriodUnit.WEEK;
      default -> PeriodUnit.DAY;
    };
  }

  private long startDay() {
    return start.toLocalDate().toEpochDay();
  }

  private int[] timesOfDay() {
    if (set.isAllDay()) {
      return new int[] {0};
    }
    return product(
        orElse(rule.byHour(), start.getHour()),
        orElse(rule.byMinute(), start.getMinute()),
        orElse(rule.bySecond(), start.getSecond()));
  }

  private @Nullable RulePattern ofSubDaily() {
    int unit =
        switch (rule.frequency()) {
          case HOURLY -> 3_600;
          case MINUTELY -> 60;
          default -> 1;
        };
    boolean elapsed = set.options().subDailySteps() == SubDailySteps.ELAPSED;
    if (set.isAllDay() || (elapsed && hasParts())) {
      return null;
    }
    long step = rule.interval() * (long) unit;
    long second =
        elapsed ? start.atZone(zone).toEpochSecond() : start.toEpochSecond(ZoneOffset.UTC);
    long base = elapsed ? second : Math.floorDiv(second, unit) * unit;
    int[] offsets = elapsed ? new int[] {0} : offsetsInUnit();
    if (elapsed) {
      return new GridPattern(ZoneOffset.UTC, step, base, offsets, null);
    }
    GridFilter filter = filter();
    if (DAY % step == 0) {
      return ofDaysWith(filter, unitsOfDay(base, step, offsets, filter));
    }
    if (set.options().gaps() == GapPolicy.SKIP && !zone.getRules().isFixedOffset()) {
      return null;
    }
    boolean keepsAll = filter.days() == null && filter.grain() == DAY;
    return new GridPattern(zone, step, base, offsets, keepsAll ? null : filter);
  }

  private boolean hasParts() {
    return !(rule.byHour().isEmpty()
        && rule.byMinute().isEmpty()
        && rule.bySecond().isEmpty()
        && rule.byDay().isEmpty()
        && rule.byMonthDay().isEmpty()
        && rule.byYearDay().isEmpty()
        && rule.byMonth().isEmpty()
        && rule.bySetPosition().isEmpty());
  }

  private int[] offsetsInUnit() {
    int[] none = {0};
    int[] offsets =
        product(
            none,
            rule.frequency() == Frequency.HOURLY
                ? orElse(rule.byMinute(), start.getMinute())
                : none,
            rule.frequency() == Frequency.SECONDLY
                ? none
                : orElse(rule.bySecond(), start.getSecond()));
    if (rule.bySetPosition().isEmpty()) {
      return offsets;
    }
    return rule.bySetPosition().stream()
        .mapToInt(position -> position > 0 ? position - 1 : offsets.length + position)
        .filter(index -> index >= 0 && index < offsets.length)
        .map(index -> offsets[index])
        .sorted()
        .distinct()
        .toArray();
  }

  private GridFilter filter() {
    Frequency frequency = rule.frequency();
    return new GridFilter(
        dayFilter(),
        (int) bits(rule.byHour(), GridFilter.ALL_HOURS),
        frequency == Frequency.HOURLY
            ? GridFilter.ALL_SIXTY
            : bits(rule.byMinute(), GridFilter.ALL_SIXTY),
        frequency == Frequency.SECONDLY
            ? bits(rule.bySecond(), GridFilter.ALL_SIXTY)
            : GridFilter.ALL_SIXTY);
  }

  private @Nullable DayPattern dayFilter() {
    if (rule.byDay().isEmpty()
        && rule.byMonthDay().isEmpty()
        && rule.byYearDay().isEmpty()
        && rule.byMonth().isEmpty()) {
      return null;
    }
    // Every date part limits here; of the frequencies where it does, only YEARLY allows BYYEARDAY.
    Frequency frequency = rule.byYearDay().isEmpty() ? Frequency.DAILY : Frequency.YEARLY;
    return everyDayOf(dateParts(frequency).build(), new int[] {0});
  }

  private RulePattern ofDaysWith(GridFilter filter, int[] times) {
    DayPattern days = filter.days();
    return days == null
        ? everyDayOf(RecurrenceRule.builder(Frequency.DAILY).build(), times)
        : days.withTimes(times);
  }

  private DayPattern everyDayOf(RecurrenceRule days, int[] times) {
    RecurrenceSet made =
        RecurrenceSet.startingOn(start.toLocalDate()).rule(days).options(options()).build();
    return new DayPattern(
        zone, made, PeriodUnit.DAY, rule.weekStart(), 1, startDay(), times, false);
  }

  private static int[] unitsOfDay(long base, long step, int[] offsets, GridFilter filter) {
    int[] times = new int[(int) (DAY / step) * offsets.length];
    int size = 0;
    for (long unit = Math.floorMod(base, step); unit < DAY; unit += step) {
      if (filter.keepsTime((int) unit)) {
        for (int offset : offsets) {
          times[size++] = (int) unit + offset;
        }
      }
    }
    return Arrays.copyOf(times, size);
  }

  private static long bits(List<Integer> values, long all) {
    if (values.isEmpty()) {
      return all;
    }
    long bits = 0;
    for (int value : values) {
      bits |= 1L << Math.min(value, 59);
    }
    return bits;
  }

  private static int[] product(int[] hours, int[] minutes, int[] seconds) {
    int[] times = new int[hours.length * minutes.length * seconds.length];
    int size = 0;
    for (int hour : hours) {
      for (int minute : minutes) {
        for (int second : seconds) {
          times[size++] = hour * 3_600 + minute * 60 + second;
        }
      }
    }
    return times;
  }

  /** Second 60 is read as 59 (RFC 5545, 3.3.5). */
  private static int[] orElse(List<Integer> values, int value) {
    return values.isEmpty()
        ? new int[] {value}
        : values.stream().mapToInt(each -> Math.min(each, 59)).distinct().toArray();
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
