package dev.scheduling.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers that lose, double and reorder nothing, whatever else the caller has set. */
final class Producers {

  /** While the broker is away {@code send} itself waits, for its metadata. */
  private static final int WAIT_MILLIS = 10_000;

  private static final int DELIVERY_MILLIS = 20_000;
  private static final int REQUEST_MILLIS = 10_000;

  private Producers() {}

  static Producer<byte[], byte[]> idempotent(Map<String, Object> settings) {
    return create(settings);
  }

  static Producer<byte[], byte[]> transactional(Map<String, Object> settings, String id) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    Producer<byte[], byte[]> producer = create(all);
    // Fences whoever sent for the same partition before, and ends what they left open.
    producer.initTransactions();
    return producer;
  }

  private static Producer<byte[], byte[]> create(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT_MILLIS);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    // The largest message and its headers.
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
    all.putAll(settings);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
