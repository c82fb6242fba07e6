package dev.scheduling.recurrence;

/** Chooses the expander that makes a rule's times. */
final class RuleCompiler {

  private RuleCompiler() {}

  static Expander compile(RecurrenceRule rule, SetFrame frame) {
    RuleCalendar calendar = CalendarScales.of(rule);
    int startDay = (int) Math.floorDiv(frame.start(), (long) Expander.DAY);
    DayRule days = new DayRule(rule, startDay, frame.options(), calendar);
    if (rule.frequency().isSubDaily()) {
      DaySet set = null;
      if (!days.isEveryDay()) {
        set =
            calendar == RuleCalendar.GREGORIAN ? new GregorianDaySet(days) : DaySet.scanning(days);
      }
      Expander hours = new SubDailyExpander(rule, set, frame.start());
      return frame.allDay() ? new WholeDayExpander(hours) : hours;
    }
    int second = (int) Math.floorMod(frame.start(), (long) Expander.DAY);
    int[] times = DayTimes.within(rule, second, frame.allDay());
    return new PeriodExpander(rule, days, frame.start(), times);
  }
}
