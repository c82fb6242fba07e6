package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DetachedSenderTest {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final Duration NO_PATIENCE = Duration.ofMillis(20);
  private static final Duration MUCH_PATIENCE = Duration.ofMinutes(2);

  private final CountDownLatch slow = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> called = new ConcurrentLinkedQueue<>();
  private final List<DetachedSender> opened = new ArrayList<>();

  @AfterEach
  void close() {
    slow.countDown();
    opened.forEach(DetachedSender::close);
  }

  private DetachedSender sender(
      int threads, Duration patience, Function<OutboxMessage, SendResult> call) {
    DetachedSender sender = new DetachedSender("test", threads, patience, call);
    opened.add(sender);
    return sender;
  }

  private static OutboxMessage message(String id, String key) {
    return OutboxMessage.builder("t", key, NOW).id(id).build();
  }

  private SendResult slowly(OutboxMessage message) {
    called.add(message.id());
    try {
      slow.await(2, TimeUnit.MINUTES);
      return SendResult.sent();
    } catch (InterruptedException e) {
      return SendResult.failed("interrupted");
    }
  }

  /** Asks until it is so; each time a sender's patience passes. */
  private static void awaitThat(BooleanSupplier condition) {
    for (int i = 0; i < 6_000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
    }
    fail("it did not come true in two minutes");
  }

  private static List<SendResult.Kind> kinds(List<SendResult> results) {
    return results.stream().map(SendResult::kind).toList();
  }

  @Test
  void relayThatRunsOutOfPatienceFindsTheCallAgainAndDoesNotRepeatIt() {
    DetachedSender sender = sender(2, NO_PATIENCE, this::slowly);
    OutboxMessage message = message("m-1", "k");
    assertEquals(List.of(SendResult.Kind.FAILED), kinds(sender.send(List.of(message))));
    assertEquals(List.of(SendResult.Kind.FAILED), kinds(sender.send(List.of(message))));
    slow.countDown();
    awaitThat(() -> sender.send(List.of(message)).get(0).kind() == SendResult.Kind.SENT);
    assertEquals(List.of("m-1"), List.copyOf(called));
  }

  @Test
  void messagesOfAKeyAreSentInOrderAndWaitForOneThatFails() {
    DetachedSender sender =
        sender(
            4,
            MUCH_PATIENCE,
            message -> {
              called.add(message.id());
              return message.id().equals("a-2") ? SendResult.failed("no") : SendResult.sent();
            });
    assertEquals(
        List.of(
            SendResult.Kind.SENT,
            SendResult.Kind.FAILED,
            SendResult.Kind.SENT,
            SendResult.Kind.HELD),
        kinds(
            sender.send(
                List.of(
                    message("a-1", "a"),
                    message("a-2", "a"),
                    message("b-1", "b"),
                    message("a-3", "a")))));
    assertEquals(List.of("a-1", "a-2"), called.stream().filter(id -> id.startsWith("a")).toList());
  }

  @Test
  void exceptionIsAFailureOfItsMessageAlone() {
    DetachedSender sender =
        sender(
            1,
            MUCH_PATIENCE,
            message -> {
              if (message.id().equals("bad")) {
                throw new RefusedException("as planned");
              }
              return SendResult.sent();
            });
    assertEquals(
        List.of(SendResult.Kind.REFUSED, SendResult.Kind.SENT),
        kinds(sender.send(List.of(message("bad", "a"), message("good", "b")))));
  }

  @Test
  void moreThanCanWaitIsTriedLater() {
    DetachedSender sender = sender(1, NO_PATIENCE, this::slowly);
    List<OutboxMessage> many = new ArrayList<>();
    for (int i = 0; i < DetachedSender.MOST_WAITING + 10; i++) {
      many.add(message("m-" + i, "k-" + i));
    }
    List<SendResult> results = sender.send(many);
    List<OutboxMessage> refused = new ArrayList<>();
    for (int i = 0; i < many.size(); i++) {
      if (results.get(i).cause().orElse("").contains("too many calls")) {
        refused.add(many.get(i));
      }
    }
    assertEquals(9, refused.size());
    slow.countDown();
    awaitThat(
        () -> {
          sender.send(refused);
          return called.containsAll(refused.stream().map(OutboxMessage::id).toList());
        });
  }
}
