package dev.scheduling.conflict;

/** The bottom of the tree: up to {@value #MAX} ranges in one {@code long[]}, and how it is read. */
final class IntervalLeaf {

  /*
   * One array and no object around it, because a leaf is what a query has to fetch from memory:
   *
   *   [0]            n, two flags, where the ids begin, and the greatest length
   *   [1]            a base, which nothing in the leaf is before
   *   [2]            the slope of the starts: a distance times it, over 2^32, is about a position
   *   [3]            who may write into it, see IntervalOwner
   *   [4 ..)         the ranges in order; from here on there may be room for more
   *   [idsAt ..)     their ids
   *
   * A range is one number wherever the leaf spans less than 2^31 (24 days of milliseconds, 68 years of
   * seconds): start and end as distances from the base, in the upper and the lower half. Such numbers
   * are in the order of the ranges, and eight of them are in one cache line. Only in a leaf that spans
   * more, a "wide" one, a range takes two numbers, start and end.
   *
   * "Ascending" says that the ends ascend too, as they do for bookings that exclude each other or are
   * equally long. Then the last end before a position is also the greatest, and a test is one load,
   * of the number at which the search ended. Elsewhere it goes back from there as far as the longest
   * range of the leaf reaches.
   *
   * A reader may meet a leaf while it is being written, and learns afterwards that it has (see
   * IntervalTree). Nothing of what it then reads leads beyond the array: the number of ranges has always
   * room in it, and the flag of a wide leaf does not change.
   */

  static final int MAX = 64;
  static final int MIN = MAX * 3 / 8;

  static final int HEAD = 4;

  /** Distances within a leaf that is not wide are less. */
  static final long REACH = (1L << 31) - 1;

  static final long[] EMPTY = {head(0, HEAD, false, true, 0), 0, 0, 0};

  private static final int SIZE = 0xFF;
  private static final int ASCENDING = 0x100;
  private static final int WIDE = 0x200;
  private static final int IDS_SHIFT = 16;
  private static final int LONGEST_SHIFT = 32;

  /** The half of a number in which the end is. */
  private static final long LOW = 0xFFFF_FFFFL;

  private IntervalLeaf() {}

  static long head(int n, int idsAt, boolean wide, boolean ascending, long longest) {
    return longest << LONGEST_SHIFT
        | (long) idsAt << IDS_SHIFT
        | (wide ? WIDE : 0)
        | (ascending ? ASCENDING : 0)
        | n;
  }

  static int size(long[] leaf) {
    return (int) leaf[0] & SIZE;
  }

  static boolean ascending(long[] leaf) {
    return (leaf[0] & ASCENDING) != 0;
  }

  static boolean isWide(long[] leaf) {
    return (leaf[0] & WIDE) != 0;
  }

  /** How many numbers a range takes. */
  static int stride(long[] leaf) {
    return isWide(leaf) ? 2 : 1;
  }

  static int idsAt(long[] leaf) {
    return (int) (leaf[0] >>> IDS_SHIFT) & 0xFFFF;
  }

  /** How many ranges have room. */
  static int capacity(long[] leaf) {
    return leaf.length - idsAt(leaf);
  }

  /** No range of a leaf that is not wide is longer; 0 if it is wide. */
  static long longest(long[] leaf) {
    return leaf[0] >>> LONGEST_SHIFT;
  }

  static boolean isOwnedBy(long[] leaf, long owner) {
    return leaf[3] == owner;
  }

  static long start(long[] leaf, int i) {
    return isWide(leaf) ? leaf[HEAD + 2 * i] : leaf[1] + (leaf[HEAD + i] >>> 32);
  }

  static long end(long[] leaf, int i) {
    return isWide(leaf) ? leaf[HEAD + 2 * i + 1] : leaf[1] + (leaf[HEAD + i] & LOW);
  }

  static long id(long[] leaf, int i) {
    return leaf[idsAt(leaf) + i];
  }

  /** The latest end; the leaf is not empty. */
  static long latestEnd(long[] leaf) {
    return latestEndWithout(leaf, -1);
  }

  /** The latest end of the others than the {@code except}th; there are some. */
  static long latestEndWithout(long[] leaf, int except) {
    int last = size(leaf) - 1;
    if (ascending(leaf)) {
      return end(leaf, last == except ? last - 1 : last);
    }
    long latest = -IntervalIndex.LIMIT;
    for (int i = 0; i <= last; i++) {
      latest = i == except ? latest : Math.max(latest, end(leaf, i));
    }
    return latest;
  }

