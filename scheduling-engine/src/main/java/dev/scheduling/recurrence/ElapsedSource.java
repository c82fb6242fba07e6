package dev.scheduling.recurrence;

import dev.scheduling.recurrence.OccurrenceCursor.End;

/**
 * The occurrences of a HOURLY, MINUTELY or SECONDLY rule that counts elapsed time, in a zone whose
 * offset changes.
 */
final class ElapsedSource extends OccurrenceSource {

  /*
   * Between two changes of the clocks elapsed time and the wall clock run alike. So the grid of such
   * a stretch is the wall-clock grid moved by what the offset differs from the start's, and the
   * limits are read on the wall clock of that stretch. No time falls into a gap, and an overlap is
   * passed twice, as the hours in it do pass twice.
   */

  private final SubDailyExpander atStart;
  private final long startEpoch;
  private final long lastEpoch;

  /** Stands in the current stretch of constant offset. */
  private final ZoneClock clock;

  /** The grid of that stretch in local seconds. */
  private SubDailyExpander grid;

  private Expander.Walker walker;

  private long endKey = Long.MAX_VALUE;
  private End end = End.EXHAUSTED;

  /**
   * @param atStart the grid in the start's local seconds
   * @param last the last instant that COUNT or UNTIL admits
   */
  ElapsedSource(SubDailyExpander atStart, ZoneTable zone, long last) {
    this.atStart = atStart;
    clock = new ZoneClock(zone, false);
    lastEpoch = Math.min(last, Expander.LAST_SECOND);
    startEpoch = clock.epochOf(atStart.start);
    grid = atStart;
    walker = grid.walker();
    enter(startEpoch);
  }

  private void enter(long epoch) {
    clock.enter(epoch);
    grid = atStart.movedBy(startEpoch + clock.offset - atStart.start);
    walker = grid.walker();
  }

  /** The last of so many occurrences; the last second of all where there are fewer. */
  long last(long count) {
    seek(startEpoch);
    long left = count;
    long from = startEpoch;
    while (true) {
      long to = Math.min(clock.epochTo, Expander.LAST_SECOND + 1);
      GridCount units = new GridCount(grid);
      long here = units.between(from + clock.offset, to + clock.offset);
      if (left <= here) {
        return units.select(from + clock.offset, left - 1) - clock.offset;
      }
      if (to > Expander.LAST_SECOND) {
        return Expander.LAST_SECOND;
      }
      left -= here;
      from = to;
      enter(to);
    }
  }

  @Override
  void seek(long key) {
    long epoch = Math.min(Math.max(key, startEpoch), Expander.LAST_SECOND);
    if (epoch < clock.epochFrom || epoch >= clock.epochTo) {
      enter(epoch);
    }
    walker.seek(epoch + clock.offset);
  }

  @Override
  void endBefore(long key) {
    endKey = key;
  }

  @Override
  int fill(long[] locals, long[] epochs, int max) {
    long last = Math.min(lastEpoch, endKey - 1);
    while (true) {
      long lastLocal =
          Math.min(Math.min(last, clock.epochTo - 1) + clock.offset, Expander.LAST_SECOND);
      int filled = walker.fill(locals, 0, max, lastLocal);
      if (filled > 0) {
        for (int i = 0; i < filled; i++) {
          epochs[i] = locals[i] - clock.offset;
        }
        return filled;
      }
      if (walker.spent()) {
        end = End.BUDGET;
        return 0;
      }
      if (clock.epochTo > last) {
        end = last < lastEpoch ? End.WINDOW : ended();
        return 0;
      }
      enter(clock.epochTo);
      walker.seek(clock.epochFrom + clock.offset);
    }
  }

  private End ended() {
    return lastEpoch < Expander.LAST_SECOND ? End.EXHAUSTED : End.LIMIT;
  }

  @Override
  End end() {
    return end;
  }

  @Override
  boolean previous(long key, long[] locals, long[] epochs) {
    long before = Math.min(Math.min(key, endKey), lastEpoch + 1);
    if (before <= startEpoch) {
      return false;
    }
    enter(before - 1);
    while (true) {
      long local = grid.previous(Math.min(before, clock.epochTo) + clock.offset);
      if (local != Expander.NONE_BEFORE && local - clock.offset >= clock.epochFrom) {
        locals[0] = local;
        epochs[0] = local - clock.offset;
        return true;
      }
      if (clock.epochFrom <= startEpoch) {
        return false;
      }
      enter(clock.epochFrom - 1);
    }
  }
}
