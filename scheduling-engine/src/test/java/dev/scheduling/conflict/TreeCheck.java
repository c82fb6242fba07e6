package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Checks what every node of a snapshot's tree promises: width, depth, order, summaries. */
final class TreeCheck {

  private long previousStart = Long.MIN_VALUE;
  private long previousEnd = Long.MIN_VALUE;
  private long previousId = Long.MIN_VALUE;

  private TreeCheck() {}

  static void check(IntervalSnapshot snapshot) {
    new TreeCheck().node(snapshot.root(), true);
  }

  /** Returns the depth. */
  private int node(Object node, boolean root) {
    if (!(node instanceof IntervalBranch branch)) {
      leaf((long[]) node, root);
      return 0;
    }
    int n = branch.width();
    assertTrue(n <= IntervalBranch.MAX, "too wide");
    assertTrue(n >= (root ? 2 : IntervalBranch.MIN), "too narrow");
    assertEquals(4 * n, branch.keys.length);
    long latest = Long.MIN_VALUE;
    long size = 0;
    int depth = -1;
    for (int i = 0; i < n; i++) {
      Object child = branch.children[i];
      long[] summary = {Long.MAX_VALUE, Long.MIN_VALUE, 0};
      summarise(child, summary);
      latest = Math.max(latest, summary[1]);
      size += summary[2];
      assertEquals(summary[0], branch.keys[i], "earliest start");
      assertEquals(latest, branch.keys[n + i], "latest end so far");
      assertEquals(summary[1], branch.keys[2 * n + i], "latest end");
      assertEquals(size, branch.keys[3 * n + i], "size so far");
      int below = node(child, false);
      assertTrue(depth == -1 || depth == below, "uneven depth");
      depth = below;
    }
    return depth + 1;
  }

  private void leaf(long[] leaf, boolean root) {
    int n = IntervalLeaf.size(leaf);
    assertEquals(1 + 3 * n, leaf.length);
    assertTrue(n <= IntervalLeaf.MAX, "too wide");
    assertTrue(root || n >= IntervalLeaf.MIN, "too narrow");
    boolean ascending = true;
    for (int i = 0; i < n; i++) {
      assertTrue(
          IntervalLeaf.compare(leaf, i, previousStart, previousEnd, previousId) >= 0, "order");
      previousStart = IntervalLeaf.start(leaf, i);
      previousEnd = IntervalLeaf.end(leaf, i);
      previousId = IntervalLeaf.id(leaf, i);
      ascending &= i == 0 || IntervalLeaf.end(leaf, i - 1) <= previousEnd;
    }
    assertEquals(ascending, IntervalLeaf.ascending(leaf));
  }

  private static void summarise(Object node, long[] summary) {
    if (node instanceof IntervalBranch branch) {
      for (Object child : branch.children) {
        summarise(child, summary);
      }
      return;
    }
    long[] leaf = (long[]) node;
    for (int i = 0; i < IntervalLeaf.size(leaf); i++) {
      summary[0] = Math.min(summary[0], IntervalLeaf.start(leaf, i));
      summary[1] = Math.max(summary[1], IntervalLeaf.end(leaf, i));
      summary[2]++;
    }
  }
}
