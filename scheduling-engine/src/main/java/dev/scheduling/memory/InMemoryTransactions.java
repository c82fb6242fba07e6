package dev.scheduling.memory;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Transactions in memory: one at a time, with a real rollback over all stores that share them.
 *
 * <p>Thread-safe; a second transaction waits until the first has ended. A transaction inside a
 * transaction of the same thread is refused, where a database would deadlock on itself.
 */
public final class InMemoryTransactions implements Transactions {

  /*
   * With one lock around each transaction nobody sees another's unfinished work, so a store can
   * change its maps in place. What is left to do for a rollback is to undo: each change leaves the
   * step that takes it back (InMemoryTransaction.onRollback), and the steps run in reverse order.
   */
  private final ReentrantLock lock = new ReentrantLock();

  @Override
  public <T> T inTransaction(Function<Transaction, T> work) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("this thread has a transaction open already");
    }
    InMemoryTransaction tx = new InMemoryTransaction(this);
    T result;
    lock.lock();
    try {
      result = work.apply(tx);
    } catch (RuntimeException | Error e) {
      tx.rollBack();
      throw e;
    } finally {
      tx.end();
      lock.unlock();
    }
    tx.runHints();
    return result;
  }
}
