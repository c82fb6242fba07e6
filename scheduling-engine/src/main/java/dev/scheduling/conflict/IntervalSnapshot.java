package dev.scheduling.conflict;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IntervalIndex} as it was at one moment: half-open ranges {@code [start, end)} of
 * numbers, each with an id.
 *
 * <p>The numbers are whatever the index was filled with, say milliseconds since 1970. Query bounds
 * may be any {@code long}; {@code Long.MIN_VALUE} and {@code Long.MAX_VALUE} ask for everything.
 * Ranges that only touch do not overlap, and an empty query ({@code start == end}) overlaps
 * nothing. No query allocates memory, but that long ranges are collected before they are shown in
 * their places among the others.
 *
 * <p>Immutable and thread-safe. It keeps its own ranges in memory for as long as it is referred to.
 */
public final class IntervalSnapshot {

  /*
   * The tree below the root, but for one leaf that counts as replaced by another array: the change
   * that made this state, if it changed no more than this (see IntervalTree). A state with an owner is
   * not for handing out: the index may write into its leaves as soon as the next state is there.
   *
   * Long ranges among short ones are the usual bad case of interval trees: each lies in a leaf far to
   * the left, which has to be found. So ranges that cover very many starts are kept apart, in a tree
   * of their own that is small (as in AIList: Feng, Ratan, Sheffield, Augmented Interval List, 2019).
   * Which tree holds a range makes no difference to any answer.
   */

  static final IntervalSnapshot EMPTY = of(IntervalLeaf.EMPTY, 0, null, null);

  /** A range that covers as many starts as so many average gaps between them is long. */
  private static final int LONG = 256;

  private final Object root;
  private final long size;
  private final @Nullable IntervalSnapshot longs;
  private final @Nullable IntervalOwner owner;
  private final long[] replaced;
  private final long[] replacement;

  private IntervalSnapshot(
      Object root,
      long size,
      @Nullable IntervalSnapshot longs,
      @Nullable IntervalOwner owner,
      long[] replaced,
      long[] replacement) {
    this.root = root;
    this.size = size;
    this.longs = longs;
    this.owner = owner;
    this.replaced = replaced;
    this.replacement = replacement;
  }

  /**
   * The state of a tree that was just built.
   *
   * @param longs the ranges that are not in the tree because they are long; shared
   * @param owner who may write into its leaves; a leaf that is all there is has no owner
   */
  static IntervalSnapshot of(
      Object root, long size, @Nullable IntervalSnapshot longs, @Nullable IntervalOwner owner) {
    return new IntervalSnapshot(
        root,
        size,
        longs,
        root instanceof IntervalBranch ? owner : null,
        IntervalLeaf.EMPTY,
        IntervalLeaf.EMPTY);
  }

  /** The next state, of another tree. */
  IntervalSnapshot withRoot(IntervalOwner newOwner, Object newRoot, int more) {
    return of(newRoot, size + more, longs, newOwner);
  }

  /** The next state, of the same tree with other ranges in one leaf. */
  IntervalSnapshot writing(long[] leaf, long[] as, int more) {
    return new IntervalSnapshot(root, size + more, longs, owner, leaf, as);
  }

  /** The next state, with other long ranges. */
  IntervalSnapshot withLongs(IntervalSnapshot others) {
    return new IntervalSnapshot(
        root, size, others.size() == 0 ? null : others.shared(), owner, replaced, replacement);
  }

  /** The same state for handing out. */
  IntervalSnapshot shared() {
    return isShared() ? this : new IntervalSnapshot(root, size, longs, null, replaced, replacement);
  }

  /** The long ranges apart from the others; null if there are none. */
  @Nullable IntervalSnapshot longs() {
    return longs;
  }

  /** Whether a range should be kept apart: it covers many more starts than a leaf holds. */
  boolean isLong(long start, long end) {
    return root instanceof IntervalBranch branch
        && isLong(end - start, branch.start(branch.width() - 1) - branch.start(0), size);
  }

