package dev.scheduling.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.MessageSenderContract;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class KafkaMessageSenderIT extends MessageSenderContract {

  private static final String SOURCE = "/test";

  @Parameter boolean transactional;

  private final KafkaBroker broker = KafkaBroker.shared();
  private final String topic = "t-" + UUID.randomUUID();
  private KafkaMessageSender sender;

  @Override
  protected MessageSender sender() {
    broker.createTopic(topic, 4);
    sender = create(topic);
    return sender;
  }

  private KafkaMessageSender create(String to) {
    return transactional
        ? KafkaMessageSender.transactional(broker.clientSettings(), to, SOURCE, to)
        : KafkaMessageSender.idempotent(broker.clientSettings(), to, SOURCE);
  }

  @Override
  protected List<OutboxMessage> received(int atLeast) {
    return Topics.read(broker, topic, atLeast).stream().map(CloudEvents::read).toList();
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void recordIsACloudEventInBinaryModeWithTheTraceBesideIt() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    OutboxMessage message =
        OutboxMessage.builder("event.created", "calendar-1", Instant.parse("2026-03-02T08:30:00Z"))
            .id("m-1")
            .payload("application/json", "{}".getBytes(UTF_8))
            .header("traceparent", trace)
            .header("tracestate", "a=b")
            .build();

    sender.send(List.of(message));

    ConsumerRecord<byte[], byte[]> record = Topics.read(broker, topic, 1).get(0);
    assertEquals("calendar-1", new String(record.key(), UTF_8));
    assertEquals("{}", new String(record.value(), UTF_8));
    Map<String, String> expected =
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", "m-1",
            "ce_source", SOURCE,
            "ce_type", "event.created",
            "ce_time", "2026-03-02T08:30:00Z",
            "ce_partitionkey", "calendar-1",
            "content-type", "application/json",
            "traceparent", trace,
            "tracestate", "a=b");
    assertEquals(expected, Topics.headers(record));
  }

  @Test
  void messageWithAHeaderThatIsOursIsRefusedAndOthersGetThrough() {
    OutboxMessage wrong =
        OutboxMessage.builder("t", "k", Instant.EPOCH).id("wrong").header("ce_id", "x").build();
    OutboxMessage right = OutboxMessage.builder("t", "other", Instant.EPOCH).id("right").build();

    List<SendResult> results = sender.send(List.of(wrong, right));

    assertEquals(SendResult.Kind.REFUSED, results.get(0).kind());
    assertEquals(SendResult.Kind.SENT, results.get(1).kind());
  }

  @Test
  void brokerThatIsAwayIsAnOutageAndNobodysFault() {
    Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 500);
    OutboxMessage message = OutboxMessage.builder("t", "k", Instant.EPOCH).build();
    try (KafkaMessageSender away =
        transactional
            ? KafkaMessageSender.transactional(nobody, topic, SOURCE, "p")
            : KafkaMessageSender.idempotent(nobody, topic, SOURCE)) {
      assertEquals(SendResult.Kind.OUTAGE, away.send(List.of(message)).get(0).kind());
    }
  }

  @Test
  void nothingOvertakesAMessageForWhichTheBrokerWasFoundTooLate() {
    // The first ones come before the producer knows the broker, and do not wait for that.
    Map<String, Object> impatient = new HashMap<>(broker.clientSettings());
    impatient.put("max.block.ms", 1);
    List<OutboxMessage> messages = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      messages.add(OutboxMessage.builder("t", "k", Instant.EPOCH).id("m-" + i).build());
    }
    List<SendResult.Kind> kinds;
    try (KafkaMessageSender hasty =
        transactional
            ? KafkaMessageSender.transactional(impatient, topic, SOURCE, "hasty")
            : KafkaMessageSender.idempotent(impatient, topic, SOURCE)) {
      kinds = hasty.send(messages).stream().map(SendResult::kind).toList();
    }
    int sent = (int) kinds.stream().filter(kind -> kind == SendResult.Kind.SENT).count();
    assertEquals(Collections.nCopies(sent, SendResult.Kind.SENT), kinds.subList(0, sent));
    // Something there is to find in any case.
    sender.send(List.of(OutboxMessage.builder("t", "k", Instant.EPOCH).id("last").build()));

    List<String> arrived =
        new ArrayList<>(received(sent + 1).stream().map(OutboxMessage::id).toList());
    arrived.remove("last");
    assertEquals(
        messages.subList(0, arrived.size()).stream().map(OutboxMessage::id).toList(), arrived);
  }

  @Test
  void newOwnerOfAPartitionFencesTheOldOneIfBatchesAreTransactions() {
    OutboxMessage first = OutboxMessage.builder("t", "k", Instant.EPOCH).id("1").build();
    OutboxMessage second = OutboxMessage.builder("t", "k", Instant.EPOCH).id("2").build();
    sender.send(List.of(first));
    try (KafkaMessageSender newOwner = create(topic)) {
      newOwner.send(List.of(second));

      SendResult.Kind zombie = sender.send(List.of(first)).get(0).kind();

      assertEquals(transactional ? SendResult.Kind.OUTAGE : SendResult.Kind.SENT, zombie);
      List<String> ids = received(2).stream().map(OutboxMessage::id).toList();
      assertTrue(ids.containsAll(List.of("1", "2")), ids::toString);
    }
  }
}
