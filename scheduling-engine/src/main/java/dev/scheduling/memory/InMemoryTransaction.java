package dev.scheduling.memory;

import dev.scheduling.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction of {@link InMemoryTransactions}: the steps back to where it began. */
final class InMemoryTransaction implements Transaction {

  private static final Logger log = LoggerFactory.getLogger(InMemoryTransaction.class);

  private final InMemoryTransactions transactions;
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final List<Runnable> hints = new ArrayList<>();
  private boolean open = true;

  InMemoryTransaction(InMemoryTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * The transaction that a store was handed.
   *
   * @throws IllegalArgumentException if it is of another kind, or does not cover this store
   * @throws IllegalStateException if it has ended
   */
  static InMemoryTransaction of(Transaction tx, InMemoryTransactions transactions) {
    if (!(tx instanceof InMemoryTransaction memory)) {
      throw new IllegalArgumentException(
          "expected a transaction of InMemoryTransactions, but got " + tx.getClass().getName());
    }
    if (memory.transactions != transactions) {
      throw new IllegalArgumentException("the transaction belongs to other stores in memory");
    }
    if (!memory.open) {
      throw new IllegalStateException("the transaction has ended");
    }
    return memory;
  }

  /** Remembers how to take back a change that has just been made. */
  void onRollback(Runnable step) {
    undo.push(step);
  }

  @Override
  public void afterCommit(Runnable hint) {
    hints.add(hint);
  }

  void rollBack() {
    undo.forEach(Runnable::run);
  }

  void end() {
    open = false;
  }

  void runHints() {
    for (Runnable hint : hints) {
      try {
        hint.run();
      } catch (RuntimeException e) {
        log.warn("What was to be done after a commit failed; it was only a hint", e);
      }
    }
  }
}
