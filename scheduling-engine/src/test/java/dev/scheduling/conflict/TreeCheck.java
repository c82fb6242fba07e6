package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Checks what every node of a snapshot's tree promises: width, depth, order, summaries. */
final class TreeCheck {

  private long previousStart = Long.MIN_VALUE;
  private long previousEnd = Long.MIN_VALUE;
  private long previousId = Long.MIN_VALUE;

  private final IntervalSnapshot snapshot;

  private TreeCheck(IntervalSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  static void check(IntervalSnapshot snapshot) {
    TreeCheck check = new TreeCheck(snapshot);
    check.node(snapshot.root(), true);
    long[] summary = {0, 0, 0};
    check.summarise(snapshot.root(), summary);
    IntervalSnapshot longs = snapshot.longs();
    if (longs != null) {
      assertTrue(longs.size() > 0, "no long ranges");
      check(longs);
    }
    assertEquals(summary[2] + (longs == null ? 0 : longs.size()), snapshot.size(), "size");
  }

  /** Returns the depth. */
  private int node(Object node, boolean root) {
    if (!(node instanceof IntervalBranch branch)) {
      leaf(snapshot.leaf(node), root);
      return 0;
    }
    int n = branch.width();
    assertTrue(n <= IntervalBranch.MAX, "too wide");
    assertTrue(n >= (root ? 2 : IntervalBranch.MIN), "too narrow");
    long latest = -IntervalIndex.LIMIT;
    int depth = -1;
    for (int i = 0; i < n; i++) {
      Object child = branch.child(i);
      long[] summary = {Long.MAX_VALUE, Long.MIN_VALUE, 0};
      summarise(child, summary);
      assertTrue(previousStart <= branch.start(i), "bound before the ranges on its left");
      assertTrue(branch.start(i) <= summary[0], "bound after the earliest start");
      assertEquals(latest, branch.latestEndBefore(i), "latest end so far");
      assertEquals(summary[1], branch.latestEnd(i), "latest end");
      latest = Math.max(latest, summary[1]);
      int below = node(child, false);
      assertTrue(depth == -1 || depth == below, "uneven depth");
      depth = below;
    }
    assertEquals(latest, branch.latestEnd(), "latest end of all");
    return depth + 1;
  }

  private void leaf(long[] leaf, boolean root) {
    int n = IntervalLeaf.size(leaf);
    int capacity = root ? n : IntervalLeaf.MAX;
    assertTrue(n <= capacity && capacity <= IntervalLeaf.capacity(leaf), "room");
    assertTrue(n <= IntervalLeaf.MAX, "too wide");
    assertTrue(root || n >= IntervalLeaf.MIN, "too narrow");
    boolean ascending = true;
    for (int i = 0; i < n; i++) {
      assertTrue(
          IntervalLeaf.compare(leaf, i, previousStart, previousEnd, previousId) >= 0, "order");
      previousStart = IntervalLeaf.start(leaf, i);
      previousEnd = IntervalLeaf.end(leaf, i);
      previousId = IntervalLeaf.id(leaf, i);
      long longest = IntervalLeaf.longest(leaf);
      assertTrue(
          IntervalLeaf.isWide(leaf) || previousEnd - previousStart <= longest, "longest range");
      ascending &= i == 0 || IntervalLeaf.end(leaf, i - 1) <= previousEnd;
    }
    assertTrue(ascending || !IntervalLeaf.ascending(leaf), "ascending");
  }

  private void summarise(Object node, long[] summary) {
    if (node instanceof IntervalBranch branch) {
      for (int i = 0; i < branch.width(); i++) {
        summarise(branch.child(i), summary);
      }
      return;
    }
    long[] leaf = snapshot.leaf(node);
    for (int i = 0; i < IntervalLeaf.size(leaf); i++) {
      summary[0] = Math.min(summary[0], IntervalLeaf.start(leaf, i));
      summary[1] = Math.max(summary[1], IntervalLeaf.end(leaf, i));
      summary[2]++;
    }
  }
}
