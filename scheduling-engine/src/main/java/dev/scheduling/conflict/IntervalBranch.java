package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/** A node above the leaves: up to {@value #MAX} children, and what a query must know of each. */
final class IntervalBranch {

  /*
   * For n children, in one array of columns:
   *
   *   [0  ..  n)   for each child, what nothing below it starts before; these bounds ascend
   *   [n  .. 2n)   for each child, the latest end below all children before it; they ascend
   *   [2n .. 3n)   for each child, the latest end below it
   *
   * The running maximum is what makes "does anything overlap?" one walk from the root to a leaf with
   * no way back; see IntervalSearch. The ends are exact. A bound is exact when the node is made and
   * stays when the first range below the child goes.
   *
   * Starts are mostly spread evenly, if not over years then over the stretch of one node, so a search
   * begins where the start should be. That costs the same however wide a node is, so it is wide and a
   * tree has few levels.
   *
   * A branch never changes. A leaf below it may, within what is said here of it; see IntervalTree.
   */

  static final int MAX = 256;
  static final int MIN = MAX / 4;

  /** What every end is after. */
  private static final long NEVER = -IntervalIndex.LIMIT;

  private final int width;
  private final int shift;
  private final long first;
  private final long slope;
  private final long[] keys;
  private final Object[] children;

  private IntervalBranch(long[] keys, Object[] children) {
    this.keys = keys;
    this.children = children;
    this.width = children.length;
    this.first = keys[0];
    long span = keys[width - 1] - first;
    this.shift = Math.max(0, Long.SIZE - 31 - Long.numberOfLeadingZeros(span));
    this.slope = ((long) (width - 1) << 32) / Math.max(1, span >> shift);
  }

  /** A branch of these children, in order. */
  static IntervalBranch of(Object... children) {
    int n = children.length;
    long[] keys = new long[3 * n];
    for (int i = 0; i < n; i++) {
      describe(keys, n, i, children[i]);
    }
    accumulateEnds(keys, n, 0);
    return new IntervalBranch(keys, children);
  }

  int width() {
    return width;
  }

  /** A branch, or a leaf ({@code long[]}) on the level above the leaves. */
  Object child(int i) {
    return children[i];
  }

  /** A moment before which nothing below a child starts. */
  long start(int i) {
    return keys[i];
  }

  /** The latest end below all children before one; before all ends if there is none. */
  long latestEndBefore(int i) {
    return keys[width + i];
  }

  /** The latest end below a child. */
  long latestEnd(int i) {
    return keys[2 * width + i];
  }

  /** The latest end of all. */
  long latestEnd() {
    return Math.max(latestEndBefore(width - 1), latestEnd(width - 1));
  }

  /** How many children begin before {@code x}; {@code |x| <= 2^62}. */
  int startsBefore(long x) {
    int guess = (int) ((((x - first) >> shift) * slope) >> 32);
    return AscendingSearch.less(keys, 0, width, guess, x);
  }

  /**
   * The first of the children up to {@code last} below which something may end after {@code x}; 0
   * if {@code last} is negative.
   */
  int firstEndingAfter(long x, int last) {
    int i = Math.max(0, last);
    int far = Math.max(0, last - 8);
    while (i > far && latestEndBefore(i) > x) {
      i--;
    }
    return i > far ? i : Math.min(i, AscendingSearch.halving(keys, width, 1, width, x + 1) - 1);
  }

  /** A copy in which {@code removed} children at a position have given way to one or two others. */
  IntervalBranch with(int at, int removed, Object first, @Nullable Object second) {
    int n = width;
    int added = second == null ? 1 : 2;
    int m = n - removed + added;
    int tail = n - at - removed;
    Object[] kids = new Object[m];
    System.arraycopy(children, 0, kids, 0, at);
    System.arraycopy(children, at + removed, kids, at + added, tail);
    long[] copy = new long[3 * m];
    move(keys, 0, copy, 0, at, removed, added, tail);
    move(keys, 2 * n, copy, 2 * m, at, removed, added, tail);
    System.arraycopy(keys, n, copy, m, at);
    kids[at] = first;
    describe(copy, m, at, first);
    if (second != null) {
      kids[at + 1] = second;
      describe(copy, m, at + 1, second);
    }
    accumulateEnds(copy, m, at);
    return new IntervalBranch(copy, kids);
  }

  private static void move(
      long[] from, int column, long[] to, int newColumn, int at, int removed, int added, int tail) {
    System.arraycopy(from, column, to, newColumn, at);
    System.arraycopy(from, column + at + removed, to, newColumn + at + added, tail);
  }

  /** The children from one position (inclusive) to another (exclusive). */
  IntervalBranch slice(int from, int to) {
    Object[] kids = new Object[to - from];
    System.arraycopy(children, from, kids, 0, to - from);
    return of(kids);
  }

  /** The children of two neighbours. */
  IntervalBranch joined(IntervalBranch right) {
    Object[] kids = new Object[width + right.width];
    System.arraycopy(children, 0, kids, 0, width);
    System.arraycopy(right.children, 0, kids, width, right.width);
    return of(kids);
  }

  private static void describe(long[] keys, int n, int i, Object child) {
    if (child instanceof IntervalBranch branch) {
      keys[i] = branch.start(0);
      keys[2 * n + i] = branch.latestEnd();
    } else {
      long[] leaf = (long[]) child;
      keys[i] = IntervalLeaf.start(leaf, 0);
      keys[2 * n + i] = IntervalLeaf.latestEnd(leaf);
    }
  }

  private static void accumulateEnds(long[] keys, int n, int from) {
    long latest = from == 0 ? NEVER : Math.max(keys[n + from - 1], keys[2 * n + from - 1]);
    for (int i = from; i < n; i++) {
      keys[n + i] = latest;
      latest = Math.max(latest, keys[2 * n + i]);
    }
  }
}
