package dev.scheduling.recurrence;

/** Number theory that the expanders share. */
final class Arithmetic {

  private Arithmetic() {}

  /** The greatest common divisor of two positive numbers. */
  static long gcd(long a, long b) {
    while (b != 0) {
      long rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }

  /** The least common multiple of two positive numbers whose product fits a long. */
  static long lcm(long a, long b) {
    return a / gcd(a, b) * b;
  }
}
