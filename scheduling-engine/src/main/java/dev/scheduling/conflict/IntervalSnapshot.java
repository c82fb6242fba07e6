package dev.scheduling.conflict;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IntervalIndex} as it was at one moment: half-open ranges {@code [start, end)} of
 * numbers, each with an id.
 *
 * <p>The numbers are whatever the index was filled with, say milliseconds since 1970. Query bounds
 * may be any {@code long}; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} ask for everything.
 * Ranges that only touch do not overlap, and an empty query ({@code start == end}) overlaps
 * nothing. No query allocates memory, but that long ranges are collected before they are shown in
 * their places among the others.
 *
 * <p>Immutable and thread-safe. It keeps its own ranges in memory for as long as it is referred to.
 */
public final class IntervalSnapshot {

  /*
   * With the ranges in order of start, "does anything overlap [s, e)?" is
   *
   *     max(end[0 .. p)) > s,   p = the number of starts before e.
   *
   * The branches hold running maxima, so one walk from the root to a leaf decides: at each branch
   * either some child left of the path ends after s, and the answer is yes, or only the path can
   * hold it. Long ranges among short ones, the usual bad case of interval trees, make the walk
   * shorter.
   *
   * Enumerating enters at the first child whose running maximum is after s, and from there passes
   * over every child that ends too early: O(log n + k) for k hits among bookings that exclude each
   * other, O((k + 1) log n) always.
   *
   * What is left of that case is enumerating: each long range lies in a leaf far to the left, which
   * has to be found. So ranges that cover very many starts are kept apart, in a tree of their own
   * that is small (as in AIList: Feng, Ratan, Sheffield, Augmented Interval List, 2019). Which tree
   * holds a range makes no difference to any answer.
   *
   * A state of the index is the tree below the root, except that one leaf counts as replaced by
   * another: the change that made the state, if it changed no more than this (see IntervalTree). An
   * owned state is not for handing out: the index may change its nodes as soon as it is replaced.
   */

  static final IntervalSnapshot EMPTY =
      new IntervalSnapshot(
          IntervalLeaf.EMPTY, 0, null, null, null, 0, IntervalLeaf.EMPTY, IntervalLeaf.EMPTY);

  /** A range that covers as many starts as so many average gaps between them is long. */
  private static final int LONG = 256;

  private final Object root;
  private final long size;
  private final @Nullable IntervalSnapshot longs;
  private final @Nullable Object owner;
  private final @Nullable IntervalBranch parent;
  private final int at;
  private final long[] before;
  private final long[] after;

  private IntervalSnapshot(
      Object root,
      long size,
      @Nullable IntervalSnapshot longs,
      @Nullable Object owner,
      @Nullable IntervalBranch parent,
      int at,
      long[] before,
      long[] after) {
    this.root = root;
    this.size = size;
    this.longs = longs;
    this.owner = owner;
    this.parent = parent;
    this.at = at;
    this.before = before;
    this.after = after;
  }

  /**
   * The state of a tree that was just built.
   *
   * @param longs the ranges that are not in the tree because they are long; shared
   */
  static IntervalSnapshot of(
      Object root, long size, @Nullable IntervalSnapshot longs, Object owner) {
    return new IntervalSnapshot(
        root, size, longs, owner, null, 0, IntervalLeaf.EMPTY, IntervalLeaf.EMPTY);
  }

  /** The next state, of another tree. */
  IntervalSnapshot withRoot(Object newOwner, Object newRoot, int more) {
    return of(newRoot, size + more, longs, newOwner);
  }

  /** The next state, of the same tree with one leaf exchanged, once this state is settled. */
  IntervalSnapshot exchanging(IntervalBranch branch, int child, long[] leaf, long[] other) {
    int more = IntervalLeaf.size(other) - IntervalLeaf.size(leaf);
    return new IntervalSnapshot(root, size + more, longs, owner, branch, child, leaf, other);
  }

  /** The next state, with other long ranges. */
  IntervalSnapshot withLongs(IntervalSnapshot others) {
    return new IntervalSnapshot(
        root, size, others.size() == 0 ? null : others.shared(), owner, parent, at, before, after);
  }

  /** The same state for handing out. */
  IntervalSnapshot shared() {
    return new IntervalSnapshot(root, size, longs, null, parent, at, before, after);
  }

  /** The long ranges apart from the others; null if there are none. */
  @Nullable IntervalSnapshot longs() {
    return longs;
  }

  /** Whether a range should be kept apart: it covers many more starts than a leaf holds. */
  boolean isLong(long start, long end) {
    return root instanceof IntervalBranch branch
        && isLong(end - start, branch.start(branch.width() - 1) - branch.start(0), size);
  }

