package dev.scheduling.conflict;

/** Makes leaves: of sorted ranges, and of other leaves with one range more or less. */
final class IntervalLeafWriter {

  private IntervalLeafWriter() {}

  /**
   * A leaf of the sorted ranges from one position (inclusive) to another (exclusive).
   *
   * @param capacity for how many ranges it has room; at least for these
   * @param owner who may write into it
   */
  static long[] of(
      long[] starts, long[] ends, long[] ids, int from, int to, int capacity, long owner) {
    int n = to - from;
    long base = starts[from];
    long latest = ends[from];
    long longest = latest - base;
    boolean ascending = true;
    for (int i = from + 1; i < to; i++) {
      ascending &= ends[i - 1] <= ends[i];
      latest = Math.max(latest, ends[i]);
      longest = Math.max(longest, ends[i] - starts[i]);
    }
    boolean wide = latest - base >= IntervalLeaf.REACH;
    int idsAt = IntervalLeaf.HEAD + (wide ? 2 : 1) * capacity;
    long[] leaf = new long[idsAt + capacity];
    leaf[0] = IntervalLeaf.head(n, idsAt, wide, ascending, wide ? 0 : longest);
    leaf[1] = base;
    leaf[3] = owner;
    for (int i = 0; i < n; i++) {
      put(leaf, i, starts[from + i], ends[from + i]);
    }
    System.arraycopy(ids, from, leaf, idsAt, n);
    setSlope(leaf, n);
    return leaf;
  }

  private static void put(long[] leaf, int i, long start, long end) {
    if (IntervalLeaf.isWide(leaf)) {
      leaf[IntervalLeaf.HEAD + 2 * i] = start;
      leaf[IntervalLeaf.HEAD + 2 * i + 1] = end;
    } else {
      leaf[IntervalLeaf.HEAD + i] = (start - leaf[1]) << 32 | (end - leaf[1]);
    }
  }

  private static void setSlope(long[] leaf, int n) {
    if (n > 0 && !IntervalLeaf.isWide(leaf)) {
      // No more than 2^31, for the product to fit an int; then the starts are closer than
      // positions.
      long span = leaf[IntervalLeaf.HEAD + n - 1] >>> 32;
      leaf[2] = Math.min(((long) n << 32) / (span + 1), 1L << 31);
    }
  }

  /** Whether a range can be written into a leaf, if there is room. */
  static boolean fits(long[] leaf, long start, long end) {
    return IntervalLeaf.isWide(leaf) || (start >= leaf[1] && end - leaf[1] < IntervalLeaf.REACH);
  }

  /** Fills {@code copy} with what a leaf of the same size holds and one range more, which fits. */
  static long[] with(long[] leaf, long[] copy, int at, long start, long end, long id) {
    int n = IntervalLeaf.size(leaf);
    boolean inOrder =
        IntervalLeaf.ascending(leaf)
            && (at == 0 || IntervalLeaf.end(leaf, at - 1) <= end)
            && (at == n || end <= IntervalLeaf.end(leaf, at));
    move(leaf, copy, at, at, at + 1);
    put(copy, at, start, end);
    copy[IntervalLeaf.idsAt(copy) + at] = id;
    long longest =
        IntervalLeaf.isWide(leaf) ? 0 : Math.max(IntervalLeaf.longest(leaf), end - start);
    return sealed(copy, n + 1, inOrder, longest);
  }

  /** Fills {@code copy} with what a leaf holds without the range at a position. */
  static long[] without(long[] leaf, long[] copy, int at) {
    move(leaf, copy, at, at + 1, at);
    return sealed(
        copy,
        IntervalLeaf.size(leaf) - 1,
        IntervalLeaf.ascending(leaf),
        IntervalLeaf.longest(leaf));
  }

  /** Ranges before {@code at} stay where they are, those from {@code from} on move. */
  private static void move(long[] leaf, long[] copy, int at, int from, int to) {
    int stride = IntervalLeaf.stride(leaf);
    int head = IntervalLeaf.HEAD;
    int ids = IntervalLeaf.idsAt(leaf);
    int newIds = IntervalLeaf.idsAt(copy);
    int tail = IntervalLeaf.size(leaf) - from;
    System.arraycopy(leaf, head, copy, head, stride * at);
    System.arraycopy(leaf, head + stride * from, copy, head + stride * to, stride * tail);
    System.arraycopy(leaf, ids, copy, newIds, at);
    System.arraycopy(leaf, ids + from, copy, newIds + to, tail);
  }

  /** Sets what the head says of the ranges. */
  private static long[] sealed(long[] leaf, int n, boolean ascending, long longest) {
    leaf[0] =
        IntervalLeaf.head(
            n, IntervalLeaf.idsAt(leaf), IntervalLeaf.isWide(leaf), ascending, longest);
    setSlope(leaf, n);
    return leaf;
  }

  /** An array for {@link #with} or {@link #without}: like a leaf, and as yet without ranges. */
  static long[] blank(long[] leaf, int capacity, long owner) {
    int idsAt = IntervalLeaf.HEAD + IntervalLeaf.stride(leaf) * capacity;
    long[] blank = new long[idsAt + capacity];
    blank[0] = IntervalLeaf.head(0, idsAt, IntervalLeaf.isWide(leaf), true, 0);
    blank[1] = leaf[1];
    blank[3] = owner;
    return blank;
  }

  /** As {@link #with} in a new leaf, for a range that does not fit the old one. */
  static long[] reshaped(
      long[] leaf, int at, long start, long end, long id, int capacity, long owner) {
    int n = IntervalLeaf.size(leaf);
    long[][] columns = new long[3][n + 1];
    read(leaf, 0, at, columns, 0);
    columns[0][at] = start;
    columns[1][at] = end;
    columns[2][at] = id;
    read(leaf, at, n, columns, at + 1);
    return of(columns, capacity, owner);
  }

  /** A leaf of the ranges from one position (inclusive) to another (exclusive). */
  static long[] slice(long[] leaf, int from, int to, long owner) {
    long[][] columns = new long[3][to - from];
    read(leaf, from, to, columns, 0);
    return of(columns, IntervalLeaf.MAX, owner);
  }

  /** A leaf of the ranges of two neighbours. */
  static long[] joined(long[] left, long[] right, long owner) {
    int n = IntervalLeaf.size(left);
    int m = IntervalLeaf.size(right);
    long[][] columns = new long[3][n + m];
    read(left, 0, n, columns, 0);
    read(right, 0, m, columns, n);
    return of(columns, Math.max(IntervalLeaf.MAX, n + m), owner);
  }

  private static void read(long[] leaf, int from, int to, long[][] columns, int at) {
    for (int i = from; i < to; i++) {
      columns[0][at + i - from] = IntervalLeaf.start(leaf, i);
      columns[1][at + i - from] = IntervalLeaf.end(leaf, i);
      columns[2][at + i - from] = IntervalLeaf.id(leaf, i);
    }
  }

  private static long[] of(long[][] columns, int capacity, long owner) {
    return of(columns[0], columns[1], columns[2], 0, columns[0].length, capacity, owner);
  }
}
