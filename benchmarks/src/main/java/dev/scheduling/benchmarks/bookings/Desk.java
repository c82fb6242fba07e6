package dev.scheduling.benchmarks.bookings;

/** Somebody who takes bookings. Thread-safe. */
interface Desk {

  /**
   * Tries to book a meeting of an hour, once or weekly for a year.
   *
   * @param calendar the number of the calendar, from 0
   * @param hour its start, in hours after the first that can be booked
   * @return whether it stands in the calendar
   */
  boolean book(int calendar, int hour, boolean weekly);

  /** How often an attempt had to be made again because the database gave it up. */
  long repeated();
}
