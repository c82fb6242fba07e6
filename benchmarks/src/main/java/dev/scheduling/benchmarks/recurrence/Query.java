package dev.scheduling.benchmarks.recurrence;

/**
 * A {@link Task} in the hands of one library. The library's own types for the start and the window
 * are made in the constructor and never measured; what is measured is one of the three methods, or
 * two of them together. Not safe for several threads.
 */
abstract class Query {

  /**
   * Parses the rule's text and prepares as much as the library can prepare, forgetting what was
   * prepared before.
   */
  abstract void compile();

  /** Hands every wanted occurrence to the sink. {@link #compile()} was called before. */
  abstract void answer(Sink sink);

  /**
   * Hands the first occurrence from the start to the sink. {@link #compile()} was called before.
   */
  abstract void answerFirst(Sink sink);

  /** Returns what the library keeps between questions; its size is what a compiled rule costs. */
  abstract Object compiled();
}
