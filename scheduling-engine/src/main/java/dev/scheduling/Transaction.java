package dev.scheduling;

/**
 * A transaction that is open. It belongs to the thread that opened it and is of no use after the
 * work it was handed to has returned.
 */
public interface Transaction {

  /**
   * Asks for {@code hint} to be run soon after this transaction has committed, on the committing
   * thread. It is a hint and no more: it is never run after a rollback, and it may never be run at
   * all (the process ends, or the commit is made by somebody else who does not tell), so nothing
   * may depend on it. What it throws is logged and dropped.
   */
  void afterCommit(Runnable hint);
}
