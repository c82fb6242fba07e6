package dev.scheduling.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning, as somebody who knows nothing of us. */
final class Topics {

  private static final Duration LONGEST = Duration.ofSeconds(90);

  private Topics() {}

  /** Everything of a topic, once there is enough; by partition in order. */
  static List<ConsumerRecord<byte[], byte[]>> read(KafkaBroker broker, String topic, int atLeast) {
    Map<String, Object> settings = new HashMap<>(broker.clientSettings());
    settings.put("group.id", UUID.randomUUID().toString());
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    settings.put("metadata.max.age.ms", 500);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long end = System.nanoTime() + LONGEST.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      while (records.size() < atLeast && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      // What is too much comes a moment later.
      consumer.poll(Duration.ofMillis(300)).forEach(records::add);
    }
    return records;
  }

  static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    return headers;
  }
}
