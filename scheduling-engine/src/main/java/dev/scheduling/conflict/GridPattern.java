package dev.scheduling.conflict;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The times of an HOURLY, MINUTELY or SECONDLY rule whose steps do not divide the day: a grid over
 * the wall clock, of which date and time parts may keep only some.
 */
final class GridPattern implements RulePattern {

  private final ZoneId zone;
  private final long step;
  private final long base;
  private final int[] offsets;
  private final @Nullable GridFilter filter;

  /**
   * @param zone the zone of the wall clock; UTC for a rule that counts elapsed time
   * @param step the seconds from one unit of the grid to the next
   * @param base a local second at which a unit begins
   * @param offsets what the occurrences of a unit are after its beginning, in seconds, ascending
   * @param filter the units that are kept, or null for all
   */
  GridPattern(ZoneId zone, long step, long base, int[] offsets, @Nullable GridFilter filter) {
    this.zone = zone;
    this.step = step;
    this.base = base;
    this.offsets = offsets;
    this.filter = filter;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  long step() {
    return step;
  }

  long base() {
    return base;
  }

  int[] offsets() {
    return offsets;
  }

  @Nullable GridFilter filter() {
    return filter;
  }

  @Override
  public void markWeek(WeekMask mask, long seconds) {
    mask.markAll();
  }

  @Override
  public long[] slots() {
    long[] slots = new long[offsets.length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = base + offsets[i];
    }
    return slots;
  }

  @Override
  public long slotModulus() {
    return step;
  }
}
