package dev.scheduling.conflict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** What {@link IntervalIndex} should answer, found by looking at every range. */
final class LinearIntervals {

  record Range(long start, long end, long id) {

    static final Comparator<Range> ORDER =
        Comparator.comparingLong(Range::start)
            .thenComparingLong(Range::end)
            .thenComparingLong(Range::id);
  }

  final List<Range> ranges = new ArrayList<>();

  void add(long start, long end, long id) {
    ranges.add(new Range(start, end, id));
  }

  boolean remove(long start, long end, long id) {
    int at = ranges.indexOf(new Range(start, end, id));
    if (at < 0) {
      return false;
    }
    ranges.set(at, ranges.get(ranges.size() - 1));
    ranges.remove(ranges.size() - 1);
    return true;
  }

  boolean overlapsAny(long start, long end) {
    for (Range range : ranges) {
      if (overlap(range, start, end)) {
        return true;
      }
    }
    return false;
  }

  List<Range> overlapping(long start, long end) {
    List<Range> found = new ArrayList<>();
    for (Range range : ranges) {
      if (overlap(range, start, end)) {
        found.add(range);
      }
    }
    found.sort(Range.ORDER);
    return found;
  }

  /** Only a moment at which the search begins or a range ends can be the earliest. */
  OptionalLong firstGap(long from, long until, long length) {
    long best = Long.MAX_VALUE;
    if (until - from >= length && !overlapsAny(from, from + length)) {
      return OptionalLong.of(from);
    }
    for (Range range : ranges) {
      long t = range.end();
      if (from <= t && t < best && until - t >= length && !overlapsAny(t, t + length)) {
        best = t;
      }
    }
    return best == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(best);
  }

  private static boolean overlap(Range range, long start, long end) {
    return start < end && range.start() < end && start < range.end();
  }
}
