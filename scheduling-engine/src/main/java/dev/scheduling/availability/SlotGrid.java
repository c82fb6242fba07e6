package dev.scheduling.availability;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The times at which a slot may start: where a zone's clock shows a multiple of a step since
 * midnight. The grid begins anew each midnight; times that the clock skips are missing, and those
 * that it shows twice are there twice. Immutable and thread-safe.
 *
 * @param step from one minute to one day, in whole seconds
 * @param zone whose clock it is
 */
public record SlotGrid(Duration step, ZoneId zone) {

  /** The shortest step. */
  public static final Duration SHORTEST_STEP = Duration.ofMinutes(1);

  /** The longest step. */
  public static final Duration LONGEST_STEP = Duration.ofDays(1);

  public SlotGrid {
    SlotLimits.checkBetween("grid", step, SHORTEST_STEP, LONGEST_STEP);
  }

  /** The times of the grid in {@code [from, to)}, in seconds since 1970, ascending. */
  long[] times(long from, long to) {
    long every = step.toSeconds();
    Times times = new Times();
    ClockStretches.forEach(
        zone,
        from,
        to,
        (first, after, offset) -> {
          long local = first + offset;
          while (local < after + offset) {
            long midnight = Math.floorDiv(local, ClockStretches.DAY) * ClockStretches.DAY;
            long end = Math.min(midnight + ClockStretches.DAY, after + offset);
            long sinceMidnight = local - midnight;
            for (long at = midnight + (sinceMidnight + every - 1) / every * every;
                at < end;
                at += every) {
              times.add(at - offset);
            }
            local = end;
          }
        });
    return Arrays.copyOf(times.all, times.count);
  }

  private static final class Times {
    private long[] all = new long[1_024];
    private int count;

    void add(long time) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = time;
    }
  }
}
