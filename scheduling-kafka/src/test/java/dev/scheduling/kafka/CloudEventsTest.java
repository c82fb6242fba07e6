package dev.scheduling.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CloudEventsTest {

  private static OutboxMessage withHeaders(int count) {
    OutboxMessage.Builder message = OutboxMessage.builder("t", "k", Instant.EPOCH).id("m");
    for (int i = 0; i < count; i++) {
      message.header("h-" + i, "v");
    }
    return message.build();
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
    sent.headers().forEach(record.headers()::add);
    return record;
  }

  @Test
  void messageIsReadAsItWasWritten() {
    OutboxMessage message = withHeaders(30);

    assertEquals(message, CloudEvents.read(received(CloudEvents.write("topic", "/s", message))));
  }

  @Test
  void messageThatWaitedForItsTimeSaysSo() {
    OutboxMessage message =
        OutboxMessage.builder("reminder", "k", Instant.EPOCH)
            .notBefore(Instant.parse("2026-03-02T08:30:00.123Z"))
            .build();

    assertEquals(message, CloudEvents.read(received(CloudEvents.write("topic", "/s", message))));
  }

  @Test
  void messageThatCouldNotBeParkedForItsManyHeadersIsRefusedOnBothSides() {
    assertThrows(RefusedException.class, () -> CloudEvents.write("topic", "/s", withHeaders(31)));

    ConsumerRecord<byte[], byte[]> foreign =
        received(CloudEvents.write("topic", "/s", withHeaders(30)));
    foreign.headers().add("one-more", new byte[] {'v'});
    assertThrows(RefusedException.class, () -> CloudEvents.read(foreign));
  }
}
