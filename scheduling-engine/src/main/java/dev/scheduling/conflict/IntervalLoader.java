package dev.scheduling.conflict;

import java.util.BitSet;

/** Builds a tree from unsorted ranges in one go. */
final class IntervalLoader {

  /*
   * Least-significant-digit radix sort over the columns id, end, start, each pass stable, so the
   * result is in the order (start, end, id). A digit in which all values agree costs one counting
   * pass and moves nothing; a column that is in order already costs one look.
   */

  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private long[] starts;
  private long[] ends;
  private long[] ids;
  private long[] spareStarts;
  private long[] spareEnds;
  private long[] spareIds;

  private IntervalLoader(long[] starts, long[] ends, long[] ids) {
    this.starts = starts.clone();
    this.ends = ends.clone();
    this.ids = ids.clone();
    int n = starts.length;
    spareStarts = new long[n];
    spareEnds = new long[n];
    spareIds = new long[n];
  }

  /** The state of all the ranges; the arrays are equally long and left as they are. */
  static IntervalSnapshot load(long[] starts, long[] ends, long[] ids) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (long start : starts) {
      first = Math.min(first, start);
      last = Math.max(last, start);
    }
    int n = starts.length;
    BitSet isLong = new BitSet();
    for (int i = 0; n > IntervalLeaf.MAX && i < n; i++) {
      if (IntervalSnapshot.isLong(ends[i] - starts[i], last - first, n)) {
        isLong.set(i);
      }
    }
    IntervalOwner owner = new IntervalOwner();
    if (isLong.isEmpty()) {
      return IntervalSnapshot.of(root(owner, starts, ends, ids), n, null, owner);
    }
    int count = isLong.cardinality();
    Object longs =
        root(
            owner,
            kept(starts, isLong, count),
            kept(ends, isLong, count),
            kept(ids, isLong, count));
    isLong.flip(0, n);
    int rest = n - count;
    Object root =
        root(owner, kept(starts, isLong, rest), kept(ends, isLong, rest), kept(ids, isLong, rest));
    return IntervalSnapshot.of(
        root, rest, IntervalSnapshot.of(longs, count, null, owner).shared(), owner);
  }

  private static long[] kept(long[] column, BitSet which, int count) {
    long[] kept = new long[count];
    int n = 0;
    for (int i = which.nextSetBit(0); i >= 0; i = which.nextSetBit(i + 1)) {
      kept[n++] = column[i];
    }
    return kept;
  }

  private static Object root(IntervalOwner owner, long[] starts, long[] ends, long[] ids) {
    int n = starts.length;
    if (n == 0) {
      return IntervalLeaf.EMPTY;
    }
    if (isSorted(starts, ends, ids)) {
      return tree(leaves(owner, starts, ends, ids));
    }
    IntervalLoader loader = new IntervalLoader(starts, ends, ids);
    loader.sortByStart();
    if (!isSorted(loader.starts, loader.ends, loader.ids)) {
      loader.sortById();
      loader.sortByEnd();
      loader.sortByStart();
    }
    return tree(leaves(owner, loader.starts, loader.ends, loader.ids));
  }

  private static boolean isSorted(long[] starts, long[] ends, long[] ids) {
    for (int i = 1; i < starts.length; i++) {
      if (starts[i - 1] < starts[i]) {
        continue;
      }
      if (starts[i - 1] > starts[i]
          || ends[i - 1] > ends[i]
          || (ends[i - 1] == ends[i] && ids[i - 1] > ids[i])) {
        return false;
      }
    }
    return true;
  }

  private void sortByStart() {
    sort(0);
  }

  private void sortByEnd() {
    sort(1);
  }

  private void sortById() {
    sort(2);
  }

  private void sort(int column) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (long key : column(column)) {
      least = Math.min(least, key);
      greatest = Math.max(greatest, key);
    }
    // An id may be any long, so the difference may wrap: it is a distance without a sign.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
    for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
      pass(column(column), least, shift);
    }
  }

  private long[] column(int column) {
    return column == 0 ? starts : column == 1 ? ends : ids;
  }

  private void pass(long[] keys, long least, int shift) {
    int[] next = new int[DIGITS];
    for (long key : keys) {
      next[digit(key, least, shift)]++;
    }
    if (next[digit(keys[0], least, shift)] == keys.length) {
      return;
    }
    int sum = 0;
    for (int d = 0; d < DIGITS; d++) {
      int count = next[d];
      next[d] = sum;
      sum += count;
    }
    for (int i = 0; i < keys.length; i++) {
      int to = next[digit(keys[i], least, shift)]++;
      spareStarts[to] = starts[i];
      spareEnds[to] = ends[i];
      spareIds[to] = ids[i];
    }
    long[] swap = starts;
    starts = spareStarts;
    spareStarts = swap;
    swap = ends;
    ends = spareEnds;
    spareEnds = swap;
    swap = ids;
    ids = spareIds;
    spareIds = swap;
  }

  private static int digit(long key, long least, int shift) {
    return (int) ((key - least) >>> shift) & (DIGITS - 1);
  }

  private static Object[] leaves(IntervalOwner owner, long[] starts, long[] ends, long[] ids) {
    int n = starts.length;
    Object[] leaves = new Object[nodesFor(n, IntervalLeaf.MAX)];
    int capacity = leaves.length == 1 ? n : IntervalLeaf.MAX;
    for (int i = 0; i < leaves.length; i++) {
      int from = part(i, leaves, n);
      int to = part(i + 1, leaves, n);
      leaves[i] = IntervalLeafWriter.of(starts, ends, ids, from, to, capacity, owner.number);
    }
    return leaves;
  }

  private static Object tree(Object[] level) {
    Object[] nodes = level;
    while (nodes.length > 1) {
      Object[] above = new Object[nodesFor(nodes.length, IntervalBranch.MAX)];
      for (int i = 0; i < above.length; i++) {
        int from = part(i, above, nodes.length);
        int to = part(i + 1, above, nodes.length);
        Object[] children = new Object[to - from];
        System.arraycopy(nodes, from, children, 0, to - from);
        above[i] = IntervalBranch.of(children);
      }
      nodes = above;
    }
    return nodes[0];
  }

  /** Nodes are left with room, or the first inserts after a load would each split one. */
  private static int nodesFor(int entries, int max) {
    int fill = max * 7 / 8;
    return entries <= max ? 1 : (entries + fill - 1) / fill;
  }

  /** Where the {@code i}th of equal parts begins, so that no node is left nearly empty. */
  private static int part(int i, Object[] parts, int entries) {
    return (int) ((long) i * entries / parts.length);
  }
}
