package dev.scheduling.benchmarks.intervals;

import com.google.common.collect.Range;
import com.google.common.collect.RangeMap;
import com.google.common.collect.TreeRangeMap;
import com.lodborg.intervaltree.IntegerInterval;
import com.lodborg.intervaltree.Interval;
import com.lodborg.intervaltree.Interval.Bounded;
import dev.scheduling.benchmarks.Versions;
import dev.scheduling.conflict.IntervalIndex;
import dev.scheduling.conflict.IntervalVisitor;
import htsjdk.samtools.util.IntervalTree;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.locationtech.jts.index.ItemVisitor;
import org.locationtech.jts.index.intervalrtree.SortedPackedIntervalRTree;

/** What is measured: our index, and what people would use instead. */
public enum Subject {
  OURS("IntervalIndex") {
    @Override
    Held load(Ranges ranges) {
      return new Ours(ranges);
    }
  },
  /** Sorted starts with the latest end so far: cannot change, and is as fast as a search can be. */
  FLOOR("sorted array") {
    @Override
    Held load(Ranges ranges) {
      return new Floor(ranges);
    }
  },
  HTSJDK("htsjdk") {
    @Override
    Held load(Ranges ranges) {
      return new Htsjdk(ranges);
    }
  },
  JTS("jts-core") {
    @Override
    Held load(Ranges ranges) {
      return new Jts(ranges);
    }
  },
  GUAVA("guava") {
    @Override
    Held load(Ranges ranges) {
      return new Guava(ranges);
    }
  },
  LODBORG("interval-tree") {
    @Override
    Held load(Ranges ranges) {
      return new Lodborg(ranges);
    }
  };

  private final String library;

  Subject(String library) {
    this.library = library;
  }

  abstract Held load(Ranges ranges);

  boolean isPeer() {
    return this != OURS && this != FLOOR;
  }

  String title() {
    return isPeer() ? Versions.of(library) : library;
  }

  /** A loaded subject. */
  abstract static class Held {

    /** Whether anything overlaps [start, end). */
    abstract boolean any(int start, int end);

    /** The sum of the starts of all that overlap [start, end). */
    abstract long sum(int start, int end);

    void add(int start, int end) {
      throw new UnsupportedOperationException("cannot change");
    }

    void remove(int start, int end) {
      throw new UnsupportedOperationException("cannot change");
    }
  }

  private static final class Ours extends Held implements IntervalVisitor {
    private final IntervalIndex index;
    private long sum;

    Ours(Ranges ranges) {
      long[] starts = Arrays.stream(ranges.starts()).asLongStream().toArray();
      index =
          IntervalIndex.of(starts, Arrays.stream(ranges.ends()).asLongStream().toArray(), starts);
    }

    @Override
    boolean any(int start, int end) {
      return index.overlapsAny(start, end);
    }

    @Override
    long sum(int start, int end) {
      sum = 0;
      index.forEachOverlap(start, end, this);
      return sum;
    }

    @Override
    public boolean visit(long start, long end, long id) {
      sum += start;
      return true;
    }

    @Override
    void add(int start, int end) {
      index.add(start, end, start);
    }

    @Override
    void remove(int start, int end) {
      index.remove(start, end, start);
    }
  }

  private static final class Floor extends Held {
    private final long[] starts;
    private final long[] latestEnds;
    private final long[] ends;

    Floor(Ranges ranges) {
      int n = ranges.starts().length;
      long[] packed = new long[n];
      for (int i = 0; i < n; i++) {
        packed[i] = (long) ranges.starts()[i] << 32 | ranges.ends()[i];
      }
      Arrays.sort(packed);
      starts = new long[n];
      ends = new long[n];
      latestEnds = new long[n];
      long latest = Long.MIN_VALUE;
      for (int i = 0; i < n; i++) {
        starts[i] = packed[i] >>> 32;
        ends[i] = packed[i] & 0xFFFF_FFFFL;
        latest = Math.max(latest, ends[i]);
        latestEnds[i] = latest;
      }
    }

    private static int before(long[] ascending, long value) {
      int found = Arrays.binarySearch(ascending, value);
      if (found < 0) {
        return -found - 1;
      }
      while (found > 0 && ascending[found - 1] == value) {
        found--;
      }
      return found;
    }

    @Override
    boolean any(int start, int end) {
      int p = before(starts, end);
      return p > 0 && latestEnds[p - 1] > start;
    }