  /**
   * How many of the ranges start before {@code x}.
   *
   * <p>All values lie within ±2^62, so that the sign of a difference is the comparison.
   */
  static int startsBefore(long[] leaf, long x) {
    int n = size(leaf);
    if (isWide(leaf)) {
      return AscendingSearch.halving(leaf, HEAD, 2, n, x);
    }
    long key = Math.max(0, Math.min(x - leaf[1], REACH)) << 32;
    return AscendingSearch.less(leaf, HEAD, n, (int) Math.multiplyHigh(key, leaf[2]), key);
  }

  /** Whether a range overlaps {@code [s, e)}. */
  static boolean overlapsAny(long[] leaf, long s, long e) {
    int p = startsBefore(leaf, e);
    if (p == 0) {
      return false;
    }
    if (ascending(leaf)) {
      return end(leaf, p - 1) > s;
    }
    return isWide(leaf) ? endingAfter(leaf, p, s) != 0 : someEndAfter(leaf, p, s);
  }

  /** Whether one of the first {@code p} ranges of a leaf that is not wide ends after {@code s}. */
  private static boolean someEndAfter(long[] leaf, int p, long s) {
    long distance = Math.max(-1, Math.min(s - leaf[1], REACH));
    long tooEarly = (distance - longest(leaf) + 1) << 32;
    // Backwards, since what starts inside the question, as the last ones do, is a hit.
    for (int i = p - 1; i >= 0 && leaf[HEAD + i] >= tooEarly; i--) {
      if ((leaf[HEAD + i] & LOW) > distance) {
        return true;
      }
    }
    return false;
  }

  /** Which of the first {@code p} ranges end after {@code s}, a bit for each. */
  private static long endingAfter(long[] leaf, int p, long s) {
    long which = 0;
    if (isWide(leaf)) {
      for (int i = 0; i < p; i++) {
        which |= ((s - leaf[HEAD + 1 + 2 * i]) >>> 63) << i;
      }
      return which;
    }
    if (leaf[1] >= s) {
      // All begin inside the question. With a long question that is so in nearly every leaf.
      return p == 0 ? 0 : -1L >>> (Long.SIZE - p);
    }
    long distance = Math.max(-1, Math.min(s - leaf[1], REACH));
    long tooEarly = (distance - longest(leaf) + 1) << 32;
    for (int i = p - 1; i >= 0 && leaf[HEAD + i] >= tooEarly; i--) {
      which |= ((distance - (leaf[HEAD + i] & LOW)) >>> 63) << i;
    }
    return which;
  }

  /**
   * Shows the ranges that end after {@code s} among the first {@code p}.
   *
   * @return whether the visitor wants more
   */
  static boolean visit(long[] leaf, int p, long s, IntervalVisitor visitor) {
    if (!ascending(leaf) || leaf[1] >= s) {
      return show(leaf, endingAfter(leaf, p, s), visitor);
    }
    int first = p;
    while (first > 0 && end(leaf, first - 1) > s) {
      first--;
    }
    // All bits from the first on, and none if that is all there are.
    return first == p || show(leaf, -1L << first & -1L >>> (Long.SIZE - p), visitor);
  }

  private static boolean show(long[] leaf, long which, IntervalVisitor visitor) {
    if (isWide(leaf)) {
      return showWide(leaf, which, visitor);
    }
    long base = leaf[1];
    int ids = idsAt(leaf);
    for (long hits = which; hits != 0; hits &= hits - 1) {
      int i = Long.numberOfTrailingZeros(hits);
      long range = leaf[HEAD + i];
      if (!visitor.visit(base + (range >>> 32), base + (range & LOW), leaf[ids + i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean showWide(long[] leaf, long which, IntervalVisitor visitor) {
    for (long hits = which; hits != 0; hits &= hits - 1) {
      int i = Long.numberOfTrailingZeros(hits);
      if (!visitor.visit(start(leaf, i), end(leaf, i), id(leaf, i))) {
        return false;
      }
    }
    return true;
  }

  /** How many of the ranges overlap {@code [s, e)}. */
  static int count(long[] leaf, long s, long e) {
    return Long.bitCount(endingAfter(leaf, startsBefore(leaf, e), s));
  }

  /** The position of the first range that is not before (start, end, id). */
  static int position(long[] leaf, long start, long end, long id) {
    int n = size(leaf);
    int i = startsBefore(leaf, start);
    while (i < n && compare(leaf, i, start, end, id) < 0) {
      i++;
    }
    return i;
  }

  /** The order of the {@code i}th range against (start, end, id), as of a comparator. */
  static int compare(long[] leaf, int i, long start, long end, long id) {
    int order = Long.compare(start(leaf, i), start);
    if (order == 0) {
      order = Long.compare(end(leaf, i), end);
    }
    if (order == 0) {
      order = Long.compare(id(leaf, i), id);
    }
    return order;
  }
}