  /** Whether ranges of a length should be kept apart, if so many others start within a span. */
  static boolean isLong(long length, long span, long size) {
    return length / LONG > span / size;
  }

  /** Brings the exchange into the tree, if nobody has; this state has been published. */
  void settle() {
    if (parent != null && parent.child(at) == before) {
      parent.exchange(at, before, after);
    }
  }

  Object root() {
    return root;
  }

  @Nullable Object owner() {
    return owner;
  }

  boolean isShared() {
    return owner == null;
  }

  /** Whether leaves may be exchanged in a branch of the tree: no snapshot reaches it. */
  boolean owns(IntervalBranch branch) {
    return owner != null && branch.isOwnedBy(owner);
  }

  /** A leaf of the tree as it is in this state. */
  long[] leaf(Object node) {
    return node == before ? after : (long[]) node;
  }

  /** How many ranges there are. */
  public long size() {
    return longs == null ? size : size + longs.size;
  }

  /**
   * Whether some range overlaps {@code [start, end)}, in O(log n).
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public boolean overlapsAny(long start, long end) {
    return isWithinLimits(start, end)
        ? anyWithinLimits(start, end)
        : !isEmptyQuery(start, end) && anyWithinLimits(clamped(start), clamped(end));
  }

  private boolean anyWithinLimits(long s, long e) {
    return (longs != null && longs.anyInTree(s, e)) || anyInTree(s, e);
  }

  private boolean anyInTree(long s, long e) {
    Object node = root;
    while (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(e) - 1;
      if (last < 0) {
        return false;
      }
      if (branch.latestEndBefore(last) > s) {
        return true;
      }
      node = branch.child(last);
    }
    long[] leaf = leaf(node);
    int p = IntervalLeaf.startsBefore(leaf, IntervalLeaf.size(leaf), e);
    if (p == 0) {
      return false;
    }
    if (IntervalLeaf.ascending(leaf)) {
      return leaf[2 * p] > s;
    }
    long signs = 0;
    for (int i = 2; i <= 2 * p; i += 2) {
      signs |= s - leaf[i];
    }
    return signs < 0;
  }

  /**
   * Visits the ranges that overlap {@code [start, end)} in order of start, then end, then id, until
   * the visitor has seen enough.
   *
   * @return whether all were visited; {@code false} if the visitor stopped
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public boolean forEachOverlap(long start, long end, IntervalVisitor visitor) {
    return isWithinLimits(start, end)
        ? visitWithinLimits(start, end, visitor)
        : isEmptyQuery(start, end) || visitWithinLimits(clamped(start), clamped(end), visitor);
  }

  private boolean visitWithinLimits(long s, long e, IntervalVisitor visitor) {
    if (longs == null) {
      return visitTree(s, e, visitor);
    }
    IntervalMerge merge = new IntervalMerge(visitor);
    longs.visitTree(s, e, merge.first());
    return visitTree(s, e, merge) && merge.finish();
  }

  private boolean visitTree(long s, long e, IntervalVisitor visitor) {
    Object node = root;
    while (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(e) - 1;
      if (last < 0) {
        return true;
      }
      if (branch.latestEndBefore(last) > s) {
        return visitChildren(branch, last, s, e, visitor);
      }
      node = branch.child(last);
    }
    return visitLeaf(leaf(node), s, e, visitor);
  }

  private boolean visitChildren(
      IntervalBranch branch, int last, long s, long e, IntervalVisitor visitor) {
    for (int i = branch.firstEndingAfter(s, last); i <= last; i++) {
      if (branch.latestEnd(i) <= s) {
        continue;
      }
      Object node = branch.child(i);
      boolean all =
          node instanceof IntervalBranch child
              ? visitChildren(child, child.startsBefore(e) - 1, s, e, visitor)
              : visitLeaf(leaf(node), s, e, visitor);
      if (!all) {
        return false;
      }
    }
    return true;
  }

  private static boolean visitLeaf(long[] leaf, long s, long e, IntervalVisitor visitor) {
    int n = IntervalLeaf.size(leaf);
    int p = IntervalLeaf.startsBefore(leaf, n, e);
    if (IntervalLeaf.ascending(leaf)) {
      int i = p;
      while (i > 0 && leaf[2 * i] > s) {
        i--;
      }
      for (; i < p; i++) {
        if (!visitor.visit(leaf[1 + 2 * i], leaf[2 + 2 * i], leaf[1 + 2 * n + i])) {
          return false;
        }
      }
      return true;
    }
    int hits = 0;
    for (int i = 0; i < p; i++) {
      hits |= (int) ((s - leaf[2 + 2 * i]) >>> 63) << i;
    }
    for (; hits != 0; hits &= hits - 1) {
      int i = Integer.numberOfTrailingZeros(hits);
      if (!visitor.visit(leaf[1 + 2 * i], leaf[2 + 2 * i], leaf[1 + 2 * n + i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many ranges overlap {@code [start, end)}, in O(log n + k/8) for k of them among bookings
   * that exclude each other; each that began before {@code start} may add another O(log n).
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public long count(long start, long end) {
    if (isEmptyQuery(start, end)) {
      return 0;
    }
    long count = counted(root, clamped(start), clamped(end));
    return longs == null ? count : count + longs.count(start, end);
  }

  private long counted(Object node, long s, long e) {
    if (node instanceof IntervalBranch branch) {
      long count = 0;
      int last = branch.startsBefore(e) - 1;
      for (int i = branch.firstEndingAfter(s, last); i <= last; i++) {
        if (branch.latestEnd(i) <= s) {
          continue;
        }
        // What begins inside the query overlaps it.
        count +=
            i < last && branch.start(i) >= s
                ? sizeBelow(branch.child(i))
                : counted(branch.child(i), s, e);
      }
      return count;
    }
    long[] leaf = leaf(node);
    int p = IntervalLeaf.startsBefore(leaf, IntervalLeaf.size(leaf), e);
    long count = 0;
    for (int i = 0; i < p; i++) {
      count += (s - IntervalLeaf.end(leaf, i)) >>> 63;
    }
    return count;
  }

  private long sizeBelow(Object node) {
    if (node instanceof IntervalBranch branch) {
      long size = 0;
      for (int i = 0; i < branch.width(); i++) {
        size += sizeBelow(branch.child(i));
      }
      return size;
    }
    return IntervalLeaf.size(leaf(node));
  }

  /**
   * The earliest moment t, not before {@code from}, at which {@code [t, t + length)} overlaps
   * nothing and ends no later than {@code until}; empty if there is none.
   *
   * <p>O(log n + m) where m ranges lie between {@code from} and the answer.
   *
   * @param from the earliest answer; between -2^62 and 2^62
   * @param until the latest end of the gap; between {@code from} and 2^62
   * @param length how long the gap must be at least; positive
   * @throws IllegalArgumentException if one of them is outside these limits
   */
  public OptionalLong firstGap(long from, long until, long length) {
    if (from < -IntervalIndex.LIMIT || until < from || IntervalIndex.LIMIT < until) {
      throw new IllegalArgumentException(
          "a search needs -2^62 <= from <= until <= 2^62, but from is %d and until is %d"
              .formatted(from, until));
    }
    if (length <= 0) {
      throw new IllegalArgumentException("length must be positive, but is " + length);
    }
    long free = firstFree(root, from, from, until, length);
    if (longs != null) {
      long later = longs.firstFree(longs.root, free, free, until, length);
      while (later != free) {
        free = firstFree(root, later, later, until, length);
        later = longs.firstFree(longs.root, free, free, until, length);
      }
    }
    // Compared without a sign: the difference may be as great as 2^63.
    return free <= until && Long.compareUnsigned(until - free, length) >= 0
        ? OptionalLong.of(free)
        : OptionalLong.empty();
  }

