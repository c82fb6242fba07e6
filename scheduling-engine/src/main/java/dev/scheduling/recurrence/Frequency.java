package dev.scheduling.recurrence;

/** The FREQ of a rule: the length of the periods in which it repeats (RFC 5545, 3.3.10). */
public enum Frequency {
  SECONDLY,
  MINUTELY,
  HOURLY,
  DAILY,
  WEEKLY,
  MONTHLY,
  YEARLY;

  /** Whether several periods may fall on one day. */
  boolean isSubDaily() {
    return compareTo(DAILY) < 0;
  }
}
