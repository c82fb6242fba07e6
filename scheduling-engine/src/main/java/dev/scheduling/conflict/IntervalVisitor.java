package dev.scheduling.conflict;

/** What is done with each range that a query of an {@link IntervalIndex} finds. */
@FunctionalInterface
public interface IntervalVisitor {

  /**
   * Takes the next range, in order of start, then end, then id.
   *
   * @param start the first moment inside
   * @param end the first moment after; greater than {@code start}
   * @param id the id it was added with
   * @return whether to go on; {@code false} ends the query at once
   */
  boolean visit(long start, long end, long id);
}
