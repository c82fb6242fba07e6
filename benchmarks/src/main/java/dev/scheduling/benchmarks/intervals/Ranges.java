package dev.scheduling.benchmarks.intervals;

import java.util.Arrays;
import java.util.Random;

/**
 * Ranges and questions about them. Everything fits an {@code int}, which is all that htsjdk takes,
 * and no two ranges are equal.
 */
final class Ranges {

  private final int[] starts;
  private final int[] ends;
  private final int[] queryStarts;
  private final int[] queryEnds;

  private Ranges(int[] starts, int[] ends, int[] queryStarts, int[] queryEnds) {
    this.starts = starts;
    this.ends = ends;
    this.queryStarts = queryStarts;
    this.queryEnds = queryEnds;
  }

  /** The first moment of each range, in no order. */
  int[] starts() {
    return starts;
  }

  /** The first moment after each range. */
  int[] ends() {
    return ends;
  }

  int[] queryStarts() {
    return queryStarts;
  }

  int[] queryEnds() {
    return queryEnds;
  }

  private static final int QUERIES = 1 << 16;

  static Ranges of(Shape shape, int size) {
    Random random = new Random(42);
    int[] starts = new int[size];
    int[] ends = new int[size];
    int query = 0;
    int span = 0;
    switch (shape) {
      case CALENDAR -> {
        int at = 0;
        for (int i = 0; i < size; i++) {
          at += 1 + random.nextInt(1_400);
          starts[i] = at;
          at += 15 * (1 + random.nextInt(4));
          ends[i] = at;
        }
        query = 36;
        span = at;
      }
      case DENSE -> {
        span = size * 100;
        for (int i = 0; i < size; i++) {
          starts[i] = random.nextInt(span);
          ends[i] = starts[i] + 1 + random.nextInt(1_600);
        }
        query = 200;
      }
      case ADVERSARIAL -> {
        span = size * 100;
        int many = size / 1_000;
        for (int i = 0; i < size; i++) {
          boolean veryLong = i < many;
          starts[i] = random.nextInt(span);
          ends[i] = starts[i] + (veryLong ? (int) (5L * span / many) : 1 + random.nextInt(10));
        }
        query = 20;
      }
    }
    distinct(starts, ends);
    shuffle(starts, ends, random);
    int[] queryStarts = random.ints(QUERIES, 0, span).toArray();
    int length = query;
    return new Ranges(
        starts, ends, queryStarts, Arrays.stream(queryStarts).map(at -> at + length).toArray());
  }

  /** A tree of peers keeps one of two equal ranges only. */
  private static void distinct(int[] starts, int[] ends) {
    Integer[] order = new Integer[starts.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (i, j) ->
            starts[i] != starts[j]
                ? Integer.compare(starts[i], starts[j])
                : Integer.compare(ends[i], ends[j]));
    for (int k = 1; k < order.length; k++) {
      int before = order[k - 1];
      int here = order[k];
      if (starts[here] == starts[before] && ends[here] <= ends[before]) {
        ends[here] = ends[before] + 1;
      }
    }
  }

  private static void shuffle(int[] starts, int[] ends, Random random) {
    for (int i = starts.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int start = starts[i];
      starts[i] = starts[j];
      starts[j] = start;
      int end = ends[i];
      ends[i] = ends[j];
      ends[j] = end;
    }
  }
}
