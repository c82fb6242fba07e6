package dev.scheduling.conflict;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A node above the leaves: up to {@value #MAX} children, and what a query must know of each. */
final class IntervalBranch {

  /*
   * For n children, in one array:
   *
   *   [0  .. 2n)   in turn, a bound below which nothing below the child starts, and the latest end
   *                below all children before it; both ascend
   *   [2n .. 3n)   the latest end below the child
   *
   * where the first column goes on to eight children that start after everything, if n is less.
   *
   * The running maximum is what makes "does anything overlap?" one walk from the root to a leaf with
   * no way back; see IntervalSnapshot. The ends are exact. A bound is exact when the node is made and
   * stays when the first range below the child goes.
   *
   * Starts are mostly spread evenly, if not over years then over the stretch of one node, so a search
   * looks first at the eight children around the place where the value should be (interpolation
   * search: Perl, Itai, Avni, 1978), and then looks whether it was right. If not, it halves. This is
   * why a node is so wide: its width costs nothing.
   *
   * All but the children is final. A leaf may give way to another that has the same bound and the
   * same latest end, in a node that no snapshot can reach; see IntervalTree.
   */

  static final int MAX = 64;
  static final int MIN = MAX / 4;

  /** What every end is after. */
  private static final long NEVER = -IntervalIndex.LIMIT;

  private static final int WINDOW = IntervalLeaf.WINDOW;

  private static final VarHandle CHILD = MethodHandles.arrayElementVarHandle(Object[].class);

  private final Object owner;
  private final int width;
  private final int shift;
  private final long first;
  private final long slope;
  private final long[] keys;
  private final Object[] children;

  private IntervalBranch(Object owner, long[] keys, Object[] children) {
    this.owner = owner;
    this.keys = keys;
    this.children = children;
    this.width = children.length;
    this.first = keys[0];
    long span = keys[2 * width - 2] - first;
    this.shift = Math.max(0, Long.SIZE - 31 - Long.numberOfLeadingZeros(span));
    this.slope = ((long) (width - 1) << 32) / Math.max(1, span >> shift);
  }

  /**
   * A branch of these children, in order.
   *
   * @param owner in whose states leaves of it may be exchanged
   */
  static IntervalBranch of(Object owner, Object[] children) {
    int n = children.length;
    long[] keys = keys(n);
    for (int i = 0; i < n; i++) {
      describe(keys, n, i, children[i]);
    }
    accumulateEnds(keys, n, 0);
    return new IntervalBranch(owner, keys, children);
  }

  int width() {
    return width;
  }

  boolean isOwnedBy(Object somebody) {
    return owner == somebody;
  }

  /** A branch, or a leaf ({@code long[]}) on the level above the leaves. */
  Object child(int i) {
    return CHILD.getAcquire(children, i);
  }

  /** Puts one leaf in the place of another, unless somebody else has done so already. */
  void exchange(int i, long[] before, long[] after) {
    CHILD.compareAndSet(children, i, before, after);
  }

  /** A moment before which nothing below a child starts. */
  long start(int i) {
    return keys[2 * i];
  }

  /** The latest end below all children before one; before all ends if there is none. */
  long latestEndBefore(int i) {
    return keys[2 * i + 1];
  }

  /** The latest end below a child. */
  long latestEnd(int i) {
    return keys[ends(width) + i];
  }

  /** The latest end of all. */
  long latestEnd() {
    return Math.max(latestEndBefore(width - 1), latestEnd(width - 1));
  }

  /** How many children begin before {@code x}; {@code |x| <= 2^62}. */
  int startsBefore(long x) {
    int n = width;
    if (n <= WINDOW) {
      return IntervalLeaf.lessOfWindow(keys, 0, x);
    }
    int guess = (int) ((((x - first) >> shift) * slope) >> 32);
    int window = Math.max(0, Math.min(guess - (WINDOW / 2 - 1), n - WINDOW));
    int less = IntervalLeaf.lessOfWindow(keys, 2 * window, x);
    if ((less == 0 && window > 0) || (less == WINDOW && window < n - WINDOW)) {
      return searched(0, x);
    }
    return window + less;
  }

  /**
   * The first of the children up to {@code last} below which something may end after {@code x}; 0
   * if {@code last} is negative.
   */
  int firstEndingAfter(long x, int last) {
    int i = Math.max(0, last);
    int far = Math.max(0, last - WINDOW);
    while (i > far && latestEndBefore(i) > x) {
      i--;
    }
    return i > far ? i : Math.min(i, searched(1, x + 1) - 1);
  }

  /** How many values of a column are less than {@code x}, by halves. */
  private int searched(int column, long x) {
    int low = 0;
    int high = width;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[2 * middle + column] < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A copy in which {@code removed} children at a position have given way to one or two others. */
  IntervalBranch with(Object newOwner, int at, int removed, Object first, @Nullable Object second) {
    int n = width;
    int added = second == null ? 1 : 2;
    int m = n - removed + added;
    int tail = n - at - removed;
    Object[] kids = new Object[m];
    System.arraycopy(children, 0, kids, 0, at);
    System.arraycopy(children, at + removed, kids, at + added, tail);
    long[] copy = keys(m);
    System.arraycopy(keys, 0, copy, 0, 2 * at);
    System.arraycopy(keys, 2 * (at + removed), copy, 2 * (at + added), 2 * tail);
    System.arraycopy(keys, ends(n), copy, ends(m), at);
    System.arraycopy(keys, ends(n) + at + removed, copy, ends(m) + at + added, tail);
    kids[at] = first;
    describe(copy, m, at, first);
    if (second != null) {
      kids[at + 1] = second;
      describe(copy, m, at + 1, second);
    }
    accumulateEnds(copy, m, at);
    return new IntervalBranch(newOwner, copy, kids);
  }

  /** The children from one position (inclusive) to another (exclusive). */
  IntervalBranch slice(Object newOwner, int from, int to) {
    Object[] kids = new Object[to - from];
    System.arraycopy(children, from, kids, 0, to - from);
    return of(newOwner, kids);
  }

  /** The children of two neighbours. */
  IntervalBranch joined(Object newOwner, IntervalBranch right) {
    Object[] kids = new Object[width + right.width];
    System.arraycopy(children, 0, kids, 0, width);
    System.arraycopy(right.children, 0, kids, width, right.width);
    return of(newOwner, kids);
  }

  private static int ends(int n) {
    return 2 * Math.max(n, WINDOW);
  }

  private static long[] keys(int n) {
    long[] keys = new long[ends(n) + n];
    for (int i = n; i < WINDOW; i++) {
      keys[2 * i] = IntervalIndex.LIMIT;
    }
    return keys;
  }

  private static void describe(long[] keys, int n, int i, Object child) {
    if (child instanceof IntervalBranch branch) {
      keys[2 * i] = branch.start(0);
      keys[ends(n) + i] = branch.latestEnd();
    } else {
      long[] leaf = (long[]) child;
      keys[2 * i] = IntervalLeaf.start(leaf, 0);
      keys[ends(n) + i] = IntervalLeaf.latestEnd(leaf);
    }
  }

  private static void accumulateEnds(long[] keys, int n, int from) {
    long latest = from == 0 ? NEVER : Math.max(keys[2 * from - 1], keys[ends(n) + from - 1]);
    for (int i = from; i < n; i++) {
      keys[2 * i + 1] = latest;
      latest = Math.max(latest, keys[ends(n) + i]);
    }
  }
}
