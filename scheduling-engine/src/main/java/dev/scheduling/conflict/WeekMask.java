package dev.scheduling.conflict;

import java.util.Arrays;

/**
 * Which parts of a week a series may ever be busy in, in steps of five minutes of its own wall
 * clock. Written while it is being filled, then read by any thread.
 */
final class WeekMask {

  /*
   * A ring of 2,016 bits. The last words repeat the first bits, so that 64 bits can be read from any
   * position without a case for the seam. Whoever marks a part rounds outward, so two masks that
   * share no bit are a proof, and two that do share one are not.
   */

  static final int STEP_SECONDS = 300;
  static final int WEEK_SECONDS = 7 * 86_400;

  private static final int BITS = WEEK_SECONDS / STEP_SECONDS;
  private static final int WORDS = (BITS + 63) / 64;

  private final long[] words = new long[WORDS + 1];
  private boolean full;

  /**
   * Marks a part of every week.
   *
   * @param localSecond when it begins, in seconds since 1970-01-01T00:00 of the wall clock
   * @param seconds how long it lasts
   */
  void mark(long localSecond, long seconds) {
    if (full || seconds >= WEEK_SECONDS) {
      markAll();
      return;
    }
    long start = Math.floorMod(localSecond, (long) WEEK_SECONDS);
    int first = (int) (start / STEP_SECONDS);
    int last = (int) ((start + seconds - 1) / STEP_SECONDS);
    for (int bit = first; bit <= last; bit++) {
      set(bit % BITS);
    }
  }

  void markAll() {
    full = true;
    Arrays.fill(words, -1);
  }

  private void set(int bit) {
    words[bit >>> 6] |= 1L << bit;
    if (bit < (WORDS + 1) * 64 - BITS) {
      int again = bit + BITS;
      words[again >>> 6] |= 1L << again;
    }
  }

  boolean isFull() {
    return full;
  }

  /**
   * Whether the two may be busy at once.
   *
   * @param ahead how many seconds the wall clock of this one is ahead of the other's
   */
  boolean meets(WeekMask other, int ahead) {
    int shift = Math.floorMod(-ahead, WEEK_SECONDS);
    int bits = shift / STEP_SECONDS;
    return meetsAt(other, bits) || (shift % STEP_SECONDS != 0 && meetsAt(other, (bits + 1) % BITS));
  }

  private boolean meetsAt(WeekMask other, int bits) {
    for (int i = 0; i < WORDS; i++) {
      int at = i * 64 + bits;
      if ((words[i] & other.wordAt(at >= BITS ? at - BITS : at)) != 0) {
        return true;
      }
    }
    return false;
  }

  private long wordAt(int bit) {
    int word = bit >>> 6;
    int shift = bit & 63;
    return shift == 0 ? words[word] : words[word] >>> shift | words[word + 1] << (64 - shift);
  }

  /** Whether it may be busy within a part of the week, both ends rounded outward. */
  boolean isBusyBetween(long fromLocalSecond, long toLocalSecond) {
    long seconds = toLocalSecond - fromLocalSecond;
    if (full || seconds >= WEEK_SECONDS) {
      return full || !isEmpty();
    }
    long start = Math.floorMod(fromLocalSecond, (long) WEEK_SECONDS);
    int first = (int) (start / STEP_SECONDS);
    int left = (int) ((start + seconds) / STEP_SECONDS) - first + 1;
    for (int bit = first; left > 0; bit += 64, left -= 64) {
      long found = wordAt(bit >= BITS ? bit - BITS : bit);
      if ((left < 64 ? found << (64 - left) : found) != 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isEmpty() {
    return Arrays.stream(words).allMatch(word -> word == 0);
  }
}
