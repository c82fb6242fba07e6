package dev.scheduling.conflict;

/** The ways through the tree of one state; its long ranges, which are apart, are the caller's. */
final class IntervalSearch {

  /*
   * With the ranges in order of start, "does anything overlap [s, e)?" is
   *
   *     max(end[0 .. p)) > s,   p = the number of starts before e.
   *
   * The branches hold running maxima, so one walk from the root to a leaf decides: at each branch
   * either some child left of the path ends after s, and the answer is yes, or only the path can
   * hold it. Long ranges make the walk shorter.
   *
   * Enumerating enters at the first child whose running maximum is after s, and from there passes
   * over every child that ends too early: O(log n + k) for k hits among bookings that exclude each
   * other, O((k + 1) log n) always.
   *
   * All bounds lie within ±2^62, and no query is empty.
   */

  private IntervalSearch() {}

  /** Whether some range overlaps {@code [s, e)}. */
  static boolean any(IntervalSnapshot tree, long s, long e) {
    Object node = tree.root();
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
    return IntervalLeaf.overlapsAny(tree.leaf(node), s, e);
  }

  /** Visits what overlaps {@code [s, e)} and returns whether the visitor wants more. */
  static boolean visit(IntervalSnapshot tree, long s, long e, IntervalVisitor visitor) {
    Object node = tree.root();
    while (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(e) - 1;
      if (last < 0) {
        return true;
      }
      if (branch.latestEndBefore(last) > s) {
        return visitChildren(tree, branch, last, s, e, visitor);
      }
      node = branch.child(last);
    }
    long[] leaf = tree.leaf(node);
    return IntervalLeaf.visit(leaf, IntervalLeaf.startsBefore(leaf, e), s, visitor);
  }

  private static boolean visitChildren(
      IntervalSnapshot tree,
      IntervalBranch branch,
      int last,
      long s,
      long e,
      IntervalVisitor visitor) {
    for (int i = branch.firstEndingAfter(s, last); i <= last; i++) {
      if (branch.latestEnd(i) <= s) {
        continue;
      }
      Object node = branch.child(i);
      boolean more;
      if (node instanceof IntervalBranch child) {
        int lastOfChild = (i < last ? child.width() : child.startsBefore(e)) - 1;
        more = visitChildren(tree, child, lastOfChild, s, e, visitor);
      } else {
        long[] leaf = tree.leaf(node);
        int p = i < last ? IntervalLeaf.size(leaf) : IntervalLeaf.startsBefore(leaf, e);
        more = IntervalLeaf.visit(leaf, p, s, visitor);
      }
      if (!more) {
        return false;
      }
    }
    return true;
  }

  /** How many ranges overlap {@code [s, e)}. */
  static long count(IntervalSnapshot tree, long s, long e) {
    return count(tree, tree.root(), s, e);
  }

  private static long count(IntervalSnapshot tree, Object node, long s, long e) {
    if (!(node instanceof IntervalBranch branch)) {
      return IntervalLeaf.count(tree.leaf(node), s, e);
    }
    long count = 0;
    int last = branch.startsBefore(e) - 1;
    for (int i = branch.firstEndingAfter(s, last); i <= last; i++) {
      if (branch.latestEnd(i) <= s) {
        continue;
      }
      // What begins inside the query overlaps it.
      count +=
          i < last && branch.start(i) >= s
              ? sizeBelow(tree, branch.child(i))
              : count(tree, branch.child(i), s, e);
    }
    return count;
  }

  private static long sizeBelow(IntervalSnapshot tree, Object node) {
    if (node instanceof IntervalBranch branch) {
      long size = 0;
      for (int i = 0; i < branch.width(); i++) {
        size += sizeBelow(tree, branch.child(i));
      }
      return size;
    }
    return IntervalLeaf.size(tree.leaf(node));
  }

  /**
   * The earliest moment, not before {@code from}, that no range covers and from which either
   * nothing starts for {@code length} or nothing covers anything up to {@code until}.
   */
  static long firstFree(IntervalSnapshot tree, long from, long until, long length) {
    return firstFree(tree, tree.root(), from, from, until, length);
  }

  /**
   * The earliest candidate once everything below a node has been taken into account: either the gap
   * before some range is long enough, and later ranges do not move it, or it is after them all.
   */
  private static long firstFree(
      IntervalSnapshot tree, Object node, long from, long candidate, long until, long length) {
    long free = candidate;
    if (node instanceof IntervalBranch branch) {
      int last = branch.startsBefore(until) - 1;
      for (int i = branch.firstEndingAfter(from, last); i <= last; i++) {
        if (branch.start(i) - free >= length) {
          return free;
        }
        if (branch.latestEnd(i) > free) {
          free = firstFree(tree, branch.child(i), from, free, until, length);
        }
      }
      return free;
    }
    long[] leaf = tree.leaf(node);
    int n = IntervalLeaf.size(leaf);
    for (int i = 0; i < n && IntervalLeaf.start(leaf, i) < until; i++) {
      if (IntervalLeaf.start(leaf, i) - free >= length) {
        return free;
      }
      free = Math.max(free, IntervalLeaf.end(leaf, i));
    }
    return free;
  }
}
