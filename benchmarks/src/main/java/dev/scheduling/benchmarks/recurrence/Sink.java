package dev.scheduling.benchmarks.recurrence;

/**
 * Where a library's occurrences go, each in the form in which the library hands it out. Only one
 * kind of sink is ever loaded in a JVM that measures, so the calls are inlined there.
 */
abstract class Sink {

  /** Takes seconds since 1970-01-01T00:00Z, of the local time if the series floats. */
  abstract void acceptSeconds(long epochSecond);

  /** Takes the same in milliseconds. */
  abstract void acceptMillis(long epochMilli);

  /** Takes a date and time of whatever class. */
  abstract void acceptTime(Object time);
}
