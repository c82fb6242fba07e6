package dev.scheduling.availability;

import java.util.Arrays;

/**
 * A set of whole numbers as half-open stretches in ascending order, none of which touch: mostly
 * seconds since 1970. Immutable and thread-safe.
 */
final class Spans {

  /*
   * The edges of the stretches in one ascending array: at an even place a stretch begins, at an odd
   * one it ends, so "inside" is whether an odd number of edges was passed. Every operation of two
   * sets is then one merge of two arrays, and a table of four bits says when a number is inside.
   */

  static final Spans NONE = new Spans(new long[0]);

  private static final int UNION = 0b1110;
  private static final int INTERSECTION = 0b1000;
  private static final int DIFFERENCE = 0b0010;

  private final long[] edges;

  private Spans(long[] edges) {
    this.edges = edges;
  }

  /** One stretch; none if it is empty. */
  static Spans of(long start, long end) {
    return start < end ? new Spans(new long[] {start, end}) : NONE;
  }

  /** What the first {@code count} edges of an array say; the array is strictly ascending. */
  static Spans ofEdges(long[] edges, int count) {
    return count == 0 ? NONE : new Spans(Arrays.copyOf(edges, count));
  }

  int count() {
    return edges.length / 2;
  }

  boolean isEmpty() {
    return edges.length == 0;
  }

  long start(int i) {
    return edges[2 * i];
  }

  long end(int i) {
    return edges[2 * i + 1];
  }

  Spans union(Spans other) {
    return isEmpty() ? other : other.isEmpty() ? this : combined(other, UNION);
  }

  Spans intersection(Spans other) {
    return combined(other, INTERSECTION);
  }

  Spans minus(Spans other) {
    return other.isEmpty() ? this : combined(other, DIFFERENCE);
  }

  private Spans combined(Spans other, int inside) {
    long[] a = edges;
    long[] b = other.edges;
    long[] result = new long[a.length + b.length];
    int count = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      long at = j == b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
      i += i < a.length && a[i] == at ? 1 : 0;
      j += j < b.length && b[j] == at ? 1 : 0;
      if (((inside >> ((i & 1) | (j & 1) << 1)) & 1) != (count & 1)) {
        result[count++] = at;
      }
    }
    return ofEdges(result, count);
  }

  /**
   * Every stretch with its start moved back and its end moved on; those that then meet are one.
   *
   * @param earlier how far the starts move back; not negative
   * @param later how far the ends move on; not negative
   */
  Spans widened(long earlier, long later) {
    long[] result = new long[edges.length];
    int count = 0;
    for (int i = 0; i < edges.length; i += 2) {
      long start = edges[i] - earlier;
      if (count > 0 && start <= result[count - 1]) {
        count--;
      } else {
        result[count++] = start;
      }
      result[count++] = edges[i + 1] + later;
    }
    return ofEdges(result, count);
  }

  /** Every stretch with its end moved back; those of which nothing is left are gone. */
  Spans withoutLast(long length) {
    long[] result = new long[edges.length];
    int count = 0;
    for (int i = 0; i < edges.length; i += 2) {
      if (edges[i + 1] - length > edges[i]) {
        result[count++] = edges[i];
        result[count++] = edges[i + 1] - length;
      }
    }
    return ofEdges(result, count);
  }

  /** The first stretch that shares a number with {@code [start, end)}; -1 if there is none. */
  int firstOverlap(long start, long end) {
    int i = edgesUpTo(start) / 2;
    return i < count() && edges[2 * i] < end ? i : -1;
  }

  boolean contains(long number) {
    return (edgesUpTo(number) & 1) == 1;
  }

  /** Whether every number of {@code [start, end)} is inside. */
  boolean containsAll(long start, long end) {
    int passed = edgesUpTo(start);
    return (passed & 1) == 1 && edges[passed] >= end;
  }

  /** A walk over the edges, for those who ask about numbers in ascending order. */
  Walk walk() {
    return new Walk();
  }

  /** Where stretches begin and end; each number asked about is not less than the one before. */
  final class Walk {

    private int at;

    boolean startsAt(long number) {
      return isEdge(number) && (at & 1) == 0;
    }

    boolean endsAt(long number) {
      return isEdge(number) && (at & 1) == 1;
    }

    private boolean isEdge(long number) {
      while (at < edges.length && edges[at] < number) {
        at++;
      }
      return at < edges.length && edges[at] == number;
    }
  }

  /** How many edges are at or before a number. */
  private int edgesUpTo(long number) {
    int i = Arrays.binarySearch(edges, number);
    return i >= 0 ? i + 1 : -i - 1;
  }

  @Override
  public String toString() {
    return Arrays.toString(edges);
  }
}
