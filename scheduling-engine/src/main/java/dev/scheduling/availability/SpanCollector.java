package dev.scheduling.availability;

import java.util.Arrays;

/** Gathers stretches in any order, overlapping or not, into {@link Spans}. Not thread-safe. */
final class SpanCollector {

  /** Where stretches begin and end, in turn. */
  private long[] edges = new long[128];

  private int size;

  /** Whether the edges ascend, so that no stretch overlaps another or meets it. */
  private boolean ascending = true;

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
    if (size == edges.length) {
      edges = Arrays.copyOf(edges, 2 * size);
    }
    ascending &= size == 0 || edges[size - 1] < runStart;
    edges[size++] = runStart;
    edges[size++] = runEnd;
    runStart = Long.MAX_VALUE;
  }

  /** What was added, after which the collector is empty. */
  Spans toSpans() {
    endRun();
    Spans spans = ascending ? Spans.ofEdges(edges, size) : joined();
    size = 0;
    ascending = true;
    return spans;
  }

  /**
   * Starts and ends are sorted apart: between the k-th end and the k+1-th start nothing goes on
   * exactly where k stretches have begun and as many have ended.
   */
  private Spans joined() {
    int n = size / 2;
    long[] starts = new long[n];
    long[] ends = new long[n];
    for (int i = 0; i < n; i++) {
      starts[i] = edges[2 * i];
      ends[i] = edges[2 * i + 1];
    }
    Arrays.sort(starts);
    Arrays.sort(ends);
    int count = 0;
    edges[count++] = starts[0];
    for (int i = 1; i < n; i++) {
      if (starts[i] > ends[i - 1]) {
        edges[count++] = ends[i - 1];
        edges[count++] = starts[i];
      }
    }
    edges[count++] = ends[n - 1];
    return Spans.ofEdges(edges, count);
  }
}
