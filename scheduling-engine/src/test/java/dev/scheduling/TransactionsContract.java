package dev.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every way into transactions has to hold. */
public abstract class TransactionsContract {

  /** The transactions under test. */
  protected abstract Transactions transactions();

  /** Writes a row of any kind in a transaction. */
  protected abstract void write(Transaction tx, String row);

  /** The rows that a transaction sees, in the order of their text. */
  protected abstract List<String> read(Transaction tx);

  private List<String> committed() {
    return CompletableFuture.supplyAsync(() -> transactions().inTransaction(this::read)).join();
  }

  @Test
  void workThatReturnsIsCommitted() {
    String result =
        transactions()
            .inTransaction(
                tx -> {
                  write(tx, "a");
                  write(tx, "b");
                  return "done";
                });

    assertEquals("done", result);
    assertEquals(List.of("a", "b"), committed());
  }

  @Test
  void workThatThrowsIsRolledBackAndTheCallerGetsWhatWasThrown() {
    transactions().inTransaction(this::writeKept);
    IllegalStateException failure = new IllegalStateException("as planned");

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                transactions()
                    .inTransaction(
                        tx -> {
                          write(tx, "lost");
                          throw failure;
                        }));

    assertSame(failure, thrown);
    assertEquals(List.of("kept"), committed());
  }

  @Test
  void transactionSeesItsOwnWrites() {
    List<String> seen =
        transactions()
            .inTransaction(
                tx -> {
                  write(tx, "mine");
                  return read(tx);
                });

    assertEquals(List.of("mine"), seen);
  }

  @Test
  void hintRunsAfterTheCommitInTheOrderOfAsking() {
    List<Object> ran = new ArrayList<>();

    transactions()
        .inTransaction(
            tx -> {
              tx.afterCommit(() -> ran.add(committed()));
              tx.afterCommit(() -> ran.add("second"));
              write(tx, "a");
              assertTrue(ran.isEmpty());
              return "";
            });

    assertEquals(List.of(List.of("a"), "second"), ran);
  }

  @Test
  void hintIsNotRunAfterARollback() {
    List<String> ran = new ArrayList<>();

    assertThrows(
        IllegalStateException.class,
        () ->
            transactions()
                .inTransaction(
                    tx -> {
                      tx.afterCommit(() -> ran.add("hint"));
                      throw new IllegalStateException("as planned");
                    }));

    assertTrue(ran.isEmpty());
  }

  @Test
  void hintThatFailsChangesNothing() {
    List<String> ran = new ArrayList<>();

    transactions()
        .inTransaction(
            tx -> {
              write(tx, "a");
              tx.afterCommit(
                  () -> {
                    throw new IllegalStateException("a hint that fails");
                  });
              tx.afterCommit(() -> ran.add("next"));
              return "";
            });

    assertEquals(List.of("a"), committed());
    assertEquals(List.of("next"), ran);
  }

  @Test
  void transactionIsOfNoUseAfterItsWorkHasReturned() {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    transactions()
        .inTransaction(
            tx -> {
              kept.set(tx);
              return "";
            });

    assertThrows(IllegalStateException.class, () -> write(kept.get(), "late"));
    assertTrue(committed().isEmpty());
  }

  @Test
  void transactionOfAnotherKindIsRefused() {
    Transaction foreign = hint -> {};

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> write(foreign, "a"));

    assertFalse(String.valueOf(refused.getMessage()).isEmpty());
  }

  private String writeKept(Transaction tx) {
    write(tx, "kept");
    return "";
  }
}
