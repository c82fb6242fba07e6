package dev.scheduling.conflict;

import java.time.ZoneId;

/**
 * What one rule repeats for ever, without its COUNT or UNTIL and without regard to what was
 * excluded: the part of a series that can be reasoned about. Immutable and thread-safe.
 */
sealed interface RulePattern permits DayPattern, GridPattern {

  /** The zone on whose wall clock the rule repeats. */
  ZoneId zone();

  /** Marks every time of the week at which an occurrence may begin, and so may be busy. */
  void markWeek(WeekMask mask, long seconds);

  /**
   * The local seconds at which an occurrence may begin, up to multiples of {@link #slotModulus}; at
   * least those at which one does.
   */
  long[] slots();

  long slotModulus();
}
