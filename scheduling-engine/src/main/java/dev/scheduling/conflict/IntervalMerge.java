package dev.scheduling.conflict;

import java.util.Arrays;

/**
 * Shows what two queries found as if it were one, in order: it takes all that the first found, and
 * then, one after the other, what the second finds. Not thread-safe.
 */
final class IntervalMerge implements IntervalVisitor {

  private final IntervalVisitor visitor;

  /** Start, end and id of what the first query found, in turn. */
  private long[] found = new long[3 * 8];

  // One class in both roles: with a third visitor, the JVM would look each call up in a table.
  private boolean first = true;

  private int size;
  private int next;

  IntervalMerge(IntervalVisitor visitor) {
    this.visitor = visitor;
  }

  /** The first query is over, the second begins. */
  void second() {
    first = false;
  }

  /** Takes what a query finds; of the second, shows what comes before it. */
  @Override
  public boolean visit(long start, long end, long id) {
    if (first) {
      keep(start, end, id);
      return true;
    }
    while (next < size && !isAfter(start, end, id)) {
      if (!showNext()) {
        return false;
      }
    }
    return visitor.visit(start, end, id);
  }

  private void keep(long start, long end, long id) {
    if (size == found.length) {
      found = Arrays.copyOf(found, 2 * size);
    }
    found[size] = start;
    found[size + 1] = end;
    found[size + 2] = id;
    size += 3;
  }

  /** Shows what is left when both have ended. */
  boolean finish() {
    while (next < size) {
      if (!showNext()) {
        return false;
      }
    }
    return true;
  }

  private boolean isAfter(long start, long end, long id) {
    if (found[next] != start) {
      return found[next] > start;
    }
    return found[next + 1] != end ? found[next + 1] > end : found[next + 2] > id;
  }

  private boolean showNext() {
    int at = next;
    next += 3;
    return visitor.visit(found[at], found[at + 1], found[at + 2]);
  }
}
