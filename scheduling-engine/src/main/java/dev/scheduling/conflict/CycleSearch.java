package dev.scheduling.conflict;

/**
 * The best clash found so far in a cycle of 400 years and its repetitions, and what the search has
 * cost. Mutable; for one thread.
 */
final class CycleSearch {

  /** No start of a search is so early that more cycles than this fit before the year 10,000. */
  static final int MAX_CYCLES = 25;

  private final long budget;
  private long work;

  /** The earliest clash, or the greatest long. */
  private long first = Long.MAX_VALUE;

  /** Whether something clashes in a cycle after the year 9999. */
  private boolean beyond;

  CycleSearch(long budget) {
    this.budget = budget;
  }

  /** A search of its own within what is left of the budget. */
  CycleSearch another() {
    return new CycleSearch(Math.max(0, budget - work));
  }

  /** Counts the steps of another search and says whether more are allowed. */
  boolean take(CycleSearch other) {
    work += Math.min(other.work, budget + 1);
    return !other.isSpent() && work <= budget;
  }

  /** Gives up: the question cannot be decided within reason. */
  void giveUp() {
    work = budget + 1;
  }

  /** Counts steps and says whether more are allowed. */
  boolean spend(long steps) {
    work += steps;
    return work <= budget;
  }

  boolean isSpent() {
    return work > budget;
  }

  void found(long second) {
    if (second >= SeriesConflicts.END_OF_YEARS) {
      beyond = true;
    } else {
      first = Math.min(first, second);
    }
  }

  void foundBeyond() {
    beyond = true;
  }

  long first() {
    return first;
  }

  boolean isBeyond() {
    return beyond;
  }
}
