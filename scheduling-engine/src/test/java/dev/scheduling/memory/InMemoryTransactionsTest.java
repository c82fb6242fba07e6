package dev.scheduling.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.TransactionsContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryTransactionsTest extends TransactionsContract {

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final TransactionalMap<String, String> rows = new TransactionalMap<>(transactions);

  @Override
  protected Transactions transactions() {
    return transactions;
  }

  @Override
  protected void write(Transaction tx, String row) {
    rows.put(tx, row, "");
  }

  @Override
  protected List<String> read(Transaction tx) {
    return List.copyOf(rows.rows(tx).keySet());
  }

  @Test
  void rollbackTakesBackChangesOfTheSameRowInReverseOrder() {
    transactions.inTransaction(
        tx -> {
          rows.put(tx, "a", "before");
          rows.put(tx, "b", "before");
          return "";
        });

    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inTransaction(
                tx -> {
                  rows.put(tx, "a", "once");
                  rows.remove(tx, "a");
                  rows.put(tx, "a", "twice");
                  rows.remove(tx, "b");
                  rows.put(tx, "c", "new");
                  throw new IllegalStateException("as planned");
                }));

    assertEquals(
        Map.of("a", "before", "b", "before"),
        transactions.inTransaction(tx -> Map.copyOf(rows.rows(tx))));
  }

  @Test
  void transactionInsideATransactionIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> transactions.inTransaction(tx -> transactions.inTransaction(inner -> "")));
  }

  @Test
  void transactionOfOtherStoresIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new InMemoryTransactions()
                .inTransaction(
                    tx -> {
                      write(tx, "a");
                      return "";
                    }));
  }
}
