package dev.scheduling.conflict;

/** How many of ascending numbers are less than a given one. */
final class AscendingSearch {

  /*
   * Looks at eight numbers around the place where the answer should be if they were spread evenly
   * (interpolation search: Perl, Itai, Avni, 1978), and whether it was right; if not, it halves what
   * is left. It counts which of the eight are less instead of comparing one by one: there is no branch
   * to mispredict, and what is not in the cache is fetched at once instead of one after the other.
   *
   * The difference of any two numbers must not overflow, so that its sign is the comparison. Numbers that
   * somebody else is writing lead to a wrong answer, but to none that is less than zero or more than n.
   */

  private static final int WINDOW = 8;

  private AscendingSearch() {}

  /**
   * How many of the {@code n} numbers from {@code from} on are less than {@code x}.
   *
   * @param guess about how many; need not be right
   */
  static int less(long[] a, int from, int n, int guess, long x) {
    if (n < WINDOW) {
      return halving(a, from, 1, n, x);
    }
    int window = Math.max(0, Math.min(guess - (WINDOW / 2 - 1), n - WINDOW));
    int less = lessOfWindow(a, from + window, x);
    if (less == 0 && window > 0) {
      return halving(a, from, 1, window, x);
    }
    int next = window + WINDOW;
    if (less == WINDOW && next < n) {
      return next + halving(a, from + next, 1, n - next, x);
    }
    return window + less;
  }

  private static int lessOfWindow(long[] a, int from, long x) {
    return (int)
        (((a[from] - x) >>> 63)
            + ((a[from + 1] - x) >>> 63)
            + ((a[from + 2] - x) >>> 63)
            + ((a[from + 3] - x) >>> 63)
            + ((a[from + 4] - x) >>> 63)
            + ((a[from + 5] - x) >>> 63)
            + ((a[from + 6] - x) >>> 63)
            + ((a[from + 7] - x) >>> 63));
  }

  /**
   * By halves, of {@code n} numbers that are {@code stride} apart; each step adds a half or
   * nothing.
   */
  static int halving(long[] a, int from, int stride, int n, long x) {
    int less = 0;
    for (int rest = n; rest > 0; ) {
      int half = (rest + 1) >>> 1;
      less += half & (int) ((a[from + stride * (less + half - 1)] - x) >> 63);
      rest -= half;
    }
    return less;
  }
}
