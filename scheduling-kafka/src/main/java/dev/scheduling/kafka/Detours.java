package dev.scheduling.kafka;

import dev.scheduling.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/**
 * The topics beside the main one: one for each pause before another attempt, and one for records
 * that are given up. Their records are those that came, byte for byte, with headers that say how
 * they came there. Belongs to the receiver's thread.
 */
final class Detours implements AutoCloseable {

  private static final String ATTEMPTS = CloudEvents.DELIVERY_PREFIX + "attempts";
  private static final String NOT_BEFORE = CloudEvents.DELIVERY_PREFIX + "not_before";
  private static final String CAUSE = CloudEvents.DELIVERY_PREFIX + "cause";
  private static final String ORIGIN = CloudEvents.DELIVERY_PREFIX + "origin";

  private final String topic;
  private final List<Duration> pauses;
  private final Map<String, Object> settings;
  private final List<Future<?>> underWay = new ArrayList<>();
  private Producer<byte[], byte[]> producer;

  Detours(String topic, List<Duration> pauses, Map<String, Object> settings) {
    this.topic = topic;
    this.pauses = List.copyOf(pauses);
    this.settings = Map.copyOf(settings);
    producer = Producers.idempotent(settings);
  }

  List<String> retryTopics() {
    List<String> topics = new ArrayList<>();
    for (int i = 0; i < pauses.size(); i++) {
      topics.add(topic + ".retry-" + (i + 1));
    }
    return topics;
  }

  String deadLetterTopic() {
    return topic + ".dead";
  }

  /** When a record that was put off may be tried; it may at once if it was not. */
  static Instant notBefore(ConsumerRecord<byte[], byte[]> record) {
    String millis = CloudEvents.text(record.headers(), NOT_BEFORE);
    return millis == null || !millis.matches("\\d{1,15}")
        ? Instant.EPOCH
        : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** Puts a record off that failed, or gives it up after its last attempt. */
  void putOff(ConsumerRecord<byte[], byte[]> record, String cause, Instant now) {
    String before = CloudEvents.text(record.headers(), ATTEMPTS);
    int attempts =
        1 + (before != null && before.matches("\\d{1,4}") ? Integer.parseInt(before) : 0);
    if (attempts > pauses.size()) {
      giveUp(record, cause);
      return;
    }
    ProducerRecord<byte[], byte[]> copy = copy(topic + ".retry-" + attempts, record, cause);
    CloudEvents.put(copy.headers(), ATTEMPTS, Integer.toString(attempts));
    CloudEvents.put(
        copy.headers(),
        NOT_BEFORE,
        Long.toString(now.plus(pauses.get(attempts - 1)).toEpochMilli()));
    send(copy);
  }

  /** Sends a record to the dead-letter topic, as it came. */
  void giveUp(ConsumerRecord<byte[], byte[]> record, String cause) {
    send(copy(deadLetterTopic(), record, cause));
  }

  private static ProducerRecord<byte[], byte[]> copy(
      String to, ConsumerRecord<byte[], byte[]> record, String cause) {
    ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(to, record.key(), record.value());
    for (Header header : record.headers()) {
      copy.headers().add(header);
    }
    CloudEvents.put(copy.headers(), CAUSE, cause);
    if (copy.headers().lastHeader(ORIGIN) == null) {
      CloudEvents.put(
          copy.headers(),
          ORIGIN,
          record.topic() + "/" + record.partition() + "/" + record.offset());
    }
    return copy;
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      underWay.add(producer.send(record));
    } catch (KafkaException e) {
      throw new UnavailableException("the broker cannot be reached for " + record.topic(), e);
    }
  }

  /**
   * Waits until everything is stored.
   *
   * @throws UnavailableException if something is not; it is to be sent again then
   */
  void await() {
    try {
      for (Future<?> future : underWay) {
        future.get();
      }
    } catch (ExecutionException e) {
      producer.close(Duration.ZERO);
      producer = Producers.idempotent(settings);
      throw new UnavailableException("a record could not be put off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while a record was put off", e);
    } finally {
      underWay.clear();
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
