package dev.scheduling.recurrence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A repetition rule: one RRULE of RFC 5545, 3.3.10, with RSCALE and SKIP of RFC 7529.
 *
 * <p>An immutable value, safe for use by several threads. Lists are sorted and free of duplicates;
 * two rules are equal when their canonical texts are, so {@code FREQ=DAILY;INTERVAL=1} equals
 * {@code FREQ=DAILY}. A rule that is legal but never matches, such as 30 February, is a rule like
 * any other.
 */
public final class RecurrenceRule {

  private final Frequency frequency;
  private final int interval;
  private final long count;
  private final @Nullable RecurrenceTime until;
  private final @Nullable String calendarScale;
  private final Skip skip;
  private final DayOfWeek weekStart;
  private final int[] bySecond;
  private final int[] byMinute;
  private final int[] byHour;
  private final int[] byMonthDay;
  private final int[] byYearDay;
  private final int[] byWeekNumber;
  private final int[] bySetPosition;
  private final List<OrdinalWeekday> byDay;
  private final List<CalendarMonth> byMonth;

  /** The canonical text once somebody asked for it; written by any thread, always the same. */
  private @Nullable String text;

  RecurrenceRule(RuleParts parts) {
    if (parts.frequency == null) {
      throw new InvalidRecurrenceException("FREQ", "is missing");
    }
    frequency = parts.frequency;
    interval = parts.interval;
    count = parts.count;
    until = parts.until;
    calendarScale = parts.calendarScale;
    skip = parts.skip;
    weekStart = parts.weekStart;
    bySecond = parts.bySecond;
    byMinute = parts.byMinute;
    byHour = parts.byHour;
    byMonthDay = parts.byMonthDay;
    byYearDay = parts.byYearDay;
    byWeekNumber = parts.byWeekNumber;
    bySetPosition = parts.bySetPosition;
    byDay = parts.byDay;
    byMonth = parts.byMonth;
  }

  /**
   * Reads the text of a rule, with or without {@code RRULE:} before it. Case, order and repetition
   * of list entries do not matter; UNTIL may be of any type.
   *
   * @throws InvalidRecurrenceException naming the part and the allowed range
   */
  public static RecurrenceRule parse(String text) {
    return RuleText.parse(text);
  }

  /** Starts a rule with every other part at its default. */
  public static Builder builder(Frequency frequency) {
    return new Builder(frequency);
  }

  public Frequency frequency() {
    return frequency;
  }

  /** Every how many periods the rule applies, at least 1. */
  public int interval() {
    return interval;
  }

