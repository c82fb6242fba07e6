package dev.scheduling.calendar;

/** Whether an event takes up time (RFC 5545, section 3.8.2.7). */
public enum Transparency {
  /** Busy; takes part in conflicts. */
  OPAQUE,
  /** Free; conflicts with nothing. */
  TRANSPARENT,
}
