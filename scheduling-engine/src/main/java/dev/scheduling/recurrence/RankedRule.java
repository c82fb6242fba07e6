package dev.scheduling.recurrence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the occurrences of a set that has one rule, listed times and no exclusion rule, where
 * every nominal time is a local time. Immutable, thread-safe.
 */
final class RankedRule {

  /*
   * The rule counts by arithmetic. The lists are turned into what they add to it and what they take
   * from it, two sorted arrays without anything in common; a binary search in each corrects the
   * rule's count.
   */

  /** Times that lists may take from a rule, before counting them one by one costs less. */
  private static final int MOST_REMOVED = 200_000;

  private final CompiledRule rule;
  private final Expander expander;

  /** Times that the rule does not make, ascending. */
  private final long[] added;

  /** Times of the rule that are no occurrences, ascending. */
  private final long[] removed;

  private RankedRule(CompiledRule rule, long[] added, long[] removed) {
    this.rule = rule;
    this.expander = rule.expander;
    this.added = added;
    this.removed = removed;
  }

  /**
   * A rule and the lists beside it, as ranks in the rule.
   *
   * @param listed local times that are occurrences whatever the rule makes, ascending
   * @param excluded local times that are none, ascending
   * @param days epoch days that have none, ascending
   * @return null if the lists take more from the rule than is worth it
   */
  static @Nullable RankedRule of(CompiledRule rule, long[] listed, long[] excluded, int[] days) {
    long[] added =
        Arrays.stream(listed)
            .filter(time -> !isMade(rule, time))
            .filter(time -> Arrays.binarySearch(excluded, time) < 0)
            .filter(time -> Arrays.binarySearch(days, day(time)) < 0)
            .toArray();
    long[] removed = new long[excluded.length + 64];
    int size = 0;
    for (long time : excluded) {
      if (isMade(rule, time) && Arrays.binarySearch(days, day(time)) < 0) {
        removed[size++] = time;
      }
    }
    Expander.Walker walker = rule.expander.walker();
    for (int day : days) {
      long last = Math.min(day * (long) Expander.DAY + Expander.DAY - 1, rule.last());
      walker.seek(day * (long) Expander.DAY);
      int filled;
      do {
        if (removed.length - size < 64) {
          removed = Arrays.copyOf(removed, removed.length * 2);
        }
        filled = walker.fill(removed, size, removed.length, last);
        size += filled;
        if (size > MOST_REMOVED) {
          return null;
        }
      } while (filled > 0 || walker.spent());
    }
    long[] sorted = Arrays.copyOf(removed, size);
    Arrays.sort(sorted);
    return new RankedRule(rule, added, sorted);
  }

  private static int day(long time) {
    return (int) Math.floorDiv(time, (long) Expander.DAY);
  }

  private static boolean isMade(CompiledRule rule, long time) {
    return time >= rule.expander.start && time <= rule.last() && rule.expander.makes(time);
  }

  /** Whether counting takes far less time than walking. */
  boolean isFast() {
    return expander.ranksFast();
  }

  /** How many occurrences lie before a local time. */
  long before(long time) {
    return made(time) + indexOf(added, time) - indexOf(removed, time);
  }

  /** The local time of the occurrence with so many before it, or {@link Expander#NONE}. */
  long select(long index) {
    int low = 0;
    int high = added.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (before(added[middle]) < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low < added.length && before(added[low]) == index) {
      return added[low];
    }
    long kept = index - low;
    // Of the times that are removed, those count which as many kept ones precede.
    int less = 0;
    int more = removed.length;
    while (less < more) {
      int middle = (less + more) >>> 1;
      if (made(removed[middle]) - middle <= kept) {
        less = middle + 1;
      } else {
        more = middle;
      }
    }
    long time = expander.select(kept + less);
    return time > rule.last() ? Expander.NONE : time;
  }

  private long made(long time) {
    return expander.rank(Math.min(time, rule.last() + 1));
  }

  /** How many entries are less than a time. */
  private static int indexOf(long[] times, long time) {
    int index = Arrays.binarySearch(times, time);
    return index < 0 ? ~index : index;
  }
}
