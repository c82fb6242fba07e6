package dev.scheduling.benchmarks.intervals;

/** What ranges look like. */
public enum Shape {
  /** Bookings that exclude each other; one query in ten hits one. */
  CALENDAR,
  /** Ranges that overlap; a query hits about ten. */
  DENSE,
  /** One range in a thousand is so long that five cover every moment; the others are short. */
  ADVERSARIAL
}
