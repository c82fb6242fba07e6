package dev.scheduling.recurrence;

/** The calendars that RSCALE may name (RFC 7529, 4.1). Others plug in here. */
final class CalendarScales {

  private CalendarScales() {}

  /** The calendar of a rule; never the Gregorian in place of another. */
  static RuleCalendar of(RecurrenceRule rule) {
    if (rule.isGregorian()) {
      return RuleCalendar.GREGORIAN;
    }
    throw new InvalidRecurrenceException(
        "RSCALE", rule.calendarScale().orElseThrow() + " is not a calendar that can be computed");
  }
}
