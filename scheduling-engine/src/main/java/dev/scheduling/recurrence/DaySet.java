package dev.scheduling.recurrence;

/** The days that pass the date parts of a rule, each read as a limit. */
interface DaySet {

  int NO_DAY = Integer.MAX_VALUE;
  int NO_DAY_BEFORE = Integer.MIN_VALUE;

  /** The least such day at or after {@code day}, or {@link #NO_DAY} up to the last year. */
  int next(int day);

  /**
   * The greatest such day at or before {@code day}, or {@link #NO_DAY_BEFORE} back to the first
   * year.
   */
  int previous(int day);

  /** Whether it was proved that no day of any year passes. */
  boolean isEmpty();

  /** Asks the rule day by day: for calendars without masks. */
  static DaySet scanning(DayRule rule) {
    return new DaySet() {
      @Override
      public int next(int day) {
        for (int d = day; d <= Expander.LAST_SECOND / Expander.DAY; d++) {
          if (rule.matches(d)) {
            return d;
          }
        }
        return NO_DAY;
      }

      @Override
      public int previous(int day) {
        for (int d = day; d >= GregorianDays.startOfYear(LocalText.FIRST_YEAR); d--) {
          if (rule.matches(d)) {
            return d;
          }
        }
        return NO_DAY_BEFORE;
      }

      @Override
      public boolean isEmpty() {
        return false;
      }
    };
  }
}
