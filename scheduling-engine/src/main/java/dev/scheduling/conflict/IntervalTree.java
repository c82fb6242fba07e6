package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/** The changes of the tree: each makes a new state that shares nearly everything with the old. */
final class IntervalTree {

  /*
   * A B+-tree in the order (start, end, id). Branches never change. A change either
   *
   * - copies the nodes from the root to a leaf (path copying: Driscoll, Sarnak, Sleator, Tarjan,
   *   Making data structures persistent, 1989),
   * - or, if nothing that the branches say of the leaf has changed and no snapshot reaches it, writes
   *   into the leaf itself: the leaf as it will be is prepared in a spare array, which the new state
   *   names in its place. Once this state is published, nobody but those who will ask again reads
   *   the leaf. The spare is copied into it, and then the state after it need not name it.
   *
   * So there is no moment at which a reader of the present state sees half a change, and none waits
   * for the writer. A reader without a snapshot asks again if the state has changed meanwhile, since it
   * may have read what was being written (as with a sequence lock: Boehm, Can seqlocks get along with
   * programming language memory models?, 2012).
   *
   * Whether a snapshot reaches a leaf is known from its owner, a number that came with it: a state that
   * was handed out has none, so who changes it begins with a new one, and every leaf copied for him is
   * his. The leaves of the old owners are never written again, but for one thing: what the state that
   * was handed out had yet to copy into its leaf. Whoever changes that state does so himself, since
   * the other may be about to: it is the same numbers that both write, and nobody ever writes others.
   *
   * A node may come back from a change one entry too wide or too narrow; its parent, which has to
   * be copied anyway, splits it or evens it out with a neighbour.
   */

  /** Who may write into the leaves that are made. */
  private final IntervalOwner owner;

  private IntervalTree(IntervalSnapshot before) {
    IntervalOwner known = before.owner();
    owner = known == null ? new IntervalOwner() : known;
  }

  /** The state with one range more. */
  static IntervalSnapshot with(IntervalSnapshot before, long start, long end, long id) {
    if (before.isShared()) {
      before.settle();
    }
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
        && before.owns(leaf)
        && IntervalLeaf.size(leaf) < IntervalLeaf.MAX
        && IntervalLeafWriter.fits(leaf, start, end)
        && parent.start(at) <= start
        && end <= parent.latestEnd(at)) {
      int position = IntervalLeaf.position(leaf, start, end, id);
      return before.writing(
          leaf, IntervalLeafWriter.with(leaf, before.spare(leaf), position, start, end, id), 1);
    }
    IntervalTree tree = new IntervalTree(before);
    return before.withRoot(tree.owner, tree.grown(before.root(), start, end, id), 1);
  }

  /** The state without one range of exactly these values, or {@code null} if there is none. */
  static @Nullable IntervalSnapshot without(
      IntervalSnapshot before, long start, long end, long id) {
    if (before.isShared()) {
      before.settle();
    }
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
    if (parent != null
        && before.owns(leaf)
        && IntervalLeaf.size(leaf) > IntervalLeaf.MIN
        && (end < parent.latestEnd(at) || IntervalLeaf.latestEndWithout(leaf, position) == end)) {
      return before.writing(
          leaf, IntervalLeafWriter.without(leaf, before.spare(leaf), position), -1);
    }
    IntervalTree tree = new IntervalTree(before);
    return before.withRoot(tree.owner, tree.shrunk(before.root(), start, end, id), -1);
  }

  private Object grown(Object root, long start, long end, long id) {
    Object grown = inserted(root, true, start, end, id);
    if (!isOverfull(grown)) {
      return grown;
    }
    int half = width(grown) / 2;
    return IntervalBranch.of(slice(grown, 0, half), slice(grown, half, width(grown)));
  }

  private Object inserted(Object node, boolean isRoot, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      int at = IntervalLeaf.position(leaf, start, end, id);
      int capacity = capacity(isRoot, IntervalLeaf.size(leaf) + 1);
      return IntervalLeaf.size(leaf) > 0 && IntervalLeafWriter.fits(leaf, start, end)
          ? IntervalLeafWriter.with(leaf, blank(leaf, capacity), at, start, end, id)
          : IntervalLeafWriter.reshaped(leaf, at, start, end, id, capacity, owner.number);
    }
    int at = childFor(branch, start, end, id);
    Object child = inserted(branch.child(at), false, start, end, id);
    if (!isOverfull(child)) {
      return branch.with(at, 1, child, null);
    }
    int half = width(child) / 2;
    return branch.with(at, 1, slice(child, 0, half), slice(child, half, width(child)));
  }

  private Object shrunk(Object root, long start, long end, long id) {
    Object shrunk = removed(root, true, start, end, id);
    while (shrunk instanceof IntervalBranch branch && branch.width() == 1) {
      shrunk = branch.child(0);
    }
    return shrunk;
  }

  /** Without a range that is there. */
  private Object removed(Object node, boolean isRoot, long start, long end, long id) {
    if (!(node instanceof IntervalBranch branch)) {
      long[] leaf = (long[]) node;
      long[] rest = blank(leaf, capacity(isRoot, IntervalLeaf.size(leaf) - 1));
      return IntervalLeafWriter.without(leaf, rest, IntervalLeaf.position(leaf, start, end, id));
    }
    int at = childFor(branch, start, end, id);
    Object child = removed(branch.child(at), false, start, end, id);
    if (!isUnderfull(child)) {
      return branch.with(at, 1, child, null);
    }
    int left = at == 0 ? 0 : at - 1;
    Object both = at == 0 ? joined(child, branch.child(1)) : joined(branch.child(left), child);
    if (width(both) <= max(both)) {
      return branch.with(left, 2, both, null);
    }
    int half = width(both) / 2;
    return branch.with(left, 2, slice(both, 0, half), slice(both, half, width(both)));
  }

  private long[] blank(long[] leaf, int capacity) {
    return IntervalLeafWriter.blank(leaf, capacity, owner.number);
  }

  /** A leaf that is all there is has no room to spare: most calendars are small. */
  private static int capacity(boolean isRoot, int n) {
    return isRoot ? n : Math.max(n, IntervalLeaf.MAX);
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
        ? branch.slice(from, to)
        : IntervalLeafWriter.slice((long[]) node, from, to, owner.number);
  }

  private Object joined(Object left, Object right) {
    return left instanceof IntervalBranch branch
        ? branch.joined((IntervalBranch) right)
        : IntervalLeafWriter.joined((long[]) left, (long[]) right, owner.number);
  }
}
