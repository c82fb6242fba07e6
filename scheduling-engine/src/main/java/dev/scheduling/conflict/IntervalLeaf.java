package dev.scheduling.conflict;

import java.util.Arrays;

/** The bottom of the tree: up to {@value #MAX} ranges in one {@code long[]}. */
final class IntervalLeaf {

  /*
   * One array and no object around it, because a leaf is what a query has to fetch from memory:
   *
   *   [0]                n << 1 | ascending
   *   [1      .. n]      starts, in order
   *   [n + 1  .. 2n]     ends
   *   [2n + 1 .. 3n]     ids
   *
   * "ascending" says that the ends ascend too, as they do for bookings that exclude each other or
   * are equally long. Then the last end before a position is also the greatest, and a test is one
   * load. The array is as long as it has to be and is never written after it was filled.
   */

  static final int MAX = 32;
  static final int MIN = MAX / 4;

  static final long[] EMPTY = {1};

  private IntervalLeaf() {}

  static int size(long[] leaf) {
    return (int) leaf[0] >> 1;
  }

  static boolean ascending(long[] leaf) {
    return (leaf[0] & 1) != 0;
  }

  static long start(long[] leaf, int i) {
    return leaf[1 + i];
  }

  static long end(long[] leaf, int i) {
    return leaf[1 + size(leaf) + i];
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
    long latest = leaf[n + 1];
    for (int i = n + 2; i <= 2 * n; i++) {
      latest = Math.max(latest, leaf[i]);
    }
    return latest;
  }

  /**
   * How many of the {@code n} ascending values from {@code from} on are less than {@code x}.
   *
   * <p>Free of branches, which needs all values within ±2^62: the sign of the difference is the
   * comparison.
   */
  static int rank(long[] a, int from, int n, long x) {
    if (n == 0) {
      return 0;
    }
    int base = from;
    int left = n;
    while (left > 1) {
      int half = left >>> 1;
      base += (int) ((a[base + half - 1] - x) >> 63) & half;
      left -= half;
    }
    return base - from + (int) ((a[base] - x) >>> 63);
  }

  /** The position of the first range that is not before (start, end, id). */
  static int position(long[] leaf, long start, long end, long id) {
    int n = size(leaf);
    int i = rank(leaf, 1, n, start);
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
    long[] copy = new long[1 + 3 * (n + 1)];
    for (int column = 0; column < 3; column++) {
      int from = 1 + column * n;
      int to = 1 + column * (n + 1);
      System.arraycopy(leaf, from, copy, to, at);
      System.arraycopy(leaf, from + at, copy, to + at + 1, n - at);
    }
    copy[1 + at] = start;
    copy[1 + n + 1 + at] = end;
    copy[1 + 2 * (n + 1) + at] = id;
    return sealed(copy, n + 1);
  }

  /** A copy without the range at a position. */
  static long[] without(long[] leaf, int at) {
    int n = size(leaf);
    long[] copy = new long[1 + 3 * (n - 1)];
    for (int column = 0; column < 3; column++) {
      int from = 1 + column * n;
      int to = 1 + column * (n - 1);
      System.arraycopy(leaf, from, copy, to, at);
      System.arraycopy(leaf, from + at + 1, copy, to + at, n - 1 - at);
    }
    return sealed(copy, n - 1);
  }

  /** The ranges from one position (inclusive) to another (exclusive). */
  static long[] slice(long[] leaf, int from, int to) {
    int n = size(leaf);
    return of(
        Arrays.copyOfRange(leaf, 1, n + 1),
        Arrays.copyOfRange(leaf, n + 1, 2 * n + 1),
        Arrays.copyOfRange(leaf, 2 * n + 1, 3 * n + 1),
        from,
        to);
  }

  /** The ranges of two neighbours. */
  static long[] joined(long[] left, long[] right) {
    int n = size(left);
    int m = size(right);
    long[] copy = new long[1 + 3 * (n + m)];
    for (int column = 0; column < 3; column++) {
      int to = 1 + column * (n + m);
      System.arraycopy(left, 1 + column * n, copy, to, n);
      System.arraycopy(right, 1 + column * m, copy, to + n, m);
    }
    return sealed(copy, n + m);
  }

  /** A leaf of the sorted ranges from one position (inclusive) to another (exclusive). */
  static long[] of(long[] starts, long[] ends, long[] ids, int from, int to) {
    int n = to - from;
    long[] leaf = new long[1 + 3 * n];
    System.arraycopy(starts, from, leaf, 1, n);
    System.arraycopy(ends, from, leaf, 1 + n, n);
    System.arraycopy(ids, from, leaf, 1 + 2 * n, n);
    return sealed(leaf, n);
  }

  private static long[] sealed(long[] leaf, int n) {
    long descents = 0;
    for (int i = n + 2; i <= 2 * n; i++) {
      descents |= leaf[i] - leaf[i - 1];
    }
    leaf[0] = (long) n << 1 | (descents >= 0 ? 1 : 0);
    return leaf;
  }
}