    @Override
    long sum(int start, int end) {
      long sum = 0;
      for (int i = before(latestEnds, start + 1L); i < starts.length && starts[i] < end; i++) {
        sum += ends[i] > start ? starts[i] : 0;
      }
      return sum;
    }
  }

  /** Its ends are inclusive. */
  private static final class Htsjdk extends Held {
    private final IntervalTree<Integer> tree = new IntervalTree<>();

    Htsjdk(Ranges ranges) {
      for (int i = 0; i < ranges.starts().length; i++) {
        tree.put(ranges.starts()[i], ranges.ends()[i] - 1, i);
      }
    }

    @Override
    boolean any(int start, int end) {
      return tree.overlappers(start, end - 1).hasNext();
    }

    @Override
    long sum(int start, int end) {
      long sum = 0;
      Iterator<IntervalTree.Node<Integer>> found = tree.overlappers(start, end - 1);
      while (found.hasNext()) {
        sum += found.next().getStart();
      }
      return sum;
    }

    @Override
    void add(int start, int end) {
      tree.put(start, end - 1, 0);
    }

    @Override
    void remove(int start, int end) {
      tree.remove(start, end - 1);
    }
  }

  /** Its ends are inclusive, and a query cannot be stopped. */
  private static final class Jts extends Held implements ItemVisitor {
    private final SortedPackedIntervalRTree tree = new SortedPackedIntervalRTree();
    private long sum;
    private boolean any;

    Jts(Ranges ranges) {
      for (int i = 0; i < ranges.starts().length; i++) {
        int start = ranges.starts()[i];
        tree.insert(start, ranges.ends()[i] - 1, start);
      }
      any(0, 1);
    }

    @Override
    boolean any(int start, int end) {
      any = false;
      tree.query(start, end - 1, this);
      return any;
    }

    @Override
    long sum(int start, int end) {
      sum = 0;
      tree.query(start, end - 1, this);
      return sum;
    }

    @Override
    public void visitItem(Object item) {
      any = true;
      sum += (Integer) item;
    }
  }

  private static final class Guava extends Held {
    private final RangeMap<Integer, Integer> map = TreeRangeMap.create();

    Guava(Ranges ranges) {
      for (int i = 0; i < ranges.starts().length; i++) {
        map.put(Range.closedOpen(ranges.starts()[i], ranges.ends()[i]), i);
      }
    }

    @Override
    boolean any(int start, int end) {
      return !map.subRangeMap(Range.closedOpen(start, end)).asMapOfRanges().isEmpty();
    }

    @Override
    long sum(int start, int end) {
      // A sub-map cuts its first range; the number leads to the whole one.
      long sum = 0;
      for (Range<Integer> found :
          map.subRangeMap(Range.closedOpen(start, end)).asMapOfRanges().keySet()) {
        int at = found.lowerEndpoint();
        if (at > start) {
          sum += at;
        } else {
          Map.Entry<Range<Integer>, Integer> whole = map.getEntry(at);
          sum += whole == null ? 0 : whole.getKey().lowerEndpoint();
        }
      }
      return sum;
    }

    @Override
    void add(int start, int end) {
      map.put(Range.closedOpen(start, end), 0);
    }

    @Override
    void remove(int start, int end) {
      map.remove(Range.closedOpen(start, end));
    }
  }

  private static final class Lodborg extends Held {
    private final com.lodborg.intervaltree.IntervalTree<Integer> tree =
        new com.lodborg.intervaltree.IntervalTree<>();

    Lodborg(Ranges ranges) {
      for (int i = 0; i < ranges.starts().length; i++) {
        add(ranges.starts()[i], ranges.ends()[i]);
      }
    }

    @Override
    boolean any(int start, int end) {
      return !tree.query(new IntegerInterval(start, end, Bounded.CLOSED_LEFT)).isEmpty();
    }

    @Override
    long sum(int start, int end) {
      long sum = 0;
      for (Interval<Integer> found :
          tree.query(new IntegerInterval(start, end, Bounded.CLOSED_LEFT))) {
        sum += found.getStart();
      }
      return sum;
    }

    @Override
    void add(int start, int end) {
      tree.add(new IntegerInterval(start, end, Bounded.CLOSED_LEFT));
    }

    @Override
    void remove(int start, int end) {
      tree.remove(new IntegerInterval(start, end, Bounded.CLOSED_LEFT));
    }
  }
}
