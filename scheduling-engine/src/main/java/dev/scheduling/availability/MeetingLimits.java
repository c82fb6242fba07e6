package dev.scheduling.availability;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How many events somebody takes on one day and in one week. An event counts where it starts, be it
 * tentative or not. Immutable and thread-safe.
 *
 * @param perDay no event is added to a day that has this many; at least 1, null for any number
 * @param perWeek no event is added to a week that has this many; at least 1, null for any number
 * @param zone whose days and weeks they are
 * @param weekBegins the first day of a week
 */
public record MeetingLimits(
    @Nullable Integer perDay, @Nullable Integer perWeek, ZoneId zone, DayOfWeek weekBegins) {

  /** The largest limit. */
  public static final int MOST = 10_000;

  /** More than a week, whatever a zone's clock does in it. */
  static final long MARGIN_SECONDS = 9 * ClockStretches.DAY;

  private static final int DAYS_A_WEEK = 7;

  public MeetingLimits {
    if (perDay != null) {
      SlotLimits.checkBetween("perDay", perDay, 1, MOST);
    }
    if (perWeek != null) {
      SlotLimits.checkBetween("perWeek", perWeek, 1, MOST);
    }
  }

  /** At most {@code perDay} on a day and {@code perWeek} in a week, which begins on a Monday. */
  public static MeetingLimits of(int perDay, int perWeek, ZoneId zone) {
    return new MeetingLimits(perDay, perWeek, zone, DayOfWeek.MONDAY);
  }

  /**
   * The parts of {@code [from, to)} that lie in days which are full.
   *
   * @param starts when events start, ascending, at least {@link #MARGIN_SECONDS} beyond both ends
   */
  Spans fullDays(long from, long to, long[] starts) {
    return full(perDay, day -> day, from, to, starts);
  }

  /** The same for weeks. */
  Spans fullWeeks(long from, long to, long[] starts) {
    return full(perWeek, this::week, from, to, starts);
  }

  /** Which week a day is in, counted from that of 1970-01-05, a Monday. */
  private long week(long epochDay) {
    long monday = LocalDate.of(1970, 1, 5).toEpochDay();
    return Math.floorDiv(epochDay - monday - (weekBegins.getValue() - 1), DAYS_A_WEEK);
  }

  private Spans full(
      @Nullable Integer most, LongUnaryOperator bucket, long from, long to, long[] starts) {
    if (most == null) {
      return Spans.NONE;
    }
    Map<Long, Integer> counts = new HashMap<>();
    int[] next = {0};
    ClockStretches.forEach(
        zone,
        from - MARGIN_SECONDS,
        to + MARGIN_SECONDS,
        (first, after, offset) -> {
          for (; next[0] < starts.length && starts[next[0]] < after; next[0]++) {
            if (starts[next[0]] >= first) {
              counts.merge(bucket.applyAsLong(day(starts[next[0]] + offset)), 1, Integer::sum);
            }
          }
        });
    SpanCollector full = new SpanCollector();
    ClockStretches.forEach(
        zone,
        from,
        to,
        (first, after, offset) -> {
          for (long day = day(first + offset); day * ClockStretches.DAY < after + offset; day++) {
            if (counts.getOrDefault(bucket.applyAsLong(day), 0) >= most) {
              long midnight = day * ClockStretches.DAY - offset;
              full.add(Math.max(first, midnight), Math.min(after, midnight + ClockStretches.DAY));
            }
          }
        });
    return full.toSpans();
  }

  private static long day(long localSecond) {
    return Math.floorDiv(localSecond, ClockStretches.DAY);
  }
}
