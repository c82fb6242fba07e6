package dev.scheduling.calendar;

/** How settled an event is (RFC 5545, section 3.8.1.11). */
public enum EventStatus {
  /** Definite. */
  CONFIRMED,
  /** Not yet definite; takes up time all the same. */
  TENTATIVE,
  /** Will not take place; conflicts with nothing. */
  CANCELLED,
}
