package dev.scheduling.outbox;

/** Tells somebody that a message was given up. Implementations are thread-safe. */
@FunctionalInterface
public interface FailureAlert {

  /**
   * Called once for each dead letter, after it was committed, on the relay's thread. It is not
   * repeated if it fails or the process ends; the dead letters themselves are the truth.
   */
  void raise(DeadLetter letter);
}
