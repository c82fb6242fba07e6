package dev.scheduling.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Messages as records: CloudEvents 1.0 in the binary content mode of its Kafka protocol binding
 * (section 3.2). A message's own headers, such as W3C's {@code traceparent} and {@code tracestate},
 * stand beside them under their own names.
 */
final class CloudEvents {

  private static final String ID = "ce_id";
  private static final String TYPE = "ce_type";
  private static final String TIME = "ce_time";
  private static final String SOURCE = "ce_source";
  private static final String VERSION = "ce_specversion";
  private static final byte[] VERSION_1_0 = "1.0".getBytes(UTF_8);
  private static final String PARTITION_KEY = "ce_partitionkey";
  private static final String NOT_BEFORE = "ce_notbefore";
  private static final String CONTENT_TYPE = "content-type";
  private static final Set<String> OURS =
      Set.of(ID, TYPE, TIME, SOURCE, VERSION, PARTITION_KEY, NOT_BEFORE, CONTENT_TYPE);

  /** What begins so is ours as well: how a record came to a retry or dead-letter topic. */
  static final String DELIVERY_PREFIX = "delivery_";

  /** Two fewer than a message may have: parking one that came over Kafka takes two. */
  private static final int MOST_HEADERS = 30;

  private CloudEvents() {}

  /**
   * The record of a message.
   *
   * @throws RefusedException if a header of the message has a name that is ours, or there are more
   *     than 30
   */
  static ProducerRecord<byte[], byte[]> write(String topic, String source, OutboxMessage message) {
    checkCount(message);
    byte[] key = message.key().getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, message.payload());
    // No name comes twice here, so nothing has to be looked for before it is added.
    Headers headers = record.headers();
    headers.add(VERSION, VERSION_1_0);
    headers.add(ID, message.id().getBytes(UTF_8));
    headers.add(SOURCE, source.getBytes(UTF_8));
    headers.add(TYPE, message.type().getBytes(UTF_8));
    headers.add(TIME, message.created().toString().getBytes(UTF_8));
    headers.add(PARTITION_KEY, key);
    headers.add(CONTENT_TYPE, message.contentType().getBytes(UTF_8));
    message.notBefore().ifPresent(due -> headers.add(NOT_BEFORE, due.toString().getBytes(UTF_8)));
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      if (isOurs(header.getKey())) {
        throw new RefusedException("a message may have no header named " + header.getKey());
      }
      headers.add(header.getKey(), header.getValue().getBytes(UTF_8));
    }
    return record;
  }

  /**
   * The message of a record.
   *
   * @throws RefusedException if the record holds none
   */
  static OutboxMessage read(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    if (key == null) {
      throw new RefusedException("the record has no key");
    }
    if (!"1.0".equals(text(headers, VERSION))) {
      throw new RefusedException("the record is no CloudEvent of version 1.0");
    }
    try {
      OutboxMessage.Builder message =
          OutboxMessage.builder(
                  required(headers, TYPE),
                  new String(key, UTF_8),
                  Instant.parse(required(headers, TIME)))
              .id(required(headers, ID))
              .payload(
                  headers.lastHeader(CONTENT_TYPE) == null
                      ? "application/octet-stream"
                      : required(headers, CONTENT_TYPE),
                  value == null ? new byte[0] : value);
      @Nullable String notBefore = text(headers, NOT_BEFORE);
      if (notBefore != null) {
        message.notBefore(Instant.parse(notBefore));
      }
      for (Header header : headers) {
        byte @Nullable [] bytes = header.value();
        if (!isOurs(header.key()) && bytes != null) {
          message.header(header.key(), new String(bytes, UTF_8));
        }
      }
      return checkCount(message.build());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RefusedException("the record is no message: " + e.getMessage(), e);
    }
  }

  private static OutboxMessage checkCount(OutboxMessage message) {
    if (message.headers().size() > MOST_HEADERS) {
      throw new RefusedException(
          "headers may be "
              + MOST_HEADERS
              + " at most over Kafka, but are "
              + message.headers().size());
    }
    return message;
  }

  static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(UTF_8));
  }

  /** The last header of a name; null if there is none. */
  static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    byte @Nullable [] value = header == null ? null : header.value();
    return value == null ? null : new String(value, UTF_8);
  }

  private static String required(Headers headers, String name) {
    String value = text(headers, name);
    if (value == null) {
      throw new RefusedException("the record has no header " + name);
    }
    return value;
  }

  private static boolean isOurs(String header) {
    return OURS.contains(header) || header.startsWith(DELIVERY_PREFIX);
  }
}
