package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.memory.InMemoryOutboxStore;
import dev.scheduling.memory.InMemoryTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxRelayTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final Duration NEVER = Duration.ofHours(1);

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryOutboxStore store =
      new InMemoryOutboxStore(transactions, InstantSource.system());
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

  private List<SendResult> receive(List<OutboxMessage> messages) {
    messages.forEach(message -> received.add(message.id()));
    return messages.stream().map(message -> SendResult.sent()).toList();
  }

  private OutboxRelay.Builder relay() {
    return OutboxRelay.builder(transactions, store, this::receive).poll(NEVER, NEVER);
  }

  private void append(Outbox outbox, String id) {
    transactions.inTransaction(
        tx -> {
          outbox.append(tx, OutboxMessage.builder("t", "k", NOW).id(id).build());
          return "";
        });
  }

  private String next() throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void commitNudgesTheRelay() throws InterruptedException {
    try (OutboxRelay relay = relay().build().start()) {
      Outbox outbox = Outbox.of(store, relay);
      for (String id : List.of("1", "2", "3")) {
        append(outbox, id);
        assertEquals(id, next());
      }
    }
  }

  @Test
  void relayFindsMessagesWithoutANudge() throws InterruptedException {
    try (OutboxRelay relay =
        relay().poll(Duration.ofMillis(1), Duration.ofMillis(20)).build().start()) {
      append(Outbox.of(store), "1");

      assertEquals("1", next());
      assertTrue(relay.isRunning());
    }
  }

  @Test
  void relayGoesOnAfterTheStoreWasAway() throws InterruptedException {
    AtomicInteger failures = new AtomicInteger(2);
    Transactions broken =
        new Transactions() {
          @Override
          public <T> T inTransaction(Function<Transaction, T> work) {
            if (failures.getAndDecrement() > 0) {
              throw new SchedulingException("the store is away");
            }
            return transactions.inTransaction(work);
          }
        };
    append(Outbox.of(store), "1");

    try (OutboxRelay relay = OutboxRelay.builder(broken, store, this::receive).build().start()) {
      assertEquals("1", next());
      assertTrue(relay.isRunning());
    }
  }

  @Test
  void closingEndsTheThreadAndGivesUpTheLeases() throws InterruptedException {
    OutboxRelay first = relay().build().start();
    append(Outbox.of(store, first), "1");
    assertEquals("1", next());

    first.close();

    assertFalse(first.isRunning());
    try (OutboxRelay second = relay().build().start()) {
      append(Outbox.of(store, second), "2");
      assertEquals("2", next());
    }
  }

  @Test
  void closingWaitsForTheBatchThatIsBeingSent() {
    CompletableFuture<String> sending = new CompletableFuture<>();
    CompletableFuture<String> maySend = new CompletableFuture<>();
    OutboxRelay relay =
        OutboxRelay.builder(
                transactions,
                store,
                messages -> {
                  sending.complete("");
                  maySend.join();
                  return receive(messages);
                })
            .build()
            .start();
    append(Outbox.of(store, relay), "1");
    sending.join();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(relay::close);
    assertFalse(closing.isDone());

    maySend.complete("");
    closing.join();

    assertEquals(List.of("1"), List.copyOf(received));
    assertEquals(0, transactions.inTransaction(store::backlog).queued());
  }

  @Test
  void relayStartsOnce() {
    try (OutboxRelay relay = relay().build().start()) {
      assertThrows(IllegalStateException.class, relay::start);
    }
    OutboxRelay closed = relay().build();
    closed.close();
    assertThrows(IllegalStateException.class, closed::start);
  }

  @Test
  void settingsOutsideTheirLimitsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> relay().name("two words"));
    assertThrows(IllegalArgumentException.class, () -> relay().batch(0));
    assertThrows(IllegalArgumentException.class, () -> relay().batch(2_001));
    assertThrows(IllegalArgumentException.class, () -> relay().lease(Duration.ofMillis(99)));
    assertThrows(IllegalArgumentException.class, () -> relay().poll(Duration.ZERO, NEVER));
  }
}
