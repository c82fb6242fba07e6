package dev.scheduling.benchmarks.reminders;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How late each of a fixed number of things came, in milliseconds. Thread-safe. */
final class Lateness {

  private final long dueMillis;
  private final long[] late;
  private final AtomicInteger count = new AtomicInteger();

  Lateness(long dueMillis, int expected) {
    this.dueMillis = dueMillis;
    this.late = new long[expected];
  }

  /** Records one that came now. What comes beyond the expected number is counted, not kept. */
  void came(long nowMillis) {
    int index = count.getAndIncrement();
    if (index < late.length) {
      late[index] = nowMillis - dueMillis;
    }
  }

  int count() {
    return count.get();
  }

  boolean isComplete() {
    return count.get() >= late.length;
  }

  /** How many came before they were due. */
  long early() {
    return Arrays.stream(late, 0, Math.min(late.length, count.get())).filter(l -> l < 0).count();
  }

  /** The lateness that a share of all does not exceed, in milliseconds. */
  double percentile(double share) {
    long[] sorted = Arrays.copyOf(late, Math.min(late.length, count.get()));
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  List<String> row(String title) {
    return List.of(
        title,
        text(percentile(0.5)),
        text(percentile(0.9)),
        text(percentile(0.99)),
        text(percentile(1)),
        String.valueOf(early()));
  }

  private static String text(double millis) {
    return millis < 10_000
        ? String.format(java.util.Locale.ROOT, "%.0f ms", millis)
        : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
