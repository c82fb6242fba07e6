package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.UnavailableException;
import dev.scheduling.memory.InMemoryInboxStore;
import dev.scheduling.memory.InMemoryTransactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InProcessSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryInboxStore inbox = new InMemoryInboxStore(transactions);
  private final Map<String, RuntimeException> failing = new HashMap<>();
  private final List<String> effects = new ArrayList<>();

  private MessageConsumer consumer(String name) {
    return (tx, message) -> {
      RuntimeException failure = failing.get(name + " " + message.id());
      if (failure != null) {
        throw failure;
      }
      tx.afterCommit(() -> effects.add(name + " " + message.id()));
    };
  }

  private InProcessSender sender(String... names) {
    InProcessSender.Builder builder =
        InProcessSender.builder(transactions, inbox, new MovableClock());
    for (String name : names) {
      builder.consumer(name, Set.of("t"), consumer(name));
    }
    return builder.build();
  }

  private static OutboxMessage message(String key, String id) {
    return OutboxMessage.builder("t", key, NOW).id(id).build();
  }

  private static List<SendResult.Kind> kinds(List<SendResult> results) {
    return results.stream().map(SendResult::kind).toList();
  }

  @Test
  void eachConsumerHasTheEffectOfEachMessageOnce() {
    InProcessSender sender = sender("a", "b");
    List<OutboxMessage> messages = List.of(message("k", "1"), message("k", "2"));

    sender.send(messages);
    sender.send(messages);

    assertEquals(List.of("a 1", "a 2", "b 1", "b 2"), effects);
  }

  @Test
  void messageThatNobodyWantsIsSent() {
    List<SendResult> results =
        sender("a").send(List.of(OutboxMessage.builder("unknown", "k", NOW).build()));

    assertEquals(List.of(SendResult.Kind.SENT), kinds(results));
    assertEquals(List.of(), effects);
  }

  @Test
  void failingMessageIsFoundInItsBatchAndHoldsBackOnlyItsKey() {
    failing.put("a 5", new IllegalStateException("not this one"));
    List<OutboxMessage> messages =
        IntStream.range(0, 10)
            .mapToObj(i -> message(i % 2 == 0 ? "even" : "odd", String.valueOf(i)))
            .toList();

    List<SendResult> results = sender("a").send(messages);

    assertEquals(SendResult.Kind.FAILED, results.get(5).kind());
    assertTrue(results.get(5).cause().orElse("").contains("not this one"));
    assertEquals(SendResult.Kind.HELD, results.get(7).kind());
    assertEquals(SendResult.Kind.HELD, results.get(9).kind());
    assertEquals(List.of("a 0", "a 1", "a 2", "a 3", "a 4", "a 6", "a 8"), effects);
  }

  @Test
  void messageThatFailedAtOneConsumerIsNotTakenAgainByTheOther() {
    InProcessSender sender = sender("a", "b");
    failing.put("b 1", new IllegalStateException("later"));
    assertEquals(List.of(SendResult.Kind.FAILED), kinds(sender.send(List.of(message("k", "1")))));
    failing.clear();

    assertEquals(List.of(SendResult.Kind.SENT), kinds(sender.send(List.of(message("k", "1")))));

    assertEquals(List.of("a 1", "b 1"), effects);
  }

  @Test
  void exceptionsTellRefusalsFromOutagesFromFailures() {
    failing.put("a 1", new RefusedException("nonsense"));
    failing.put("a 3", new UnavailableException("the database is away"));

    List<SendResult> results =
        sender("a")
            .send(
                List.of(
                    message("x", "1"), message("y", "2"), message("z", "3"), message("w", "4")));

    assertEquals(
        List.of(
            SendResult.Kind.REFUSED,
            SendResult.Kind.SENT,
            SendResult.Kind.OUTAGE,
            SendResult.Kind.HELD),
        kinds(results));
  }

  @Test
  void effectOfAMessageThatComesTwiceInABatchHappensOnce() {
    sender("a").send(List.of(message("k", "1"), message("k", "1")));

    assertEquals(List.of("a 1"), effects);
  }
}
