package dev.scheduling.outbox;

import dev.scheduling.Transaction;

/**
 * Who is told what was done about dead letters, to write it down. Implementations are thread-safe.
 */
@FunctionalInterface
public interface DeadLetterTrail {

  /** What was done. */
  enum Act {
    /** It was put back. */
    REDRIVEN,
    /** It was removed for good. */
    DISCARDED
  }

  /**
   * Called in the transaction of the act, so that there is not the one without the other.
   *
   * @param reason why it was discarded; empty for a redrive
   */
  void note(Transaction tx, Act act, DeadLetter letter, String reason);
}
