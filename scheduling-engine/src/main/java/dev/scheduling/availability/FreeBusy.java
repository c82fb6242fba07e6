package dev.scheduling.availability;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.conflict.CalendarView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * When a calendar is busy in a window, without a word on what with (RFC 5545, section 3.6.4).
 *
 * <p>What overlaps or touches is one range; where kinds overlap, the stronger one stands.
 * Transparent and cancelled events, and moments that last no time, are left out. The window's edges
 * count in whole seconds. Immutable and thread-safe.
 */
public final class FreeBusy {

  /** The most times at which a calendar may be busy in one window, before they are joined. */
  public static final int MOST_BUSY_TIMES = 1_000_000;

  /** Why a time is not free, from the strongest on. */
  public enum Kind {
    /** A confirmed event. */
    BUSY,
    /** Outside working hours. */
    UNAVAILABLE,
    /** An event that is not confirmed yet. */
    TENTATIVE
  }

  /**
   * A range that is not free.
   *
   * @param range never empty
   * @param kind why
   */
  public record Busy(TimeRange range, Kind kind) {}

  private final long from;
  private final long to;
  private final Spans confirmed;
  private final Spans tentative;
  private final Spans unavailable;

  /**
   * When each busy occurrence begins, in the order in which they were found; longer than need be.
   */
  private final long[] starts;

  private final int count;

  private FreeBusy(
      long from,
      long to,
      Spans confirmed,
      Spans tentative,
      Spans unavailable,
      long[] starts,
      int count) {
    this.from = from;
    this.to = to;
    this.confirmed = confirmed;
    this.tentative = tentative;
    this.unavailable = unavailable;
    this.starts = starts;
    this.count = count;
  }

  /**
   * When a calendar is busy.
   *
   * @throws InvalidEventException if it is so more than {@value #MOST_BUSY_TIMES} times, which only
   *     a series that repeats within hours can bring about
   */
  public static FreeBusy of(CalendarView calendar, TimeRange window) {
    Gathering gathering =
        new Gathering(window.start().getEpochSecond(), window.end().getEpochSecond());
    calendar.forEachBusy(window, gathering::add);
    return gathering.toFreeBusy();
  }

  /** Takes the busy times in, cut to the window. */
  private static final class Gathering {
    private final long from;
    private final long to;
    private final SpanCollector confirmed = new SpanCollector();
    private final SpanCollector tentative = new SpanCollector();
    private long[] starts = new long[64];
    private int count;

    Gathering(long from, long to) {
      this.from = from;
      this.to = to;
    }

    void add(long start, long end, boolean isTentative) {
      if (count == MOST_BUSY_TIMES) {
        throw new InvalidEventException(
            "to",
            "a calendar is busy more than "
                + MOST_BUSY_TIMES
                + " times in the window; take a shorter one");
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = start;
      (isTentative ? tentative : confirmed).add(Math.max(start, from), Math.min(end, to));
    }

    FreeBusy toFreeBusy() {
      return new FreeBusy(
          from, to, confirmed.toSpans(), tentative.toSpans(), Spans.NONE, starts, count);
    }
  }

  /** The same, and unavailable outside working hours. */
  public FreeBusy within(WorkingHours hours) {
    Spans closed = Spans.of(from, to).minus(hours.open(from, to));
    return new FreeBusy(from, to, confirmed, tentative, unavailable.union(closed), starts, count);
  }

  /** The window, cut to whole seconds. */
  public TimeRange window() {
    return range(from, to);
  }

  /** Everything that is not free, in order; no two ranges overlap. */
  public List<Busy> ranges() {
    List<Busy> all = new ArrayList<>();
    addTo(all, confirmed, Kind.BUSY);
    addTo(all, unavailable.minus(confirmed), Kind.UNAVAILABLE);
    addTo(all, tentative.minus(confirmed).minus(unavailable), Kind.TENTATIVE);
    all.sort(Comparator.comparing(busy -> busy.range().start()));
    return List.copyOf(all);
  }

  private static void addTo(List<Busy> all, Spans spans, Kind kind) {
    for (int i = 0; i < spans.count(); i++) {
      all.add(new Busy(range(spans.start(i), spans.end(i)), kind));
    }
  }

  static TimeRange range(long start, long end) {
    return TimeRange.of(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
  }

  Spans confirmed() {
    return confirmed;
  }

  Spans tentative() {
    return tentative;
  }

  Spans unavailable() {
    return unavailable;
  }

  /** When each busy occurrence begins, ascending; sorted at each call, since few ask. */
  long[] starts() {
    long[] sorted = Arrays.copyOf(starts, count);
    Arrays.sort(sorted);
    return sorted;
  }

  boolean covers(long start, long end) {
    return from <= start && end <= to;
  }
}
