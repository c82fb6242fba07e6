package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/** A node above the leaves: up to {@value #MAX} children, and what a query must know of each. */
final class IntervalBranch {

  /*
   * Four columns in one array, for n children:
   *
   *   [0  .. n)    the earliest start below the child; ascends
   *   [n  .. 2n)   the latest end below this child and all before it; ascends
   *   [2n .. 3n)   the latest end below the child
   *   [3n .. 4n)   the ranges below this child and all before it; ascends
   *
   * The running maximum (the second column) is what makes "does anything overlap?" one walk from
   * the root to a leaf with no way back; see IntervalSnapshot.
   */

  static final int MAX = 32;
  static final int MIN = MAX / 4;

  final long[] keys;

  /** Branches, or leaves ({@code long[]}) on the level above the leaves. */
  final Object[] children;

  private IntervalBranch(long[] keys, Object[] children) {
    this.keys = keys;
    this.children = children;
  }

  /** A branch of these children, in order. */
  static IntervalBranch of(Object[] children) {
    int n = children.length;
    long[] keys = new long[4 * n];
    long size = 0;
    for (int i = 0; i < n; i++) {
      describe(keys, n, i, children[i]);
      size += sizeOf(children[i]);
      keys[3 * n + i] = size;
    }
    accumulateEnds(keys, n, 0);
    return new IntervalBranch(keys, children);
  }

  /** The number of children, from the array that is read next in any case. */
  int width() {
    return keys.length >>> 2;
  }

  /** How many children begin before {@code x}. */
  int startsBefore(long x) {
    return IntervalLeaf.rank(keys, 0, 1, width(), x);
  }

  /**
   * How many children come before the first below which something may end at or after {@code x}.
   */
  int endsBefore(long x) {
    int n = width();
    return IntervalLeaf.rank(keys, n, 1, n, x);
  }

  long size() {
    return keys[keys.length - 1];
  }

  long latestEnd() {
    return keys[2 * width() - 1];
  }

  /** A copy in which {@code removed} children at a position have given way to one or two others. */
  IntervalBranch with(int at, int removed, Object first, @Nullable Object second) {
    int n = children.length;
    int added = second == null ? 1 : 2;
    int m = n - removed + added;
    int tail = n - at - removed;
    Object[] kids = new Object[m];
    System.arraycopy(children, 0, kids, 0, at);
    System.arraycopy(children, at + removed, kids, at + added, tail);
    long[] copy = new long[4 * m];
    for (int column = 0; column < 4; column++) {
      System.arraycopy(keys, column * n, copy, column * m, at);
      System.arraycopy(keys, column * n + at + removed, copy, column * m + at + added, tail);
    }
    kids[at] = first;
    describe(copy, m, at, first);
    long sizeBefore = at == 0 ? 0 : keys[3 * n + at - 1];
    long size = sizeBefore + sizeOf(first);
    copy[3 * m + at] = size;
    if (second != null) {
      kids[at + 1] = second;
      describe(copy, m, at + 1, second);
      size += sizeOf(second);
      copy[3 * m + at + 1] = size;
    }
    long grown = size - keys[3 * n + at + removed - 1];
    for (int i = 3 * m + at + added; i < 4 * m; i++) {
      copy[i] += grown;
    }
    accumulateEnds(copy, m, at);
    return new IntervalBranch(copy, kids);
  }

  /** The children from one position (inclusive) to another (exclusive). */
  IntervalBranch slice(int from, int to) {
    Object[] kids = new Object[to - from];
    System.arraycopy(children, from, kids, 0, to - from);
    return of(kids);
  }

  /** The children of two neighbours. */
  IntervalBranch joined(IntervalBranch right) {
    Object[] kids = new Object[children.length + right.children.length];
    System.arraycopy(children, 0, kids, 0, children.length);
    System.arraycopy(right.children, 0, kids, children.length, right.children.length);
    return of(kids);
  }

  private static void describe(long[] keys, int n, int i, Object child) {
    if (child instanceof IntervalBranch branch) {
      keys[i] = branch.keys[0];
      keys[2 * n + i] = branch.latestEnd();
    } else {
      long[] leaf = (long[]) child;
      keys[i] = IntervalLeaf.start(leaf, 0);
      keys[2 * n + i] = IntervalLeaf.latestEnd(leaf);
    }
  }

  private static void accumulateEnds(long[] keys, int n, int from) {
    long latest = from == 0 ? Long.MIN_VALUE : keys[n + from - 1];
    for (int i = from; i < n; i++) {
      latest = Math.max(latest, keys[2 * n + i]);
      keys[n + i] = latest;
    }
  }

  static long sizeOf(Object node) {
    return node instanceof IntervalBranch branch ? branch.size() : IntervalLeaf.size((long[]) node);
  }
}
