package dev.scheduling.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.UnavailableException;
import dev.scheduling.memory.InMemoryStores;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.RefusedException;
import dev.scheduling.outbox.RetryPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KafkaMessageReceiverIT {

  private static final Duration LONGEST = Duration.ofSeconds(120);
  private static final String ORDERED = "ordered";
  private static final String FREE = "free";

  private final KafkaBroker broker = KafkaBroker.shared();
  private final String topic = "t-" + UUID.randomUUID();
  private final InMemoryStores stores = new InMemoryStores();
  private final List<String> effects = Collections.synchronizedList(new ArrayList<>());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, RuntimeException> troubles = new ConcurrentHashMap<>();
  private final List<OutboxMessage> seen = Collections.synchronizedList(new ArrayList<>());
  private KafkaMessageSender kafka;
  private KafkaMessageReceiver receiver;
  private OutboxRelay relay;
  private Outbox outbox;

  @BeforeEach
  void start() {
    broker.createTopic(topic, 4);
    kafka = KafkaMessageSender.idempotent(broker.clientSettings(), topic, "/test");
    receiver = receiver();
    receiver.start();
    MessageSender sender = receiver.withParked(kafka);
    relay =
        OutboxRelay.builder(stores.transactions(), stores.outbox(), sender)
            .poll(Duration.ofMillis(5), Duration.ofMillis(50))
            .retry(
                RetryPolicy.DEFAULT
                    .withAttempts(4)
                    .withPauses(Duration.ofMillis(20), Duration.ofMillis(50)))
            .build()
            .start();
    outbox = Outbox.of(stores.outbox(), relay);
  }

  private KafkaMessageReceiver receiver() {
    InProcessSender consumers =
        InProcessSender.builder(stores.transactions(), stores.inbox(), InstantSource.system())
            .consumer(
                "c",
                Set.of(ORDERED, FREE),
                (tx, message) -> {
                  seen.add(message);
                  RuntimeException trouble = troubles.get(message.id());
                  if (trouble != null) {
                    throw trouble;
                  }
                  tx.afterCommit(() -> effects.add(message.id()));
                })
            .build();
    return KafkaMessageReceiver.builder(
            broker.clientSettings(), topic, "group-" + topic, stores, consumers)
        .orderFree(Set.of(FREE))
        .retryPauses(List.of(Duration.ofMillis(20), Duration.ofMillis(50)))
        .firstPause(Duration.ofMillis(20))
        .meters(meters)
        .build();
  }

  @AfterEach
  void stop() {
    receiver.close();
    relay.close();
    kafka.close();
  }

  private void append(String type, String key, String... ids) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              for (String id : ids) {
                outbox.append(tx, OutboxMessage.builder(type, key, Instant.EPOCH).id(id).build());
              }
              return "";
            });
  }

  private List<DeadLetter> deadLetters() {
    return stores
        .transactions()
        .inTransaction(tx -> stores.outbox().deadLetters(tx, DeadLetterFilter.ALL, 0, 100));
  }

  private Backlog backlog() {
    return stores.transactions().inTransaction(stores.outbox()::backlog);
  }

  private void awaitEffects(String... ids) {
    await().atMost(LONGEST).untilAsserted(() -> assertEquals(List.of(ids), effects));
  }

  @Test
  void messagesOfAKeyHaveTheirEffectOnceAndInOrder() {
    append(ORDERED, "k", "1", "2", "3");
    append(ORDERED, "k", "4");

    awaitEffects("1", "2", "3", "4");
  }

  @Test
  void recordThatComesTwiceHasItsEffectOnce() {
    OutboxMessage message = OutboxMessage.builder(ORDERED, "k", Instant.EPOCH).id("1").build();
    kafka.send(List.of(message, message));
    append(ORDERED, "k", "2");

    awaitEffects("1", "2");
  }

  @Test
  void messageThatFailsIsParkedWithItsKeyWhileOthersFlow() {
    troubles.put("1", new IllegalStateException("not now"));
    append(ORDERED, "k", "1", "2");
    append(ORDERED, "other", "3");
    awaitEffects("3");
    append(ORDERED, "k", "4");
    troubles.remove("1");

    awaitEffects("3", "1", "2", "4");
    await().atMost(LONGEST).untilAsserted(() -> assertEquals(Backlog.EMPTY, backlog()));
  }

  @Test
  void messageSaysWhenItWasDueAlsoAfterItWasParked() {
    Instant due = Instant.parse("2026-03-02T08:30:00Z");
    OutboxMessage message =
        OutboxMessage.builder(ORDERED, "k", Instant.EPOCH).id("1").notBefore(due).build();
    troubles.put("1", new IllegalStateException("not now"));
    stores
        .transactions()
        .inTransaction(
            tx -> {
              outbox.append(tx, message);
              return "";
            });
    await().atMost(LONGEST).until(() -> seen.size() >= 2);
    troubles.remove("1");
    awaitEffects("1");

    assertEquals(Set.of(message), Set.copyOf(seen));
  }

  @Test
  void orderedMessageThatMakesNoSenseBecomesADeadLetterWithItsCauseAndItsKeyGoesOn() {
    troubles.put("1", new RefusedException("nonsense"));
    append(ORDERED, "k", "1", "2");

    awaitEffects("2");

    assertEquals(1, deadLetters().size());
    assertEquals("1", deadLetters().get(0).message().id());
    assertTrue(deadLetters().get(0).cause().contains("nonsense"));
  }

  @Test
  void messageFreeOfOrderIsTriedAgainByWayOfTheRetryTopics() {
    troubles.put("1", new IllegalStateException("not now"));
    append(FREE, "k", "1", "2");
    awaitEffects("2");
    troubles.remove("1");

    awaitEffects("2", "1");
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void messageFreeOfOrderIsGivenUpAfterItsLastAttemptToTheDeadLetterTopic() {
    troubles.put("1", new IllegalStateException("never"));
    append(FREE, "k", "1");

    ConsumerRecord<byte[], byte[]> dead = Topics.read(broker, topic + ".dead", 1).get(0);

    Map<String, String> headers = Topics.headers(dead);
    assertEquals("1", headers.get("ce_id"));
    assertEquals("2", headers.get("delivery_attempts"));
    assertTrue(headers.get("delivery_cause").contains("never"), headers::toString);
    assertTrue(headers.get("delivery_origin").startsWith(topic + "/"), headers::toString);
  }

  @Test
  void bytesThatAreNoMessageGoToTheDeadLetterTopicAsTheyCame() throws Exception {
    byte[] raw = {0, 1, -1, 127};
    try (KafkaProducer<byte[], byte[]> stranger =
        new KafkaProducer<>(
            broker.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      stranger.send(new ProducerRecord<>(topic, "k".getBytes(UTF_8), raw)).get();
    }
    append(ORDERED, "k", "1");

    ConsumerRecord<byte[], byte[]> dead = Topics.read(broker, topic + ".dead", 1).get(0);
    assertArrayEquals(raw, dead.value());
    assertArrayEquals("k".getBytes(UTF_8), dead.key());
    awaitEffects("1");
  }

  @Test
  void outageOfTheConsumersDatabaseUsesUpNoAttempt() {
    troubles.put("1", new UnavailableException("away"));
    append(ORDERED, "k", "1", "2");
    append(FREE, "other", "3");
    await().pollDelay(Duration.ofSeconds(2)).atMost(LONGEST).until(() -> true);
    assertEquals(List.of(), deadLetters());
    troubles.remove("1");

    await()
        .atMost(LONGEST)
        .untilAsserted(
            () -> {
              assertTrue(effects.containsAll(List.of("1", "2", "3")), effects::toString);
              assertEquals(3, effects.size());
            });
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void lagGrowsWhileNothingCanBeTakenAndIsGoneAfterwards() {
    troubles.put("1", new UnavailableException("away"));
    append(ORDERED, "k", "1", "2", "3");
    await().atMost(LONGEST).until(() -> lag() == 3);
    append(ORDERED, "k", "4", "5");
    await().atMost(LONGEST).until(() -> lag() == 5);
    troubles.remove("1");

    awaitEffects("1", "2", "3", "4", "5");
    await().atMost(LONGEST).until(() -> lag() == 0);
  }

  @Test
  void lagIsThatOfThePartitionsThatTheReceiverHas() {
    troubles.put("1", new UnavailableException("away"));
    append(ORDERED, "k", "1", "2");
    await().atMost(LONGEST).until(() -> lag() == 2);

    receiver.close();

    assertEquals(0, lag());
  }

  private double lag() {
    return meters.get("kafka.receiver.lag").gauge().value();
  }

  @Test
  void anotherReceiverTakesOverWhereOneLeftOff() {
    append(ORDERED, "k", "1");
    awaitEffects("1");
    receiver.close();
    append(ORDERED, "k", "2");

    receiver = receiver().start();

    awaitEffects("1", "2");
  }
}
