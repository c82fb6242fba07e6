package dev.scheduling.benchmarks.intervals;

import dev.scheduling.benchmarks.intervals.Subject.Held;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One question, at a random place, to an index of ten thousand or a million ranges. */
@Fork(jvmArgsAppend = "-Xmx3g") // A million ranges take some of the peers that much.
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class IntervalIndexBenchmark {

  /** Questions asked in turn. */
  private abstract static class Questions {
    private static final int MASK = (1 << 16) - 1;

    Held held;
    private int[] starts;
    private int[] ends;
    private int next;

    void load(Subject subject, Shape shape, int size) {
      Ranges ranges = Ranges.of(shape, size);
      held = subject.load(ranges);
      starts = ranges.queryStarts();
      ends = ranges.queryEnds();
    }

    boolean any() {
      int i = next++ & MASK;
      return held.any(starts[i], ends[i]);
    }

    long sum() {
      int i = next++ & MASK;
      return held.sum(starts[i], ends[i]);
    }
  }

  /** Bookings that exclude each other, which is all that Guava can hold. */
  @State(Scope.Benchmark)
  public static class Calendar extends Questions {
    @Param({"10000", "1000000"})
    public int size;

    @Param public Subject subject;

    @Setup
    public void load() {
      load(subject, Shape.CALENDAR, size);
    }
  }

  /** Ranges that overlap. */
  @State(Scope.Benchmark)
  public static class Overlapping extends Questions {
    @Param({"DENSE", "ADVERSARIAL"})
    public Shape shape;

    @Param({"10000", "1000000"})
    public int size;

    @Param({"OURS", "FLOOR", "HTSJDK", "JTS", "LODBORG"})
    public Subject subject;

    @Setup
    public void load() {
      load(subject, shape, size);
    }
  }

  /** Bookings that come and go. */
  @State(Scope.Benchmark)
  public static class Changing extends Questions {
    private static final int QUESTIONS_TO_A_CHANGE = 9;
    private static final int CHANGES_BEFORE = 500_000;

    @Param({"10000", "1000000"})
    public int size;

    @Param({"OURS", "HTSJDK", "GUAVA", "LODBORG"})
    public Subject subject;

    private int[] starts;
    private int[] ends;
    private int[] queryStarts;
    private int count;
    private int turn;
    // java.util.Random would add a compare-and-set to each operation.
    private SplittableRandom random;

    /**
     * What was deleted is booked again elsewhere before the next deletion, so the size stays. All
     * begin with the shape that changes leave behind, and not with that of a load.
     */
    @Setup
    public void load() {
      Ranges ranges = Ranges.of(Shape.CALENDAR, size);
      load(subject, Shape.CALENDAR, size);
      starts = ranges.starts().clone();
      ends = ranges.ends().clone();
      queryStarts = ranges.queryStarts();
      count = size;
      random = new SplittableRandom(7);
      for (int i = 0; i < CHANGES_BEFORE; i++) {
        change();
      }
    }

    boolean next() {
      turn = turn == 0 ? QUESTIONS_TO_A_CHANGE : turn - 1;
      return turn == 0 ? change() : any();
    }

    private boolean change() {
      return count < size ? book() : delete();
    }

    private boolean book() {
      int start = queryStarts[random.nextInt(queryStarts.length)] + random.nextInt(100);
      int end = start + 30;
      if (held.any(start, end)) {
        return false;
      }
      held.add(start, end);
      starts[count] = start;
      ends[count++] = end;
      return true;
    }

    private boolean delete() {
      int gone = random.nextInt(count);
      held.remove(starts[gone], ends[gone]);
      count--;
      starts[gone] = starts[count];
      ends[gone] = ends[count];
      return true;
    }
  }

  @Benchmark
  public boolean any(Calendar calendar) {
    return calendar.any();
  }

  @Benchmark
  public long enumerate(Calendar calendar) {
    return calendar.sum();
  }

  @Benchmark
  public boolean anyOverlapping(Overlapping ranges) {
    return ranges.any();
  }

  @Benchmark
  public long enumerateOverlapping(Overlapping ranges) {
    return ranges.sum();
  }

  /** Nine questions in ten; the tenth is a deletion or, in turn, a booking if the time is free. */
  @Benchmark
  public boolean mixed(Changing calendar) {
    return calendar.next();
  }
}
