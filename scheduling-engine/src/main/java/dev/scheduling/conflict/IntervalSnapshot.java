package dev.scheduling.conflict;

import java.util.OptionalLong;

/**
 * An {@link IntervalIndex} as it was at one moment: half-open ranges {@code [start, end)} of
 * numbers, each with an id.
 *
 * <p>The numbers are whatever the index was filled with, say milliseconds since 1970. Query bounds
 * may be any {@code long}; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} ask for everything.
 * Ranges that only touch do not overlap, and an empty query ({@code start == end}) overlaps
 * nothing. No query allocates memory.
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
   */

  static final IntervalSnapshot EMPTY = new IntervalSnapshot(IntervalLeaf.EMPTY);

  private final Object root;

  IntervalSnapshot(Object root) {
    this.root = root;
  }

  Object root() {
    return root;
  }

  /** How many ranges there are. */
  public long size() {
    return IntervalBranch.sizeOf(root);
  }

  /**
   * Whether some range overlaps {@code [start, end)}, in O(log n).
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public boolean overlapsAny(long start, long end) {
    if (isEmptyQuery(start, end)) {
      return false;
    }
    long s = clamped(start);
    long e = clamped(end);
    Object node = root;
    while (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(e) - 1;
      if (last < 0) {
        return false;
      }
      if (last > 0 && branch.keys[branch.width() + last - 1] > s) {
        return true;
      }
      node = branch.children[last];
    }
    long[] leaf = (long[]) node;
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
    return isEmptyQuery(start, end) || visit(root, clamped(start), clamped(end), visitor);
  }

  private static boolean visit(Object node, long s, long e, IntervalVisitor visitor) {
    if (!(node instanceof IntervalBranch branch)) {
      return visitLeaf((long[]) node, s, e, visitor);
    }
    long[] keys = branch.keys;
    int n = branch.width();
    for (int i = branch.endsBefore(s + 1); i < n && keys[i] < e; i++) {
      if (keys[2 * n + i] > s && !visit(branch.children[i], s, e, visitor)) {
        return false;
      }
    }
    return true;
  }

  private static boolean visitLeaf(long[] leaf, long s, long e, IntervalVisitor visitor) {
    int n = IntervalLeaf.size(leaf);
    int i = IntervalLeaf.ascending(leaf) ? IntervalLeaf.endsBefore(leaf, n, s + 1) : 0;
    for (; i < n; i++) {
      long start = leaf[1 + 2 * i];
      if (start >= e) {
        return true;
      }
      long end = leaf[2 + 2 * i];
      if (end > s && !visitor.visit(start, end, leaf[1 + 2 * n + i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many ranges overlap {@code [start, end)}, in O((m + 1) log n) where m of them began before
   * {@code start}.
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public long count(long start, long end) {
    if (isEmptyQuery(start, end)) {
      return 0;
    }
    long s = clamped(start);
    // Not empty, so whatever begins inside the query overlaps it.
    return startsBefore(clamped(end)) - startsBefore(s) + runningAt(root, s);
  }

  private long startsBefore(long moment) {
    long before = 0;
    Object node = root;
    while (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(moment) - 1;
      if (last < 0) {
        return before;
      }
      before += last == 0 ? 0 : branch.keys[3 * branch.width() + last - 1];
      node = branch.children[last];
    }
    long[] leaf = (long[]) node;
    return before + IntervalLeaf.startsBefore(leaf, IntervalLeaf.size(leaf), moment);
  }

  /** How many began before a moment and end after it. */
  private static long runningAt(Object node, long moment) {
    long running = 0;
    if (node instanceof IntervalBranch branch) {
      long[] keys = branch.keys;
      int n = branch.width();
      for (int i = branch.endsBefore(moment + 1); i < n && keys[i] < moment; i++) {
        if (keys[2 * n + i] > moment) {
          running += runningAt(branch.children[i], moment);
        }
      }
      return running;
    }
    long[] leaf = (long[]) node;
    int n = IntervalLeaf.size(leaf);
    for (int i = 0; i < n && IntervalLeaf.start(leaf, i) < moment; i++) {
      running += IntervalLeaf.end(leaf, i) > moment ? 1 : 0;
    }
    return running;
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
    // Compared without a sign: the difference may be as great as 2^63.
    return free <= until && Long.compareUnsigned(until - free, length) >= 0
        ? OptionalLong.of(free)
        : OptionalLong.empty();
  }

  /**
   * The earliest candidate once everything below a node has been taken into account: either the gap
   * before some range is long enough, and later ranges do not move it, or it is after them all.
   */
  private static long firstFree(Object node, long from, long candidate, long until, long length) {
    long free = candidate;
    if (node instanceof IntervalBranch branch) {
      long[] keys = branch.keys;
      int n = branch.width();
      for (int i = branch.endsBefore(from + 1); i < n && keys[i] < until; i++) {
        if (keys[i] - free >= length) {
          return free;
        }
        if (keys[2 * n + i] > free) {
          free = firstFree(branch.children[i], from, free, until, length);
        }
      }
      return free;
    }
    long[] leaf = (long[]) node;
    int n = IntervalLeaf.size(leaf);
    for (int i = 0; i < n && IntervalLeaf.start(leaf, i) < until; i++) {
      if (IntervalLeaf.start(leaf, i) - free >= length) {
        return free;
      }
      free = Math.max(free, IntervalLeaf.end(leaf, i));
    }
    return free;
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
