package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/** The changes of the tree: each makes a new state that shares nearly everything with the old. */
final class IntervalTree {

  /*
   * A B+-tree in the order (start, end, id). A change makes a new leaf and then
   *
   * - either copies the nodes from the root to it (path copying: Driscoll, Sarnak, Sleator, Tarjan,
   *   Making data structures persistent, 1989),
   * - or, if nothing that the nodes above say of the leaf has changed and no snapshot reaches the
   *   node that holds it, names the leaf that it replaces in the new state. Once this state is
   *   published, the leaf is exchanged in its node as well, and then the state after it need not
   *   name it.
   *
   * Whether a snapshot reaches a node is known from its owner, an object that came with it: a state
   * that was handed out has none, so who changes it begins with a new one, and every node copied for
   * him is his. All the nodes of the old owners are never written again.
   *
   * A node may come back from a change one entry too wide or too narrow; its parent, which has to
   * be copied anyway, splits it or evens it out with a neighbour.
   */

  /** In whose nodes leaves may be exchanged. */
  private final Object owner;

  private IntervalTree(IntervalSnapshot before) {
    Object known = before.owner();
    owner = known == null ? new Object() : known;
  }

  /** The state with one range more. */
  static IntervalSnapshot with(IntervalSnapshot before, long start, long end, long id) {
    before.settle();
    if (before.isLong(start, end)) {
      IntervalSnapshot longs = before.longs();
      return before.withLongs(
          withInTree(longs == null ? IntervalSnapshot.EMPTY : longs, start, end, id));
    }
    return withInTree(before, start, end, id);
  }

  private static IntervalSnapshot withInTree(
      IntervalSnapshot before, long start, long end, long id) {
    IntervalBranch parent = null;
    int at = 0;
    Object node = before.root();
    while (node instanceof IntervalBranch branch) {
      parent = branch;
      at = childFor(branch, start, end, id);
      node = branch.child(at);
    }
    long[] leaf = (long[]) node;
    if (parent != null
        && before.owns(parent)
        && IntervalLeaf.size(leaf) < IntervalLeaf.MAX
        && parent.start(at) <= start
        && end <= parent.latestEnd(at)) {
      int position = IntervalLeaf.position(leaf, start, end, id);
      return before.exchanging(parent, at, leaf, IntervalLeaf.with(leaf, position, start, end, id));
    }
    IntervalTree tree = new IntervalTree(before);
    return before.withRoot(tree.owner, tree.grown(before.root(), start, end, id), 1);
  }

  /** The state without one range of exactly these values, or {@code null} if there is none. */
  static @Nullable IntervalSnapshot without(
      IntervalSnapshot before, long start, long end, long id) {
    before.settle();
    IntervalSnapshot after = withoutInTree(before, start, end, id);
    IntervalSnapshot longs = before.longs();
    if (after == null && longs != null) {
      IntervalSnapshot others = withoutInTree(longs, start, end, id);
      return others == null ? null : before.withLongs(others);
    }
    return after;
  }

  private static @Nullable IntervalSnapshot withoutInTree(
      IntervalSnapshot before, long start, long end, long id) {
    IntervalBranch parent = null;
    int at = 0;
    Object node = before.root();
    while (node instanceof IntervalBranch branch) {
      parent = branch;
      at = childFor(branch, start, end, id);
      node = branch.child(at);
    }
    long[] leaf = (long[]) node;
    int position = IntervalLeaf.position(leaf, start, end, id);
    if (position == IntervalLeaf.size(leaf)
        || IntervalLeaf.compare(leaf, position, start, end, id) != 0) {
      return null;
    }
    if (parent != null && before.owns(parent) && IntervalLeaf.size(leaf) > IntervalLeaf.MIN) {
      long[] rest = IntervalLeaf.without(leaf, position);
      if (end < parent.latestEnd(at) || IntervalLeaf.latestEnd(rest) == end) {
        return before.exchanging(parent, at, leaf, rest);
      }
    }
    IntervalTree tree = new IntervalTree(before);
    return before.withRoot(tree.owner, tree.shrunk(before.root(), start, end, id), -1);
  }

  private Object grown(Object root, long start, long end, long id) {
    Object grown = inserted(root, start, end, id);
    if (!isOverfull(grown)) {
      return grown;
    }
    int half = width(grown) / 2;
    return IntervalBranch.of(
        owner, new Object[] {slice(grown, 0, half), slice(grown, half, width(grown))});
  }

  private Object inserted(Object node, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      return IntervalLeaf.with(leaf, IntervalLeaf.position(leaf, start, end, id), start, end, id);
    }
    int at = childFor(branch, start, end, id);
    Object child = inserted(branch.child(at), start, end, id);
    if (!isOverfull(child)) {
      return branch.with(owner, at, 1, child, null);
    }
    int half = width(child) / 2;
    return branch.with(owner, at, 1, slice(child, 0, half), slice(child, half, width(child)));
  }

  private Object shrunk(Object root, long start, long end, long id) {
    Object shrunk = removed(root, start, end, id);
    while (shrunk instanceof IntervalBranch branch && branch.width() == 1) {
      shrunk = branch.child(0);
    }
    return shrunk;
  }

  /** Without a range that is there. */
  private Object removed(Object node, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      return IntervalLeaf.without(leaf, IntervalLeaf.position(leaf, start, end, id));
    }
    int at = childFor(branch, start, end, id);
    Object child = removed(branch.child(at), start, end, id);
    if (!isUnderfull(child)) {
      return branch.with(owner, at, 1, child, null);
    }
    int left = at == 0 ? 0 : at - 1;
    Object both = at == 0 ? joined(child, branch.child(1)) : joined(branch.child(left), child);
    if (width(both) <= max(both)) {
      return branch.with(owner, left, 2, both, null);
    }
    int half = width(both) / 2;
    return branch.with(owner, left, 2, slice(both, 0, half), slice(both, half, width(both)));
  }

  /** The last child whose first range is not after (start, end, id); the first if there is none. */
  private static int childFor(IntervalBranch branch, long start, long end, long id) {
    int at = branch.startsBefore(start + 1) - 1;
    while (at > 0
        && branch.start(at) == start
        && IntervalLeaf.compare(firstLeaf(branch.child(at)), 0, start, end, id) > 0) {
      at--;
    }
    return Math.max(at, 0);
  }

  private static long[] firstLeaf(Object node) {
    Object first = node;
    while (first instanceof IntervalBranch branch) {
      first = branch.child(0);
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

  private Object slice(Object node, int from, int to) {
    return node instanceof IntervalBranch branch
        ? branch.slice(owner, from, to)
        : IntervalLeaf.slice((long[]) node, from, to);
  }

  private Object joined(Object left, Object right) {
    return left instanceof IntervalBranch branch
        ? branch.joined(owner, (IntervalBranch) right)
        : IntervalLeaf.joined((long[]) left, (long[]) right);
  }
}
