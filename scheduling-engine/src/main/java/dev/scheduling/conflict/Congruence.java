package dev.scheduling.conflict;

/** Arithmetic with remainders. */
final class Congruence {

  private Congruence() {}

  /** The greatest common divisor of two numbers of which one may be 0. */
  static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  /**
   * The number that times {@code a} is 1 modulo {@code modulus}; 0 if that is 1.
   *
   * @param a without a common divisor with {@code modulus}
   */
  static long inverse(long a, long modulus) {
    // Euclid's algorithm, which also keeps the factor of a in each remainder.
    long remainder = modulus;
    long next = a % modulus;
    long factor = 0;
    long nextFactor = 1;
    while (next != 0) {
      long quotient = remainder / next;
      long after = remainder - quotient * next;
      remainder = next;
      next = after;
      long factorAfter = factor - quotient * nextFactor;
      factor = nextFactor;
      nextFactor = factorAfter;
    }
    return Math.floorMod(factor, modulus);
  }
}