  /**
   * The earliest candidate once everything below a node has been taken into account: either the gap
   * before some range is long enough, and later ranges do not move it, or it is after them all.
   */
  private long firstFree(Object node, long from, long candidate, long until, long length) {
    long free = candidate;
    if (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(until) - 1;
      for (int i = branch.firstEndingAfter(from, last); i <= last; i++) {
        if (branch.start(i) - free >= length) {
          return free;
        }
        if (branch.latestEnd(i) > free) {
          free = firstFree(branch.child(i), from, free, until, length);
        }
      }
      return free;
    }
    long[] leaf = leaf(node);
    int n = IntervalLeaf.size(leaf);
    for (int i = 0; i < n && IntervalLeaf.start(leaf, i) < until; i++) {
      if (IntervalLeaf.start(leaf, i) - free >= length) {
        return free;
      }
      free = Math.max(free, IntervalLeaf.end(leaf, i));
    }
    return free;
  }

  /** Whether this is a query as it comes every day: not empty, and of values that can be stored. */
  private static boolean isWithinLimits(long start, long end) {
    return start < end && ((IntervalIndex.LIMIT + start) | (IntervalIndex.LIMIT - end)) >= 0;
  }

  private static boolean isEmptyQuery(long start, long end) {
    if (end < start) {
      throw new IllegalArgumentException("end " + end + " is before start " + start);
    }
    return start == end;
  }

  /** The same question within the values that can be stored, where no difference overflows. */
  private static long clamped(long moment) {
    return Math.max(-IntervalIndex.LIMIT, Math.min(IntervalIndex.LIMIT, moment));
  }
}
