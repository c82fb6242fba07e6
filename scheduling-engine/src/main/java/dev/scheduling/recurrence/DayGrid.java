package dev.scheduling.recurrence;

/**
 * The days or weeks that the INTERVAL of a DAILY or WEEKLY rule leaves, laid over the days of a
 * month.
 */
final class DayGrid {

  /** Leaves every day. */
  static final DayGrid EVERY_DAY = new DayGrid(0, 1, 1);

  private final int anchor;
  private final long step;
  private final int width;

  private DayGrid(int anchor, long step, int width) {
    this.anchor = anchor;
    this.step = step;
    this.width = width;
  }

  /** Every {@code interval}-th day from {@code day} on and back. */
  static DayGrid ofDays(int day, int interval) {
    return interval == 1 ? EVERY_DAY : new DayGrid(day, interval, 1);
  }

  /** Every {@code interval}-th week from that which begins on {@code firstDay} on and back. */
  static DayGrid ofWeeks(int firstDay, int interval) {
    return interval == 1 ? EVERY_DAY : new DayGrid(firstDay, 7L * interval, 7);
  }

  /**
   * The days of the calendar's 400-year cycle that the grid meets in one cycle or another: a grid
   * of the common divisor of both.
   */
  DayGrid overAllCycles() {
    long divisor = Arithmetic.gcd(step, GregorianDays.DAYS_IN_CYCLE);
    return divisor <= width ? EVERY_DAY : new DayGrid(anchor, divisor, width);
  }

  /** A bit for each of the 31 days from {@code firstDay} on. */
  int mask(int firstDay) {
    // The first stretch of the grid may have begun up to its width before the month.
    int from = firstDay - width + 1;
    long offset = Math.floorMod(anchor - (long) from, step);
    long mask = 0;
    long stretch = (1L << width) - 1;
    for (long at = offset; at < 31 + width - 1; at += step) {
      mask |= stretch << at;
    }
    return (int) (mask >>> (width - 1)) & Integer.MAX_VALUE;
  }
}
