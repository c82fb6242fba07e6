package dev.scheduling.conflict;

/**
 * In which cycles a day of a pattern is one of its rule's, as a remainder of the number of the
 * cycle.
 */
final class CycleClass {

  /*
   * A day in unit u of cycle 0 is in unit u + c * U of cycle c, U being the units in 400 years. It
   * belongs to a rule with interval i and phase p if u + c * U == p (mod i), which is a congruence
   * for c modulo i / gcd(U, i).
   */

  private final long interval;
  private final long phase;
  private final long common;
  private final long inverse;

  /** The remainders are of this number. */
  final long modulus;

  CycleClass(DayPattern pattern) {
    interval = pattern.interval();
    phase = pattern.phase();
    long perCycle = pattern.unit().perCycle;
    common = Congruence.gcd(perCycle, interval);
    modulus = interval / common;
    inverse = Congruence.inverse(perCycle / common, modulus);
  }

  /** The least cycle in which a day in that unit belongs to the rule, or -1 if there is none. */
  long firstCycle(long unit) {
    if (interval == 1) {
      return 0;
    }
    long wanted = Math.floorMod(phase - unit, interval);
    return wanted % common != 0 ? -1 : wanted / common % modulus * inverse % modulus;
  }
}
