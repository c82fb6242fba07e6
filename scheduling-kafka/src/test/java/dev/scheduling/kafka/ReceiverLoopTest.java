package dev.scheduling.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.scheduling.memory.InMemoryStores;
import dev.scheduling.outbox.Inbox;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop's own life, with Kafka's consumer for tests; what it does, the ITs show. */
@Timeout(120)
class ReceiverLoopTest {

  private static final String TOPIC = "t";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final InMemoryStores stores = new InMemoryStores();
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> effects = Collections.synchronizedList(new ArrayList<>());
  private ReceiverLoop loop;
  private Thread thread;

  private void run(
      Supplier<Consumer<byte[], byte[]>> newConsumer, Duration rest, MessageSender consumers) {
    Parking parking =
        new Parking(
            "g",
            stores.transactions(),
            stores.outbox(),
            Inbox.of(stores.inbox(), "g.parked", InstantSource.system()),
            SHORT);
    Detours detours = new Detours(TOPIC, List.of(), Map.of("bootstrap.servers", "127.0.0.1:1"));
    loop =
        new ReceiverLoop(
            () -> {
              made.incrementAndGet();
              return newConsumer.get();
            },
            detours,
            TOPIC,
            Set.of(),
            parking,
            consumers,
            InstantSource.system(),
            rest,
            new SimpleMeterRegistry());
    thread = new Thread(loop);
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.stop();
    thread.join();
  }

  private static Consumer<byte[], byte[]> consumerWithOneRecord() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(PARTITION));
          consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
          consumer.updateEndOffsets(Map.of(PARTITION, 1L));
          consumer.addRecord(record());
        });
    return consumer;
  }

  private static ConsumerRecord<byte[], byte[]> record() {
    ProducerRecord<byte[], byte[]> sent =
        CloudEvents.write(
            TOPIC, "/test", OutboxMessage.builder("type", "k", Instant.EPOCH).id("m").build());
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(TOPIC, 0, 0, sent.key(), sent.value());
    sent.headers().forEach(record.headers()::add);
    return record;
  }

  private List<SendResult> effect(List<OutboxMessage> messages) {
    messages.forEach(message -> effects.add(message.id()));
    return Collections.nCopies(messages.size(), SendResult.sent());
  }

  @Test
  void restAfterAFailureEndsWhenTheLoopIsStopped() throws InterruptedException {
    run(
        () -> {
          throw new KafkaException("no consumer can be made");
        },
        FOR_EVER,
        this::effect);
    await().atMost(LONGEST).until(() -> made.get() == 1);

    loop.stop();
    thread.join(LONGEST.toMillis());

    assertFalse(thread.isAlive());
    assertEquals(1, made.get());
  }

  @Test
  void failureThatNobodyForesawMakesTheConsumerAnewAndLosesNothing() {
    AtomicInteger times = new AtomicInteger();
    run(
        ReceiverLoopTest::consumerWithOneRecord,
        SHORT,
        messages -> {
          if (times.incrementAndGet() == 1) {
            throw new IllegalStateException("nobody foresaw this");
          }
          return effect(messages);
        });

    await().atMost(LONGEST).untilAsserted(() -> assertEquals(List.of("m"), effects));
    assertEquals(2, made.get());
  }
}