  /** Whether ranges of a length should be kept apart, if so many others start within a span. */
  static boolean isLong(long length, long span, long size) {
    return length / LONG > span / size;
  }

  /** Brings the change into its leaf. This state has been published. */
  void settle() {
    System.arraycopy(replacement, 0, replaced, 0, replaced.length);
  }

  Object root() {
    return root;
  }

  @Nullable IntervalOwner owner() {
    return owner;
  }

  boolean isShared() {
    return owner == null;
  }

  /** Whether the next state may write into a leaf of the tree: no snapshot reaches it. */
  boolean owns(long[] leaf) {
    return owner != null && IntervalLeaf.isOwnedBy(leaf, owner.number);
  }

  /** An array to prepare in what a leaf of the owner will be. */
  long[] spare(long[] leaf) {
    long[] spare = requireNonNull(owner, "owner").spare(replacement);
    System.arraycopy(leaf, 0, spare, 0, IntervalLeaf.HEAD);
    return spare;
  }

  /** A leaf of the tree as it is in this state. */
  long[] leaf(Object node) {
    return node == replaced ? replacement : (long[]) node;
  }

  /** How many ranges there are. */
  public long size() {
    return longs == null ? size : size + longs.size;
  }

  /**
   * Whether some range overlaps {@code [start, end)}, in O(log n).
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public boolean overlapsAny(long start, long end) {
    return isWithinLimits(start, end)
        ? anyWithinLimits(start, end)
        : !isEmptyQuery(start, end) && anyWithinLimits(clamped(start), clamped(end));
  }

  private boolean anyWithinLimits(long s, long e) {
    return (longs != null && IntervalSearch.any(longs, s, e)) || IntervalSearch.any(this, s, e);
  }

  /**
   * Visits the ranges that overlap {@code [start, end)} in order of start, then end, then id, until
   * the visitor has seen enough.
   *
   * @return whether all were visited; {@code false} if the visitor stopped
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public boolean forEachOverlap(long start, long end, IntervalVisitor visitor) {
    return isWithinLimits(start, end)
        ? visitWithinLimits(start, end, visitor)
        : isEmptyQuery(start, end) || visitWithinLimits(clamped(start), clamped(end), visitor);
  }

  private boolean visitWithinLimits(long s, long e, IntervalVisitor visitor) {
    if (longs == null) {
      return IntervalSearch.visit(this, s, e, visitor);
    }
    IntervalMerge merge = new IntervalMerge(visitor);
    IntervalSearch.visit(longs, s, e, merge);
    merge.second();
    return IntervalSearch.visit(this, s, e, merge) && merge.finish();
  }

  /**
   * How many ranges overlap {@code [start, end)}, in O(log n + k/8) for k of them among bookings
   * that exclude each other; each that began before {@code start} may add another O(log n).
   *
   * @throws IllegalArgumentException if {@code end} is before {@code start}
   */
  public long count(long start, long end) {
    if (isEmptyQuery(start, end)) {
      return 0;
    }
    long count = IntervalSearch.count(this, clamped(start), clamped(end));
    return longs == null ? count : count + longs.count(start, end);
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
    long free = IntervalSearch.firstFree(this, from, until, length);
    if (longs != null) {
      long later = IntervalSearch.firstFree(longs, free, until, length);
      while (later != free) {
        free = IntervalSearch.firstFree(this, later, until, length);
        later = IntervalSearch.firstFree(longs, free, until, length);
      }
    }
    // Compared without a sign: the difference may be as great as 2^63.
    return free <= until && Long.compareUnsigned(until - free, length) >= 0
        ? OptionalLong.of(free)
        : OptionalLong.empty();
  }

  /** Whether this is a query as it comes every day: not empty, and of values that can be stored. */
  private static boolean isWithinLimits(long start, long end) {
    return start < end && ((IntervalIndex.LIMIT + start) | (IntervalIndex.LIMIT - end)) >= 0;
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
