package dev.scheduling.recurrence;

/** The SKIP of a rule: what becomes of a date that the calendar does not have (RFC 7529, 4.1). */
public enum Skip {
  /** The date is left out, as RFC 5545 has it. */
  OMIT,
  /** The last date before it that exists is taken: 31 June becomes 30 June. */
  BACKWARD,
  /** The first date after it that exists is taken: 31 June becomes 1 July. */
  FORWARD
}
