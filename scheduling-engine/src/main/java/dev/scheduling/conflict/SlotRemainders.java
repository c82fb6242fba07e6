package dev.scheduling.conflict;

import java.util.Arrays;

/** Whether the remainders of two patterns can ever meet. */
final class SlotRemainders {

  /*
   * Two patterns begin at known remainders of their periods p and q. Whatever multiples they are at,
   * the distance of two beginnings is known modulo g = gcd(p, q); and if the clocks are a fixed time
   * apart, so is that of the instants. A clash needs a distance between minus the length of one and
   * the length of the other. No such remainder modulo g: no clash, ever. (That every remainder modulo
   * g does occur is the Chinese remainder theorem; for a proof of "never" it is not needed.)
   */

  /** With more slots than this the question is left to others. */
  private static final int MAX_SLOTS = 20_000;

  private SlotRemainders() {}

  /**
   * Whether no two occurrences clash while the clocks are one of {@code ahead} apart. True is a
   * proof, false is not.
   */
  static boolean areApart(RulePattern a, long lengthA, RulePattern b, long lengthB, int[] ahead) {
    long[] slotsA = a.slots();
    long[] slotsB = b.slots();
    if (slotsA.length > MAX_SLOTS || slotsB.length > MAX_SLOTS) {
      return false;
    }
    long common = Congruence.gcd(a.slotModulus(), b.slotModulus());
    if (lengthA + lengthB > common) {
      return slotsA.length == 0 || slotsB.length == 0;
    }
    for (int i = 0; i < slotsB.length; i++) {
      slotsB[i] = Math.floorMod(slotsB[i], common);
    }
    Arrays.sort(slotsB);
    for (long slot : slotsA) {
      for (int seconds : ahead) {
        // Seen from the other clock; what begins after end - lengthB - lengthA and before end meets
        // it.
        long after = Math.floorMod(slot - seconds - lengthB, common);
        if (nextIsWithin(slotsB, after, lengthA + lengthB, common)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether some value lies strictly between {@code after} and {@code after + width} on the ring.
   */
  private static boolean nextIsWithin(long[] ring, long after, long width, long common) {
    if (ring.length == 0) {
      return false;
    }
    int found = Arrays.binarySearch(ring, after + 1);
    int at = found >= 0 ? found : -found - 1;
    long next = at < ring.length ? ring[at] : ring[0] + common;
    return next < after + width;
  }
}
