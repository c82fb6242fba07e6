package dev.scheduling.recurrence;

/**
 * The way between nominal local seconds and instants in one zone. It remembers the stretch of
 * constant offset it last was in, so that neighbouring times cost two comparisons. Mutable; for one
 * thread.
 */
final class ZoneClock {

  /** Longer than any transition that a zone ever made; Samoa's of 2011 took 24 hours. */
  private static final long LONGEST_TRANSITION = 2 * 86_400L;

  private final ZoneTable table;
  private final boolean dates;

  /**
   * Nominal times in {@code [localFrom, localTo)} have this offset and lie in no gap or overlap.
   */
  long localFrom = Long.MAX_VALUE;

  long localTo = Long.MIN_VALUE;
  long offset;

  /** Instants in {@code [epochFrom, epochTo)} have this offset. */
  long epochFrom = Long.MAX_VALUE;

  long epochTo = Long.MIN_VALUE;
  private long offsetBefore;

  /** The length of the gap in which the last time lay that {@link #epochOf} was asked for, or 0. */
  long gap;

  /**
   * @param dates whether times are starts of days, which begin at the first instant of that date
   */
  ZoneClock(ZoneTable table, boolean dates) {
    this.table = table;
    this.dates = dates;
  }

  /**
   * The instant of a nominal time: the first in an overlap, shifted by the gap's length in a gap.
   */
  long epochOf(long nominal) {
    if (nominal < localFrom || nominal >= localTo) {
      return find(nominal);
    }
    gap = 0;
    return nominal - offset;
  }

  private long find(long nominal) {
    long shift = table.shiftOfLocal(nominal);
    long local = nominal - shift;
    int change = table.followingLocal(local);
    if (change == table.size() || local < table.begin(change)) {
      enter(change, shift);
      gap = 0;
      return nominal - offset;
    }
    int before = table.offset(change);
    gap = Math.max(0, table.offset(change + 1) - before);
    return gap > 0 && dates ? table.change(change) + shift : nominal - before;
  }

  /** No nominal time before this one has an instant at or after {@code epoch}. */
  long leastNominal(long epoch) {
    enter(epoch);
    boolean recent = epoch - epochFrom < LONGEST_TRANSITION;
    return epoch + (recent ? Math.min(offset, offsetBefore) : offset);
  }

  /** No nominal time at or after this one has an instant before {@code epoch}. */
  long greatestNominal(long epoch) {
    enter(epoch);
    boolean recent = epoch - epochFrom < LONGEST_TRANSITION;
    return epoch + (recent ? Math.max(offset, offsetBefore) : offset);
  }

  /** The local time that the zone's clocks show at an instant. */
  long localOf(long epoch) {
    enter(epoch);
    return epoch + offset;
  }

  /** Goes to the stretch of constant offset that has an instant. */
  void enter(long epoch) {
    if (epoch < epochFrom || epoch >= epochTo) {
      long shift = table.shift(epoch);
      enter(table.following(epoch - shift), shift);
    }
  }

  /** Goes to the stretch that ends with a change. */
  private void enter(int end, long shift) {
    offset = table.offset(end);
    if (end == 0) {
      offsetBefore = offset;
      epochFrom = Long.MIN_VALUE / 2;
      localFrom = Long.MIN_VALUE;
    } else {
      offsetBefore = table.offset(end - 1);
      epochFrom = table.change(end - 1) + shift;
      localFrom = table.end(end - 1) + shift;
    }
    if (end == table.size()) {
      epochTo = Long.MAX_VALUE;
      localTo = Long.MAX_VALUE;
    } else {
      epochTo = table.change(end) + shift;
      localTo = table.begin(end) + shift;
    }
  }
}
