package dev.scheduling.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link InboxStore} has to hold. */
public abstract class InboxStoreContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

  private Transactions transactions;
  private InboxStore store;

  /** The transactions of the store. */
  protected abstract Transactions transactions();

  /** An empty store. */
  protected abstract InboxStore emptyStore();

  @BeforeEach
  void open() {
    transactions = transactions();
    store = emptyStore();
  }

  private Set<String> take(String consumer, Instant at, String... ids) {
    return transactions.inTransaction(tx -> store.take(tx, consumer, List.of(ids), at));
  }

  @Test
  void messageIsNewOnce() {
    assertEquals(Set.of("m-1"), take("c", NOW, "m-1"));
    assertEquals(Set.of(), take("c", NOW, "m-1"));
  }

  @Test
  void messageIsNewToEachConsumer() {
    take("c", NOW, "m-1");

    assertEquals(Set.of("m-1"), take("d", NOW, "m-1"));
  }

  @Test
  void onlyTheNewOnesOfABatchAreNew() {
    take("c", NOW, "m-2", "m-4");

    assertEquals(Set.of("m-1", "m-3"), take("c", NOW, "m-1", "m-2", "m-3", "m-4"));
  }

  @Test
  void messageThatIsTwiceInABatchIsNewOnce() {
    assertEquals(Set.of("m-1", "m-2"), take("c", NOW, "m-1", "m-2", "m-1"));
  }

  @Test
  void batchMayBeLarge() {
    String[] ids = IntStream.range(0, 2_000).mapToObj(i -> "m-" + i).toArray(String[]::new);

    assertEquals(2_000, take("c", NOW, ids).size());
    assertEquals(0, take("c", NOW, ids).size());
  }

  @Test
  void idsAreToldApartByCase() {
    take("c", NOW, "abc");

    assertEquals(Set.of("ABC"), take("c", NOW, "ABC", "abc"));
  }

  @Test
  void messageTakenInARolledBackTransactionIsNewAgain() {
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inTransaction(
                tx -> {
                  store.take(tx, "c", List.of("m-1"), NOW);
                  throw new IllegalStateException("as planned");
                }));

    assertEquals(Set.of("m-1"), take("c", NOW, "m-1"));
  }

  @Test
  void oneOfManyAtTheSameTimeTakesAMessage() {
    for (int round = 0; round < 10; round++) {
      String[] ids = {"a-" + round, "b-" + round, "c-" + round};
      List<CompletableFuture<Set<String>>> takers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        takers.add(CompletableFuture.supplyAsync(() -> take("c", NOW, ids)));
      }
      List<String> fresh =
          takers.stream()
              .flatMap(taker -> taker.orTimeout(60, SECONDS).join().stream())
              .sorted()
              .collect(Collectors.toList());
      assertEquals(List.of(ids), fresh);
    }
  }

  @Test
  void pruningForgetsTheOldestFirstAndNothingYounger() {
    take("c", NOW, "old-1");
    take("c", NOW.plusSeconds(1), "old-2");
    take("c", NOW.plusSeconds(2), "young");

    assertEquals(1, (int) transactions.inTransaction(tx -> store.prune(tx, NOW.plusSeconds(2), 1)));
    assertEquals(Set.of("old-1"), take("c", NOW.plusSeconds(3), "old-1", "old-2"));
    assertEquals(
        1, (int) transactions.inTransaction(tx -> store.prune(tx, NOW.plusSeconds(2), 10)));
    assertEquals(Set.of("old-2"), take("c", NOW, "old-2", "young"));
  }
}
