package dev.scheduling.recurrence;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calendars that RSCALE may name (RFC 7529, 4.1). The Gregorian is built in; others need ICU4J,
 * an optional dependency, and are refused without it.
 */
final class CalendarScales {

  /**
   * CLDR's names. Those that only count years otherwise than the Gregorian calendar are not here.
   */
  private static final Set<String> OF_ICU =
      Set.of(
          "CHINESE",
          "COPTIC",
          "DANGI",
          "ETHIOPIC",
          "ETHIOPIC-AMETE-ALEM",
          "HEBREW",
          "INDIAN",
          "ISLAMIC",
          "ISLAMIC-CIVIL",
          "ISLAMIC-RGSA",
          "ISLAMIC-TBLA",
          "ISLAMIC-UMALQURA",
          "PERSIAN");

  private static final Map<String, RuleCalendar> KNOWN = new ConcurrentHashMap<>();

  private CalendarScales() {}

  /**
   * The calendar of a rule; never the Gregorian in place of another.
   *
   * @throws InvalidRecurrenceException if the calendar is not known or its library is absent
   */
  static RuleCalendar of(RecurrenceRule rule) {
    if (rule.isGregorian()) {
      return RuleCalendar.GREGORIAN;
    }
    String scale = rule.calendarScale().orElseThrow();
    if (!OF_ICU.contains(scale)) {
      throw new InvalidRecurrenceException(
          "RSCALE", scale + " is not GREGORIAN or one of " + new TreeSet<>(OF_ICU));
    }
    try {
      return KNOWN.computeIfAbsent(scale, IcuCalendar::new);
    } catch (NoClassDefFoundError e) {
      throw new InvalidRecurrenceException(
          "RSCALE", scale + " needs the library com.ibm.icu:icu4j, which is absent", e);
    }
  }
}
