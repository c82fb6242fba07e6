package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/** The changes of the tree: each copies the nodes from the root to one leaf and shares the rest. */
final class IntervalTree {

  /*
   * A B+-tree in the order (start, end, id) whose nodes are never written once they are reachable;
   * a change makes a new root (path copying: Driscoll, Sarnak, Sleator, Tarjan, Making data
   * structures persistent, 1989). An old root stays a whole, unchanging tree for as long as somebody
   * reads it, which gives snapshots, forks and lock-free readers at once.
   *
   * A node may come back from a change one entry too wide or too narrow; its parent, which has to
   * be copied anyway, splits it or evens it out with a neighbour.
   */

  private IntervalTree() {}

  /** The root with one range more. */
  static Object with(Object root, long start, long end, long id) {
    Object grown = inserted(root, start, end, id);
    if (!isOverfull(grown)) {
      return grown;
    }
    int half = width(grown) / 2;
    return IntervalBranch.of(
        new Object[] {slice(grown, 0, half), slice(grown, half, width(grown))});
  }

  /** The root without one range of exactly these values, or {@code null} if there is none. */
  static @Nullable Object without(Object root, long start, long end, long id) {
    Object shrunk = removed(root, start, end, id);
    while (shrunk instanceof IntervalBranch branch && branch.width() == 1) {
      shrunk = branch.children[0];
    }
    return shrunk;
  }

  private static Object inserted(Object node, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      return IntervalLeaf.with(leaf, IntervalLeaf.position(leaf, start, end, id), start, end, id);
    }
    int at = childFor(branch, start, end, id);
    Object child = inserted(branch.children[at], start, end, id);
    if (!isOverfull(child)) {
      return branch.with(at, 1, child, null);
    }
    int half = width(child) / 2;
    return branch.with(at, 1, slice(child, 0, half), slice(child, half, width(child)));
  }

  private static @Nullable Object removed(Object node, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      int at = IntervalLeaf.position(leaf, start, end, id);
      if (at == IntervalLeaf.size(leaf) || IntervalLeaf.compare(leaf, at, start, end, id) != 0) {
        return null;
      }
      return IntervalLeaf.without(leaf, at);
    }
    int at = childFor(branch, start, end, id);
    Object child = removed(branch.children[at], start, end, id);
    if (child == null) {
      return null;
    }
    if (!isUnderfull(child)) {
      return branch.with(at, 1, child, null);
    }
    int left = at == 0 ? 0 : at - 1;
    Object both =
        at == 0 ? joined(child, branch.children[1]) : joined(branch.children[left], child);
    if (width(both) <= max(both)) {
      return branch.with(left, 2, both, null);
    }
    int half = width(both) / 2;
    return branch.with(left, 2, slice(both, 0, half), slice(both, half, width(both)));
  }

  /** The last child whose first range is not after (start, end, id); the first if there is none. */
  private static int childFor(IntervalBranch branch, long start, long end, long id) {
    int at = branch.startsBefore(start + 1) - 1;
    while (at > 0
        && branch.keys[at] == start
        && IntervalLeaf.compare(firstLeaf(branch.children[at]), 0, start, end, id) > 0) {
      at--;
    }
    return Math.max(at, 0);
  }

  private static long[] firstLeaf(Object node) {
    Object first = node;
    while (first instanceof IntervalBranch branch) {
      first = branch.children[0];
    }
    return (long[]) first;
  }

  private static int width(Object node) {
    return node instanceof IntervalBranch branch
        ? branch.width()
        : IntervalLeaf.size((long[]) node);
  }

  private static int max(Object node) {
    return node instanceof IntervalBranch ? IntervalBranch.MAX : IntervalLeaf.MAX;
  }

  private static boolean isOverfull(Object node) {
    return width(node) > max(node);
  }

  private static boolean isUnderfull(Object node) {
    return width(node) < (node instanceof IntervalBranch ? IntervalBranch.MIN : IntervalLeaf.MIN);
  }

  private static Object slice(Object node, int from, int to) {
    return node instanceof IntervalBranch branch
        ? branch.slice(from, to)
        : IntervalLeaf.slice((long[]) node, from, to);
  }

  private static Object joined(Object left, Object right) {
    return left instanceof IntervalBranch branch
        ? branch.joined((IntervalBranch) right)
        : IntervalLeaf.joined((long[]) left, (long[]) right);
  }
}
