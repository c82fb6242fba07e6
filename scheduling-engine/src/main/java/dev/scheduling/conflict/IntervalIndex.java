package dev.scheduling.conflict;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;

/**
 * A mutable collection of half-open ranges {@code [start, end)} of numbers, each with an id, that
 * answers what overlaps a given range: a B+-tree in order of start whose branches carry the latest
 * ends below them, with copied nodes in place of locks.
 *
 * <p>The numbers are primitive {@code long}s in a unit of the caller's choice, say milliseconds
 * since 1970, greater than {@code -2^62} and less than {@code 2^62}. A range is not empty. The id
 * may be any {@code long} and need not be unique; the same three values may be added more than
 * once. At most {@value #MAX_SIZE} ranges.
 *
 * <p>Thread-safe. Readers never wait: each query sees the whole index as it was at one moment, and
 * {@link #snapshot()} holds that moment for several queries. Writers wait for each other.
 */
public final class IntervalIndex {

  /** The values of ranges lie strictly between {@code -LIMIT} and {@code LIMIT}: 2^62. */
  public static final long LIMIT = 1L << 62;

  /** The most ranges that one index takes. */
  public static final int MAX_SIZE = 1 << 30;

  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT =
          MethodHandles.lookup()
              .findVarHandle(IntervalIndex.class, "current", IntervalSnapshot.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Held by the one who changes something; readers know nothing of it. */
  private final Object writing = new Object();

  private volatile IntervalSnapshot current;

  private IntervalIndex(IntervalSnapshot current) {
    this.current = current;
  }

  /** An index without ranges. */
  public static IntervalIndex empty() {
    return new IntervalIndex(IntervalSnapshot.EMPTY);
  }

  /**
   * An index that holds what a snapshot holds, in O(1). The two share memory but no changes.
   *
   * <p>This is how a change is tried out: fork, change the fork, and either publish it or let it
   * go.
   */
  public static IntervalIndex of(IntervalSnapshot snapshot) {
    return new IntervalIndex(requireNonNull(snapshot, "snapshot"));
  }

  /**
   * An index of many ranges at once, in time linear in their number; much faster than adding them
   * one by one. The arrays are in any order, are not changed and not kept.
   *
   * @param starts the first moment of each range
   * @param ends the first moment after each range; as many as {@code starts}
   * @param ids the id of each range; as many as {@code starts}
   * @throws IllegalArgumentException if the lengths differ, there are more than {@value #MAX_SIZE},
   *     or a range is empty or outside the limits
   */
  public static IntervalIndex of(long[] starts, long[] ends, long[] ids) {
    if (starts.length != ends.length || starts.length != ids.length) {
      throw new IllegalArgumentException(
          "as many starts as ends and ids are needed, but there are %d, %d and %d"
              .formatted(starts.length, ends.length, ids.length));
    }
    checkSize(starts.length);
    for (int i = 0; i < starts.length; i++) {
      checkRange(starts[i], ends[i]);
    }
    return new IntervalIndex(IntervalLoader.load(starts, ends, ids));
  }

  /**
   * Adds a range, in O(log n).
   *
   * @param start the first moment inside
   * @param end the first moment after
   * @param id what the range stands for
   * @throws IllegalArgumentException if the range is empty or outside the limits
   * @throws IllegalStateException if the index is full
   */
  public void add(long start, long end, long id) {
    checkRange(start, end);
    synchronized (writing) {
      IntervalSnapshot before;
      IntervalSnapshot after;
      do {
        before = current;
        if (before.size() >= MAX_SIZE) {
          throw new IllegalStateException("the index is full: it holds " + MAX_SIZE + " ranges");
        }
        after = IntervalTree.with(before, start, end, id);
      } while (!CURRENT.compareAndSet(this, before, after));
      settle(after);
    }
  }

  /**
   * Removes one range of exactly these values, in O(log n).
   *
   * @return whether there was one
   */
  public boolean remove(long start, long end, long id) {
    if (!isRange(start, end)) {
      return false;
    }
    synchronized (writing) {
      IntervalSnapshot before;
      IntervalSnapshot after;
      do {
        before = current;
        after = IntervalTree.without(before, start, end, id);
        if (after == null) {
          return false;
        }
      } while (!CURRENT.compareAndSet(this, before, after));
      settle(after);
    }
    return true;
  }

  /**
   * Replaces everything by what a snapshot holds, in O(1) and at once for every reader: this
   * publishes what was prepared in a {@link #fork()}.
   */
  public void replaceWith(IntervalSnapshot snapshot) {
    requireNonNull(snapshot, "snapshot");
    synchronized (writing) {
      current = snapshot;
    }
  }

  /** An index of its own that begins with what this one holds now, in O(1). */
  public IntervalIndex fork() {
    return new IntervalIndex(snapshot());
  }

  /**
   * What the index holds now; later changes do not show in it. O(1), but the changes after it have
   * to copy what they would else change in place, so one is not taken for nothing.
   */
  public IntervalSnapshot snapshot() {
    while (true) {
      IntervalSnapshot now = current;
      if (now.isShared()) {
        return now;
      }
      IntervalSnapshot shared = now.shared();
      if (CURRENT.compareAndSet(this, now, shared)) {
        return shared;
      }
    }
  }

  private static void settle(IntervalSnapshot state) {
    // Who reads what is written from here on sees also that there is another state.
    VarHandle.storeStoreFence();
    state.settle();
  }

  /** As {@link IntervalSnapshot#size()} of the present moment. */
  public long size() {
    return current.size();
  }

  /**
   * As {@link IntervalSnapshot#overlapsAny(long, long)} of the present moment, and without a
   * snapshot: if a change comes in between, the question is asked again.
   */
  public boolean overlapsAny(long start, long end) {
    while (true) {
      IntervalSnapshot now = current;
      boolean any = now.overlapsAny(start, end);
      // What was read before is read before the state is looked at again.
      VarHandle.acquireFence();
      if (current == now || now.isShared()) {
        return any;
      }
    }
  }

  /** As {@link IntervalSnapshot#forEachOverlap} of a snapshot that it takes. */
  public boolean forEachOverlap(long start, long end, IntervalVisitor visitor) {
    return snapshot().forEachOverlap(start, end, visitor);
  }

  /** As {@link IntervalSnapshot#count(long, long)} of a snapshot that it takes. */
  public long count(long start, long end) {
    return snapshot().count(start, end);
  }

  /** As {@link IntervalSnapshot#firstGap(long, long, long)} of a snapshot that it takes. */
  public OptionalLong firstGap(long from, long until, long length) {
    return snapshot().firstGap(from, until, length);
  }

  private static boolean isRange(long start, long end) {
    return -LIMIT < start && start < end && end < LIMIT;
  }

  private static void checkRange(long start, long end) {
    if (!isRange(start, end)) {
      throw new IllegalArgumentException(
          "a range needs -2^62 < start < end < 2^62, but is [%d, %d)".formatted(start, end));
    }
  }

  private static void checkSize(int size) {
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "an index takes at most " + MAX_SIZE + " ranges, not " + size);
    }
  }
}
