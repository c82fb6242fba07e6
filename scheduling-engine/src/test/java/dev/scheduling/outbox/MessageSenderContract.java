package dev.scheduling.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MessageSender} has to hold whose receiver takes everything. */
public abstract class MessageSenderContract {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

  private MessageSender sender;

  /** A sender whose receiver has nothing yet. */
  protected abstract MessageSender sender();

  /**
   * What arrived, of each key in the order in which it did.
   *
   * @param atLeast to be waited for
   */
  protected abstract List<OutboxMessage> received(int atLeast);

  @BeforeEach
  void open() {
    sender = sender();
  }

  private static OutboxMessage message(String key, String id) {
    return OutboxMessage.builder("test.type", key, NOW)
        .id(id)
        .payload("text/plain; charset=utf-8", ("payload of " + id + " ☕").getBytes(UTF_8))
        .header("traceparent", "00-abc")
        .header("note", "Ünïcode")
        .build();
  }

  @Test
  void messageArrivesAsItIs() {
    OutboxMessage message = message("k", "1");

    assertEquals(SendResult.Kind.SENT, sender.send(List.of(message)).get(0).kind());

    assertEquals(List.of(message), received(1));
  }

  @Test
  void thereIsAResultForEachMessageOfABatchAndEachKeyKeepsItsOrder() {
    List<OutboxMessage> messages = new ArrayList<>();
    Map<String, List<String>> sent = new HashMap<>();
    for (int i = 0; i < 600; i++) {
      OutboxMessage message = message("key-" + i % 7, "m-" + i);
      messages.add(message);
      sent.computeIfAbsent(message.key(), key -> new ArrayList<>()).add(message.id());
    }

    List<SendResult> results = sender.send(messages);

    assertEquals(600, results.size());
    assertTrue(results.stream().allMatch(result -> result.kind() == SendResult.Kind.SENT));
    Map<String, List<String>> arrived = new HashMap<>();
    received(600)
        .forEach(m -> arrived.computeIfAbsent(m.key(), key -> new ArrayList<>()).add(m.id()));
    assertEquals(sent, arrived);
  }

  @Test
  void largestMessageArrives() {
    OutboxMessage message =
        OutboxMessage.builder("test.type", "k", NOW)
            .payload("application/x", new byte[OutboxMessage.LARGEST_PAYLOAD])
            .build();

    assertEquals(SendResult.Kind.SENT, sender.send(List.of(message)).get(0).kind());

    assertEquals(OutboxMessage.LARGEST_PAYLOAD, received(1).get(0).payload().length);
  }

  @Test
  void severalThreadsMaySendEachOfPartitionsOfItsOwn() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (String key : keysOfDifferentPartitions(4)) {
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 20; i++) {
                  sendAsARelayDoes(message(key, key + "-" + i));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    Set<String> ids = new HashSet<>();
    received(80).forEach(message -> ids.add(message.id()));
    assertEquals(80, ids.size());
  }

  private static List<String> keysOfDifferentPartitions(int count) {
    Map<Integer, String> keys = new HashMap<>();
    for (int i = 0; keys.size() < count; i++) {
      keys.putIfAbsent(message("key-" + i, "any").partition(), "key-" + i);
    }
    return List.copyOf(keys.values());
  }

  /** A slow receiver may not be ready yet; a relay tries again. */
  private void sendAsARelayDoes(OutboxMessage message) {
    for (int attempt = 0; attempt < 20; attempt++) {
      if (sender.send(List.of(message)).get(0).kind() == SendResult.Kind.SENT) {
        return;
      }
    }
  }
}
