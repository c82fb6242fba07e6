package dev.scheduling.conflict;

import java.util.Arrays;

/** The bottom of the tree: up to {@value #MAX} ranges in one {@code long[]}. */
final class IntervalLeaf {

  /*
   * One array and no object around it, because a leaf is what a query has to fetch from memory:
   *
   *   [0]                 n << 1 | ascending
   *   [1      .. 2n]      start and end of each range in turn, in order
   *   [2n + 1 .. 3n]      ids
   *
   * "ascending" says that the ends ascend too, as they do for bookings that exclude each other or
   * are equally long. Then the last end before a position is also the greatest, and a test is one
   * load, from the cache line in which the search ended. The array is as long as it has to be and is
   * never written after it was filled.
   *
   * The search reads the middle and then eight neighbours, and counts which are less. It has more
   * comparisons than a binary search, but no branch to mispredict, and its loads do not wait for each
   * other: what is not in the cache is fetched at once instead of one after the other.
   */

  static final int MAX = 16;
  static final int MIN = MAX / 4;

  /** How many values are compared at once. */
  static final int WINDOW = 8;

  static final long[] EMPTY = {1};

  private IntervalLeaf() {}

  static int size(long[] leaf) {
    return (int) leaf[0] >> 1;
  }

  static boolean ascending(long[] leaf) {
    return (leaf[0] & 1) != 0;
  }

  static long start(long[] leaf, int i) {
    return leaf[1 + 2 * i];
  }

  static long end(long[] leaf, int i) {
    return leaf[2 + 2 * i];
  }

  static long id(long[] leaf, int i) {
    return leaf[1 + 2 * size(leaf) + i];
  }

  /** The latest end; the leaf is not empty. */
  static long latestEnd(long[] leaf) {
    int n = size(leaf);
    if (ascending(leaf)) {
      return leaf[2 * n];
    }
    long latest = leaf[2];
    for (int i = 4; i <= 2 * n; i += 2) {
      latest = Math.max(latest, leaf[i]);
    }
    return latest;
  }

  /**
   * How many of the ranges start before {@code x}.
   *
   * <p>All values lie within ±2^62, so that the sign of a difference is the comparison.
   */
  static int startsBefore(long[] leaf, int n, long x) {
    if (n < WINDOW) {
      return less(leaf, 1, n, x);
    }
    int secondHalf = (int) ((leaf[2 * WINDOW - 1] - x) >>> 63);
    int window = Math.min(secondHalf * WINDOW, n - WINDOW);
    return window + lessOfWindow(leaf, 1 + 2 * window, x);
  }

  /** How many of {@code n} values, each two after the one before, are less than {@code x}. */
  private static int less(long[] a, int from, int n, long x) {
    int less = 0;
    for (int i = 0; i < n; i++) {
      less += (int) ((a[from + 2 * i] - x) >>> 63);
    }
    return less;
  }

  /** As {@link #less} of {@value #WINDOW} values. */
  static int lessOfWindow(long[] a, int from, long x) {
    long less =
        ((a[from] - x) >>> 63)
            + ((a[from + 2] - x) >>> 63)
            + ((a[from + 4] - x) >>> 63)
            + ((a[from + 6] - x) >>> 63)
            + ((a[from + 8] - x) >>> 63)
            + ((a[from + 10] - x) >>> 63)
            + ((a[from + 12] - x) >>> 63)
            + ((a[from + 14] - x) >>> 63);
    return (int) less;
  }

  /** The position of the first range that is not before (start, end, id). */
  static int position(long[] leaf, long start, long end, long id) {
    int n = size(leaf);
    int i = startsBefore(leaf, n, start);
    while (i < n && compare(leaf, i, start, end, id) < 0) {
      i++;
    }
    return i;
  }

  /** The order of the {@code i}th range against (start, end, id), as of a comparator. */
  static int compare(long[] leaf, int i, long start, long end, long id) {
    int order = Long.compare(start(leaf, i), start);
    if (order == 0) {
      order = Long.compare(end(leaf, i), end);
    }
    if (order == 0) {
      order = Long.compare(id(leaf, i), id);
    }
    return order;
  }

  /** A copy with one range more at a position. */
  static long[] with(long[] leaf, int at, long start, long end, long id) {
    int n = size(leaf);
    long[] copy = Arrays.copyOf(leaf, 1 + 3 * (n + 1));
    System.arraycopy(leaf, 1 + 2 * at, copy, 3 + 2 * at, 2 * (n - at) + at);
    System.arraycopy(leaf, 1 + 2 * n + at, copy, 4 + 2 * n + at, n - at);
    copy[1 + 2 * at] = start;
    copy[2 + 2 * at] = end;
    copy[3 + 2 * n + at] = id;
    boolean inOrder =
        ascending(leaf)
            && (at == 0 || end(leaf, at - 1) <= end)
            && (at == n || end <= end(leaf, at));
    copy[0] = header(n + 1, inOrder);
    return copy;
  }

  /** A copy without the range at a position. */
  static long[] without(long[] leaf, int at) {
    int n = size(leaf);
    long[] copy = Arrays.copyOf(leaf, 1 + 3 * (n - 1));
    System.arraycopy(leaf, 3 + 2 * at, copy, 1 + 2 * at, 2 * (n - 1 - at) + at);
    System.arraycopy(leaf, 2 + 2 * n + at, copy, 2 * n - 1 + at, n - 1 - at);
    if (ascending(leaf)) {
      copy[0] = header(n - 1, true);
      return copy;
    }
    return sealed(copy, n - 1);
  }

  /** The ranges from one position (inclusive) to another (exclusive). */
  static long[] slice(long[] leaf, int from, int to) {
    int n = to - from;
    long[] copy = new long[1 + 3 * n];
    System.arraycopy(leaf, 1 + 2 * from, copy, 1, 2 * n);
    System.arraycopy(leaf, 1 + 2 * size(leaf) + from, copy, 1 + 2 * n, n);
    return sealed(copy, n);
  }

  /** The ranges of two neighbours. */
  static long[] joined(long[] left, long[] right) {
    int n = size(left);
    int m = size(right);
    long[] copy = new long[1 + 3 * (n + m)];
    System.arraycopy(left, 1, copy, 1, 2 * n);
    System.arraycopy(right, 1, copy, 1 + 2 * n, 2 * m);
    System.arraycopy(left, 1 + 2 * n, copy, 1 + 2 * (n + m), n);
    System.arraycopy(right, 1 + 2 * m, copy, 1 + 2 * (n + m) + n, m);
    return sealed(copy, n + m);
  }

  /** A leaf of the sorted ranges from one position (inclusive) to another (exclusive). */
  static long[] of(long[] starts, long[] ends, long[] ids, int from, int to) {
    int n = to - from;
    long[] leaf = new long[1 + 3 * n];
    for (int i = 0; i < n; i++) {
      leaf[1 + 2 * i] = starts[from + i];
      leaf[2 + 2 * i] = ends[from + i];
    }
    System.arraycopy(ids, from, leaf, 1 + 2 * n, n);
    return sealed(leaf, n);
  }

  private static long[] sealed(long[] leaf, int n) {
    long descents = 0;
    for (int i = 4; i <= 2 * n; i += 2) {
      descents |= leaf[i] - leaf[i - 2];
    }
    leaf[0] = header(n, descents >= 0);
    return leaf;
  }

  private static long header(int n, boolean ascending) {
    return (long) n << 1 | (ascending ? 1 : 0);
  }
}
