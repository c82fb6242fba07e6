package dev.scheduling.conflict;

/** What is done with each time at which a calendar is busy. */
public interface BusyVisitor {

  /**
   * Takes one time.
   *
   * @param startSecond when it begins, in seconds since 1970
   * @param endSecond when it ends; after {@code startSecond}
   * @param tentative whether it is not confirmed yet
   */
  void visit(long startSecond, long endSecond, boolean tentative);
}
