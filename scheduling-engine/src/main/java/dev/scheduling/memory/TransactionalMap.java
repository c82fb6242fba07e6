package dev.scheduling.memory;

import dev.scheduling.Transaction;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sorted map whose changes a rollback takes back: the table of the stores in memory. Values must
 * not be changed in place. Use it inside a transaction only, whose lock guards it.
 */
final class TransactionalMap<K extends Comparable<? super K>, V> {

  private final InMemoryTransactions transactions;
  private final NavigableMap<K, V> rows = new TreeMap<>();

  TransactionalMap(InMemoryTransactions transactions) {
    this.transactions = transactions;
  }

  Optional<V> get(Transaction tx, K key) {
    InMemoryTransaction.of(tx, transactions);
    return Optional.ofNullable(rows.get(key));
  }

  void put(Transaction tx, K key, V value) {
    InMemoryTransaction memory = InMemoryTransaction.of(tx, transactions);
    V before = rows.put(key, value);
    memory.onRollback(() -> restore(key, Optional.ofNullable(before)));
  }

  /** Removes a row. Returns what it held. */
  Optional<V> remove(Transaction tx, K key) {
    InMemoryTransaction memory = InMemoryTransaction.of(tx, transactions);
    Optional<V> before = Optional.ofNullable(rows.remove(key));
    memory.onRollback(() -> restore(key, before));
    return before;
  }

  /** All rows in the order of their keys, as they are and become: copy before changing. */
  NavigableMap<K, V> rows(Transaction tx) {
    InMemoryTransaction.of(tx, transactions);
    return Collections.unmodifiableNavigableMap(rows);
  }

  private void restore(K key, Optional<V> before) {
    before.ifPresentOrElse(value -> rows.put(key, value), () -> rows.remove(key));
  }
}
