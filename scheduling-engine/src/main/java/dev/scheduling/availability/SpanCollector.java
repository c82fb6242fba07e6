package dev.scheduling.availability;

import java.util.Arrays;

/** Gathers stretches in any order, overlapping or not, into {@link Spans}. Not thread-safe. */
final class SpanCollector {

  private long[] starts = new long[64];
  private long[] ends = new long[64];
  private int size;

  /** The stretch that was added last, with those that went on from it; none if it is over. */
  private long runStart = Long.MAX_VALUE;

  private long runEnd;

  /** Adds {@code [start, end)}; nothing if it is empty. */
  void add(long start, long end) {
    if (start >= end) {
      return;
    }
    // Calendars bring their events in order, nearly, so most of them are joined here.
    if (start >= runStart && start <= runEnd) {
      runEnd = Math.max(runEnd, end);
      return;
    }
    endRun();
    runStart = start;
    runEnd = end;
  }

  private void endRun() {
    if (runStart == Long.MAX_VALUE) {
      return;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    starts[size] = runStart;
    ends[size++] = runEnd;
    runStart = Long.MAX_VALUE;
  }

  /**
   * What was added, after which the collector is empty.
   *
   * <p>Starts and ends are sorted apart: between the k-th end and the k+1-th start nothing goes on
   * exactly where k stretches have begun and as many have ended.
   */
  Spans toSpans() {
    endRun();
    if (size == 0) {
      return Spans.NONE;
    }
    Arrays.sort(starts, 0, size);
    Arrays.sort(ends, 0, size);
    long[] edges = new long[2 * size];
    int count = 0;
    edges[count++] = starts[0];
    for (int i = 1; i < size; i++) {
      if (starts[i] > ends[i - 1]) {
        edges[count++] = ends[i - 1];
        edges[count++] = starts[i];
      }
    }
    edges[count++] = ends[size - 1];
    size = 0;
    return Spans.ofEdges(edges, count);
  }
}
