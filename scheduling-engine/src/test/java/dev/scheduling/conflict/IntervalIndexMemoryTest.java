package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What an index takes in memory, counted node by node with the sizes of a 64-bit JVM with
 * compressed references: 12 bytes of object header, 16 of an array's, 4 a reference, and all
 * rounded up to 8.
 */
class IntervalIndexMemoryTest {

  @Test
  void aMillionRandomInsertsTakeAtMostFortyBytesEach() {
    Random random = new Random(1);
    IntervalIndex index = IntervalIndex.empty();
    for (int i = 0; i < 1_000_000; i++) {
      long start = random.nextLong(1L << 40);
      index.add(start, start + 1 + random.nextInt(3_600_000), i);
    }

    double each = bytes(index) / 1e6;

    System.out.printf("IntervalIndex: %.1f bytes a range after a million inserts%n", each);
    assertTrue(each <= 40, each + " bytes");
  }

  @Test
  void aCalendarOfTenTakesAtMostFortyEightBytesEach() {
    Random random = new Random(2);
    IntervalIndex index = IntervalIndex.empty();
    for (int i = 0; i < 10; i++) {
      long start = random.nextLong(1L << 40);
      index.add(start, start + 1 + random.nextInt(3_600_000), i);
    }

    double each = bytes(index) / 10.0;

    System.out.printf("IntervalIndex: %.1f bytes a range in a calendar of ten%n", each);
    assertTrue(each <= 48, each + " bytes");
  }

  private static long bytes(IntervalIndex index) {
    long indexAndSnapshot = padded(12 + 2 * 4) + padded(12) + padded(12 + 5 * 4 + 8);
    IntervalSnapshot snapshot = index.snapshot();
    IntervalSnapshot longs = snapshot.longs();
    return indexAndSnapshot + bytes(snapshot.root()) + (longs == null ? 0 : bytes(longs.root()));
  }

  private static long bytes(Object node) {
    if (node instanceof long[] leaf) {
      return padded(16 + 8L * leaf.length);
    }
    IntervalBranch branch = (IntervalBranch) node;
    int n = branch.width();
    long bytes = padded(12 + 2 * 4 + 2 * 4 + 2 * 8) + padded(16 + 8L * 3 * n) + padded(16 + 4L * n);
    for (int i = 0; i < n; i++) {
      bytes += bytes(branch.child(i));
    }
    return bytes;
  }

  private static long padded(long bytes) {
    return (bytes + 7) / 8 * 8;
  }
}
