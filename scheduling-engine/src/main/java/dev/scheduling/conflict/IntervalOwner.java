package dev.scheduling.conflict;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The right of an index to write into leaves: those that were made since the last snapshot carry
 * its number. A snapshot ends it. Used by one writer at a time.
 */
final class IntervalOwner {

  /** One number for all indexes, since forks share leaves. */
  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  final long number = LAST_NUMBER.incrementAndGet();

  private long @Nullable [] first;
  private long @Nullable [] second;

  /**
   * An array to prepare a leaf in.
   *
   * @param inUse the one that readers may be reading, which is another
   */
  long[] spare(long[] inUse) {
    long[] one = first;
    if (one == null) {
      one = new long[IntervalLeaf.HEAD + 3 * IntervalLeaf.MAX];
      first = one;
    }
    if (one != inUse) {
      return one;
    }
    long[] other = second;
    if (other == null) {
      other = one.clone();
      second = other;
    }
    return other;
  }
}
