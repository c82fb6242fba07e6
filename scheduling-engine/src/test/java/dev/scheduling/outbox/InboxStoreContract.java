package dev.scheduling.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  private Map<String, Long> advance(String consumer, Map<String, Long> marks) {
    return transactions.inTransaction(tx -> store.advance(tx, consumer, new TreeMap<>(marks)));
  }

  @Test
  void marksMoveForwardAndNeverBack() {
    assertEquals(Map.of(), advance("c", Map.of("a", 3L, "b", 1L)));
    assertEquals(Map.of("a", 3L), advance("c", Map.of("a", 2L)));
    assertEquals(Map.of("a", 3L, "b", 1L), advance("c", Map.of("a", 4L, "b", 2L, "new", 1L)));
    assertEquals(Map.of("a", 4L, "b", 2L), advance("c", Map.of("a", 4L, "b", 2L)));
    assertEquals(Map.of(), advance("other", Map.of("a", 1L)));
  }

  @Test
  void markMovedInARolledBackTransactionIsWhereItWas() {
    advance("c", Map.of("a", 1L));
    assertThrows(
        IllegalStateException.class,
        () ->
            transactions.inTransaction(
                tx -> {
                  store.advance(tx, "c", new TreeMap<>(Map.of("a", 2L)));
                  throw new IllegalStateException("as planned");
                }));

    assertEquals(Map.of("a", 1L), advance("c", Map.of("a", 2L)));
  }

  @Test
  void oneOfManyAtTheSameTimeMovesAMark() {
    for (int round = 1; round <= 5; round++) {
      long number = round;
      List<CompletableFuture<Map<String, Long>>> movers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        movers.add(
            CompletableFuture.supplyAsync(() -> advance("c", Map.of("a", number, "b", number))));
      }
      long first =
          movers.stream()
              .map(mover -> mover.orTimeout(60, SECONDS).join())
              .filter(before -> before.getOrDefault("a", 0L) < number)
              .count();
      assertEquals(1, first);
    }
  }

  @Test
  void numberedMessagesAreTakenByTheLastOfTheirKeyAndOthersById() {
    Inbox inbox = Inbox.of(store, "c", InstantSource.fixed(NOW));
    OutboxMessage one = OutboxMessage.builder("t", "k", NOW).sequence(1).build();
    OutboxMessage two = OutboxMessage.builder("t", "k", NOW).sequence(2).build();
    OutboxMessage three = OutboxMessage.builder("t", "k", NOW).sequence(7).build();
    OutboxMessage plain = OutboxMessage.builder("t", "k", NOW).build();
    List<OutboxMessage> first = List.of(one, two, plain, two);
    List<OutboxMessage> again = List.of(one, two, plain, three);

    assertEquals(
        List.of(one, two, plain), transactions.inTransaction(tx -> inbox.takeAll(tx, first)));
    assertEquals(List.of(three), transactions.inTransaction(tx -> inbox.takeAll(tx, again)));
  }
}
