package dev.scheduling.ics;

/**
 * How much of some costly work one reading may still do. A file of rules that were made to be slow
 * then costs a bounded time, and loses no more than warnings. For one thread.
 */
final class WorkLimit {

  private int left;

  WorkLimit(int most) {
    left = most;
  }

  /** Whether there is any left. */
  boolean remains() {
    return left > 0;
  }

  /** Uses some up. */
  void use(int amount) {
    left -= Math.min(left, amount);
  }
}
