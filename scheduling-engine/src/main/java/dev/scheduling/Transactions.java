package dev.scheduling;

import java.util.function.Function;

/**
 * The way into a store's transactions.
 *
 * <p>There is no ambient transaction: whatever writes takes the {@link Transaction} as its first
 * parameter. Implementations are thread-safe; each call runs on the caller's thread.
 */
public interface Transactions {

  /**
   * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws.
   * Where the implementation joins a transaction that the caller has open, commit and rollback stay
   * with the caller.
   *
   * <p>Every read sees what was committed before that read (READ COMMITTED), never an older
   * snapshot: locks that are taken late depend on it.
   *
   * @param work runs once or, where the store gave the transaction up to end a deadlock, again from
   *     the start; so it must not have effects outside the transaction
   * @return what {@code work} returned
   * @throws SchedulingException if the store cannot be reached or refuses the transaction
   */
  <T> T inTransaction(Function<Transaction, T> work);
}
