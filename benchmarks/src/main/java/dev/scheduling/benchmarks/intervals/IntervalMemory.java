package dev.scheduling.benchmarks.intervals;

import dev.scheduling.conflict.IntervalIndex;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Random;

/** What indexes keep on the heap: in use after a full collection, beside before they were made. */
final class IntervalMemory {

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int MILLION = 1_000_000;

  private IntervalMemory() {}

  /** Bytes for each of a million ranges that were added one by one, in no order. */
  static double afterRandomInserts() {
    long before = usedHeap();
    IntervalIndex index = IntervalIndex.empty();
    Random random = new Random(3);
    for (int i = 0; i < MILLION; i++) {
      long start = random.nextLong(1L << 40);
      index.add(start, start + 1 + random.nextInt(3_600_000), i);
    }
    double bytes = usedHeap() - before;
    return bytes / index.size();
  }

  /** Bytes for each range of a million calendars of ten, the calendars' own objects among them. */
  static double inSmallCalendars() {
    long before = usedHeap();
    IntervalIndex[] calendars = new IntervalIndex[MILLION];
    Random random = new Random(4);
    long size = 0;
    for (int i = 0; i < MILLION; i++) {
      calendars[i] = IntervalIndex.empty();
      for (int j = 0; j < 10; j++) {
        long start = random.nextLong(1L << 40);
        calendars[i].add(start, start + 1 + random.nextInt(3_600_000), j);
      }
      size += calendars[i].size();
    }
    double bytes = usedHeap() - before;
    if (calendars[MILLION - 1].size() != 10) {
      throw new IllegalStateException("a calendar lost a range");
    }
    return bytes / size;
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    // Repeated until it shrinks no more: references are cleared one collection late.
    for (int attempt = 0; attempt < 10; attempt++) {
      MEMORY.gc();
      long now = MEMORY.getHeapMemoryUsage().getUsed();
      if (now >= used) {
        break;
      }
      used = now;
    }
    return used;
  }
}
