package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;

/**
 * Ascending occurrences as pairs of a local second and an instant, without duplicates. Ordered by
 * key: the local second of all-day sets, the instant of others. Mutable; for one thread.
 */
abstract class OccurrenceSource {

  /** Goes to the first occurrence whose key is at or after {@code key}. */
  abstract void seek(long key);

  /** Occurrences whose key is at or after {@code end} are not made from now on. */
  abstract void endBefore(long end);

  /**
   * Writes the next occurrences from index 0 and passes them.
   *
   * @return how many; 0 if there is none, for the reason in {@link #end}
   */
  abstract int fill(long[] locals, long[] epochs, int max);

  /** Why the last fill returned 0. */
  abstract End end();

  /**
   * Finds the last occurrence whose key is before {@code key}; the source's position is lost.
   *
   * @return whether there is one, which is then written to index 0
   */
  abstract boolean previous(long key, long[] locals, long[] epochs);
}
