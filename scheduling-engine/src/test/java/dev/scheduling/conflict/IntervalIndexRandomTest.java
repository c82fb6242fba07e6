package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.conflict.LinearIntervals.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half a million random operations, each compared with a look at every range. */
class IntervalIndexRandomTest {

  private static final int OPERATIONS = 100_000;

  /** What the ranges look like; between them they visit every way through the tree. */
  enum Shape {
    /** Bookings of a calendar: short and mostly apart. */
    CALENDAR(1_000_000, 50, 100),
    /** Many ranges over every moment. */
    DENSE(5_000, 500, 500),
    /** So few values that most ranges have the same start, and many are equal. */
    EQUAL(12, 6, 3),
    /** A few that are very long among many short ones. */
    NESTED(200_000, 20, 1_000),
    /** Near the greatest and least values allowed. */
    EXTREME(0, 0, 10);

    final long span;
    final long longest;
    final int ids;

    Shape(long span, long longest, int ids) {
      this.span = span;
      this.longest = longest;
      this.ids = ids;
    }

    Range next(Random random) {
      if (this == EXTREME) {
        long a = moment(random);
        long b = moment(random);
        return a == b ? next(random) : new Range(Math.min(a, b), Math.max(a, b), random.nextLong());
      }
      long start = random.nextLong(span) - span / 2;
      boolean veryLong = this == NESTED && random.nextInt(50) == 0;
      long length = 1 + random.nextLong(veryLong ? span : longest);
      return new Range(start, start + length, random.nextInt(ids));
    }

    private static long moment(Random random) {
      long shift = random.nextLong(1_000);
      return switch (random.nextInt(3)) {
        case 0 -> IntervalIndex.LIMIT - 1 - shift;
        case 1 -> -IntervalIndex.LIMIT + 1 + shift;
        default -> shift;
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyAnswerIsTheOneOfALinearScan(Shape shape) {
    long seed = Long.getLong("seed", 20_261_122L);
    System.out.println("IntervalIndexRandomTest " + shape + " -Dseed=" + seed);
    Random random = new Random(seed);
    IntervalIndex index = IntervalIndex.empty();
    LinearIntervals linear = new LinearIntervals();
    for (int i = 0; i < OPERATIONS; i++) {
      // Up to 2,000 ranges and down to none again, five times: three levels and all ways between.
      boolean growing = (i / (OPERATIONS / 10)) % 2 == 0;
      String where = shape + " operation " + i + " -Dseed=" + seed;
      int dice = random.nextInt(10);
      if (dice < 4) {
        change(index, linear, shape, random, growing, where);
      } else {
        // For a while nothing that takes a snapshot, so that changes are made in place.
        boolean inPlace = i / 250 % 2 == 0;
        ask(index, linear, shape.next(random), inPlace ? 4 : dice, random, where);
      }
      if (i % 500 == 0) {
        TreeCheck.check(index.snapshot());
      }
    }
  }

  private static void change(
      IntervalIndex index,
      LinearIntervals linear,
      Shape shape,
      Random random,
      boolean growing,
      String where) {
    boolean add = random.nextInt(10) < (growing ? 8 : 2);
    if (add && linear.ranges.size() < 2_000) {
      Range range = shape.next(random);
      index.add(range.start(), range.end(), range.id());
      linear.add(range.start(), range.end(), range.id());
    } else {
      boolean present = !linear.ranges.isEmpty() && random.nextInt(10) > 0;
      Range range =
          present ? linear.ranges.get(random.nextInt(linear.ranges.size())) : shape.next(random);
      assertEquals(
          linear.remove(range.start(), range.end(), range.id()),
          index.remove(range.start(), range.end(), range.id()),
          where);
    }
    assertEquals(linear.ranges.size(), index.size(), where);
  }

  private static void ask(
      IntervalIndex index,
      LinearIntervals linear,
      Range query,
      int dice,
      Random random,
      String where) {
    long start = query.start();
    long end = random.nextInt(20) == 0 ? start : query.end();
    switch (dice) {
      case 4, 5 ->
          assertEquals(linear.overlapsAny(start, end), index.overlapsAny(start, end), where);
      case 6, 7 -> {
        List<Range> found = new ArrayList<>();
        index.forEachOverlap(start, end, (s, e, id) -> found.add(new Range(s, e, id)));
        assertEquals(linear.overlapping(start, end), found, where);
      }
      case 8 -> assertEquals(linear.overlapping(start, end).size(), index.count(start, end), where);
      default -> {
        long length = 1 + random.nextLong(Math.max(1, (query.end() - start) / 2));
        assertEquals(
            linear.firstGap(start, query.end(), length),
            index.firstGap(start, query.end(), length),
            where);
      }
    }
  }

  @Test
  void aBulkLoadHoldsTheSameRangesAsSingleInserts() {
    long seed = Long.getLong("seed", 20_261_122L);
    System.out.println("IntervalIndexRandomTest bulk -Dseed=" + seed);
    Random random = new Random(seed);
    for (Shape shape : Shape.values()) {
      for (int n : new int[] {0, 1, 2, 15, 16, 17, 32, 33, 64, 65, 900, 1_025, 40_000}) {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          ranges.add(shape.next(random));
        }
        IntervalIndex index =
            IntervalIndex.of(
                ranges.stream().mapToLong(Range::start).toArray(),
                ranges.stream().mapToLong(Range::end).toArray(),
                ranges.stream().mapToLong(Range::id).toArray());
        List<Range> found = new ArrayList<>();
        index.forEachOverlap(
            Long.MIN_VALUE, Long.MAX_VALUE, (s, e, id) -> found.add(new Range(s, e, id)));
        ranges.sort(Range.ORDER);
        assertEquals(ranges, found, shape + " n=" + n + " -Dseed=" + seed);
        TreeCheck.check(index.snapshot());
      }
    }
  }
}
