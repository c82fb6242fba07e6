package dev.scheduling.recurrence;

/**
 * The answers to what RFC 5545 leaves open. An immutable value; {@link #DEFAULTS} follows the RFC's
 * text and its verified errata wherever they decide.
 *
 * @param gaps what becomes of a local time that the zone's clocks skip
 * @param yearlyByMonthDay the months of a YEARLY rule with BYMONTHDAY and without BYMONTH
 * @param yearlyByWeekNumber the days of a YEARLY rule with BYWEEKNO and without any other day
 * @param weekOwner the year that a week around 1 January belongs to
 * @param offPatternStart whether a start that its rule does not match is an occurrence
 * @param subDailySteps what a rule below DAILY counts
 */
public record RecurrenceOptions(
    GapPolicy gaps,
    YearlyByMonthDay yearlyByMonthDay,
    YearlyByWeekNumber yearlyByWeekNumber,
    WeekOwner weekOwner,
    OffPatternStart offPatternStart,
    SubDailySteps subDailySteps) {

  /** Each option at the first value of its type. */
  public static final RecurrenceOptions DEFAULTS =
      new RecurrenceOptions(
          GapPolicy.SHIFT,
          YearlyByMonthDay.EVERY_MONTH,
          YearlyByWeekNumber.START_WEEKDAY,
          WeekOwner.WEEK_YEAR,
          OffPatternStart.FIRST_OCCURRENCE,
          SubDailySteps.WALL_CLOCK);

  /** A local time that does not exist because the clocks were put forward over it. */
  public enum GapPolicy {
    /** Read with the offset before the gap, so 02:30 becomes 03:30; it counts (erratum 4271). */
    SHIFT,
    /** Left out; it does not count. */
    SKIP
  }

  /** YEARLY with BYMONTHDAY and without BYMONTH. */
  public enum YearlyByMonthDay {
    /** Every month of the year, as the table of RFC 5545 has it. */
    EVERY_MONTH,
    /** The start's month, as RFC 8984 has it. */
    START_MONTH
  }

  /** YEARLY with BYWEEKNO and without BYDAY, BYMONTHDAY and BYYEARDAY. */
  public enum YearlyByWeekNumber {
    /** The start's weekday, as RFC 8984 has it. */
    START_WEEKDAY,
    /** All seven days. */
    WHOLE_WEEK
  }

  /** Which year of a YEARLY rule with BYWEEKNO owns a week around 1 January. */
  public enum WeekOwner {
    /** The year that numbers it. */
    WEEK_YEAR,
    /** Each of its days belongs to the calendar year it lies in. */
    CALENDAR_YEAR
  }

  /** A start that its rule does not match, which RFC 5545 leaves undefined. */
  public enum OffPatternStart {
    /** It is the first occurrence and counts toward COUNT, as RFC 8984 has it. */
    FIRST_OCCURRENCE,
    /** Only what the rules and extra dates make is an occurrence. */
    IGNORED
  }

  /** What HOURLY, MINUTELY and SECONDLY rules count where the clocks change. */
  public enum SubDailySteps {
    /** Hours of the wall clock, as the RFC's text has it. */
    WALL_CLOCK,
    /** Elapsed time: every third hour stays three hours apart. */
    ELAPSED
  }

  public RecurrenceOptions withGaps(GapPolicy value) {
    return new RecurrenceOptions(
        value, yearlyByMonthDay, yearlyByWeekNumber, weekOwner, offPatternStart, subDailySteps);
  }

  public RecurrenceOptions withYearlyByMonthDay(YearlyByMonthDay value) {
    return new RecurrenceOptions(
        gaps, value, yearlyByWeekNumber, weekOwner, offPatternStart, subDailySteps);
  }

  public RecurrenceOptions withYearlyByWeekNumber(YearlyByWeekNumber value) {
    return new RecurrenceOptions(
        gaps, yearlyByMonthDay, value, weekOwner, offPatternStart, subDailySteps);
  }

  public RecurrenceOptions withWeekOwner(WeekOwner value) {
    return new RecurrenceOptions(
        gaps, yearlyByMonthDay, yearlyByWeekNumber, value, offPatternStart, subDailySteps);
  }

  public RecurrenceOptions withOffPatternStart(OffPatternStart value) {
    return new RecurrenceOptions(
        gaps, yearlyByMonthDay, yearlyByWeekNumber, weekOwner, value, subDailySteps);
  }

  public RecurrenceOptions withSubDailySteps(SubDailySteps value) {
    return new RecurrenceOptions(
        gaps, yearlyByMonthDay, yearlyByWeekNumber, weekOwner, offPatternStart, value);
  }
}
