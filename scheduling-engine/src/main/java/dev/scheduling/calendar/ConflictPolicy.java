package dev.scheduling.calendar;

/** What a calendar does with an event that overlaps another. */
public enum ConflictPolicy {
  /** Refuse the event. */
  REJECT,
  /** Book it, and name the conflicts in the answer. */
  WARN,
  /** Book it without looking. */
  ALLOW,
}