  /** How many occurrences the rule makes, at least 1; DTSTART counts as the first. */
  public OptionalLong count() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }

  public Optional<RecurrenceTime> until() {
    return Optional.ofNullable(until);
  }

  /** Whether the rule ends by itself: it has COUNT or UNTIL. */
  public boolean isFinite() {
    return count > 0 || until != null;
  }

  /** 0..60, ascending; 60 is read as 59. */
  public List<Integer> bySecond() {
    return boxed(bySecond);
  }

  /** 0..59, ascending. */
  public List<Integer> byMinute() {
    return boxed(byMinute);
  }

  /** 0..23, ascending. */
  public List<Integer> byHour() {
    return boxed(byHour);
  }

  /** Ascending by ordinal, then by weekday from Monday. */
  public List<OrdinalWeekday> byDay() {
    return byDay;
  }

  /** −31..−1 and 1..31, ascending. */
  public List<Integer> byMonthDay() {
    return boxed(byMonthDay);
  }

  /** −366..−1 and 1..366, ascending; up to 385 with a calendar other than the Gregorian. */
  public List<Integer> byYearDay() {
    return boxed(byYearDay);
  }

  /** −53..−1 and 1..53, ascending; up to 56 with a calendar other than the Gregorian. */
  public List<Integer> byWeekNumber() {
    return boxed(byWeekNumber);
  }

  /** Ascending. */
  public List<CalendarMonth> byMonth() {
    return byMonth;
  }

  /** −366..−1 and 1..366, ascending. */
  public List<Integer> bySetPosition() {
    return boxed(bySetPosition);
  }

  /** The first day of the week, Monday unless the rule says otherwise. */
  public DayOfWeek weekStart() {
    return weekStart;
  }

  /**
   * The RSCALE in upper case, such as {@code GREGORIAN} or {@code HEBREW}; empty where the rule has
   * none.
   */
  public Optional<String> calendarScale() {
    return Optional.ofNullable(calendarScale);
  }

  public Skip skip() {
    return skip;
  }

  /** The same rule without its end: neither COUNT nor UNTIL. */
  public RecurrenceRule withoutEnd() {
    RuleParts parts = parts();
    parts.count = 0;
    parts.until = null;
    return parts.toRule();
  }

  /** The same rule that ends with that UNTIL, inclusive, in place of its COUNT or UNTIL. */
  public RecurrenceRule withUntil(RecurrenceTime end) {
    RuleParts parts = parts();
    parts.count = 0;
    parts.until = end;
    return parts.toRule();
  }

  /**
   * The same rule that ends after {@code occurrences}, in place of its COUNT or UNTIL.
   *
   * @throws InvalidRecurrenceException if it is less than 1
   */
  public RecurrenceRule withCount(long occurrences) {
    RuleParts parts = parts();
    parts.count = positive("COUNT", occurrences);
    parts.until = null;
    return parts.toRule();
  }

  /** The canonical text without {@code RRULE:}; {@link #parse} reads it back to an equal rule. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = RuleText.write(this);
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecurrenceRule rule && toString().equals(rule.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  int[] seconds() {
    return bySecond;
  }

  int[] minutes() {
    return byMinute;
  }

  int[] hours() {
    return byHour;
  }

  int[] monthDays() {
    return byMonthDay;
  }

  int[] yearDays() {
    return byYearDay;
  }

  int[] weekNumbers() {
    return byWeekNumber;
  }

  int[] setPositions() {
    return bySetPosition;
  }

  boolean isGregorian() {
    return calendarScale == null || calendarScale.equals("GREGORIAN");
  }

  private RuleParts parts() {
    RuleParts parts = new RuleParts();
    parts.frequency = frequency;
    parts.interval = interval;
    parts.count = count;
    parts.until = until;
    parts.calendarScale = calendarScale;
    parts.skip = skip;
    parts.weekStart = weekStart;
    parts.bySecond = bySecond;
    parts.byMinute = byMinute;
    parts.byHour = byHour;
    parts.byMonthDay = byMonthDay;
    parts.byYearDay = byYearDay;
    parts.byWeekNumber = byWeekNumber;
    parts.bySetPosition = bySetPosition;
    parts.byDay = byDay;
    parts.byMonth = byMonth;
    return parts;
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static long positive(String part, long value) {
    if (value < 1) {
      throw new InvalidRecurrenceException(part, value + " is not in 1.." + Long.MAX_VALUE);
    }
    return value;
  }

  /**
   * Collects the parts of a rule; {@link #build} refuses what RFC 5545 does not allow. A list
   * method replaces the list, except {@code byDay} and {@code byMonth}, which add to it. For one
   * thread.
   */
  public static final class Builder {

    private final RuleParts parts = new RuleParts();

    private Builder(Frequency frequency) {
      parts.frequency = frequency;
    }

    /** Every how many periods: 1 or more. */
    public Builder interval(int interval) {
      parts.interval = interval;
      return this;
    }

    /** Ends after that many occurrences, DTSTART among them: 1 or more. */
    public Builder count(long count) {
      parts.count = positive("COUNT", count);
      return this;
    }

    /** Ends with that day, inclusive. */
    public Builder until(LocalDate date) {
      parts.until = new RecurrenceTime.OnDate(date);
      return this;
    }

    /** Ends at that local time of the start's zone, inclusive. */
    public Builder until(LocalDateTime time) {
      parts.until = new RecurrenceTime.AtLocalTime(time);
      return this;
    }

    /** Ends at that instant, inclusive. */
    public Builder until(Instant instant) {
      parts.until = new RecurrenceTime.AtInstant(instant);
      return this;
    }

    public Builder bySecond(int... seconds) {
      parts.bySecond = seconds.clone();
      return this;
    }

    public Builder byMinute(int... minutes) {
      parts.byMinute = minutes.clone();
      return this;
    }

    public Builder byHour(int... hours) {
      parts.byHour = hours.clone();
      return this;
    }

    /** Adds every such weekday of the period. */
    public Builder byDay(DayOfWeek... days) {
      for (DayOfWeek day : days) {
        parts.add(OrdinalWeekday.every(day));
      }
      return this;
    }

    /** Adds the n-th such weekday of the month or year, counted from the end when negative. */
    public Builder byDay(int ordinal, DayOfWeek day) {
      parts.add(new OrdinalWeekday(ordinal, day));
      return this;
    }

    public Builder byMonthDay(int... days) {
      parts.byMonthDay = days.clone();
      return this;
    }

    public Builder byYearDay(int... days) {
      parts.byYearDay = days.clone();
      return this;
    }

    public Builder byWeekNumber(int... weeks) {
      parts.byWeekNumber = weeks.clone();
      return this;
    }

    /** Adds months of the Gregorian calendar. */
    public Builder byMonth(Month... months) {
      for (Month month : months) {
        parts.add(CalendarMonth.of(month.getValue()));
      }
      return this;
    }

    /** Adds months of the rule's calendar. */
    public Builder byMonth(CalendarMonth... months) {
      for (CalendarMonth month : months) {
        parts.add(month);
      }
      return this;
    }

    public Builder bySetPosition(int... positions) {
      parts.bySetPosition = positions.clone();
      return this;
    }

    public Builder weekStart(DayOfWeek day) {
      parts.weekStart = day;
      return this;
    }

    /**
     * RSCALE, such as {@code GREGORIAN} or {@code HEBREW}, and what becomes of dates it does not
     * have.
     */
    public Builder calendarScale(String scale, Skip skip) {
      parts.calendarScale = scale.toUpperCase(java.util.Locale.ROOT);
      parts.skip = skip;
      return this;
    }

    /**
     * The rule.
     *
     * @throws InvalidRecurrenceException naming the part and the allowed range
     */
    public RecurrenceRule build() {
      return parts.toRule();
    }
  }
}
