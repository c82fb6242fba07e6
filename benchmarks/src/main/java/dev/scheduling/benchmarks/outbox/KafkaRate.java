package dev.scheduling.benchmarks.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.kafka.KafkaMessageSender;
import dev.scheduling.outbox.OutboxMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Messages a second to a real broker: from our table, and straight from a producer. */
final class KafkaRate {

  private static final String SOURCE = "/bench";
  private static final int KEYS = 1_000;

  private final Database database;
  private final Broker broker;

  KafkaRate(Database database, Broker broker) {
    this.database = database;
    this.broker = broker;
  }

  /** Ours. */
  double relay(int messages) throws SQLException, InterruptedException {
    JdbcStores stores = new Drain(database).fill(messages, KEYS);
    try (KafkaMessageSender sender =
        KafkaMessageSender.idempotent(broker.clientSettings(), Broker.TOPIC, SOURCE)) {
      // Both have met the broker when the clock starts.
      sender.send(List.of(Drain.message("first")));
      return Drain.drain(stores, sender, messages);
    }
  }

  /**
   * A producer alone, of the same messages as the same records, from memory: idempotent, with all
   * acknowledgements and the same size of batches. Everything is handed over at once.
   */
  double producer(int messages) throws InterruptedException, ExecutionException {
    Map<String, Object> settings = new HashMap<>(broker.clientSettings());
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 0);
    settings.put("batch.size", 128 * 1024);
    List<OutboxMessage> source = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      source.add(Drain.message("key-" + i % KEYS));
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record(Drain.message("first"))).get();
      long started = System.nanoTime();
      @Nullable Future<RecordMetadata> last = null;
      for (OutboxMessage message : source) {
        last = producer.send(record(message));
      }
      producer.flush();
      Objects.requireNonNull(last).get();
      return Drain.rate(messages, started);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(OutboxMessage message) {
    byte[] key = message.key().getBytes(UTF_8);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Broker.TOPIC, key, message.payload());
    record
        .headers()
        .add("ce_specversion", "1.0".getBytes(UTF_8))
        .add("ce_id", message.id().getBytes(UTF_8))
        .add("ce_source", SOURCE.getBytes(UTF_8))
        .add("ce_type", message.type().getBytes(UTF_8))
        .add("ce_time", message.created().toString().getBytes(UTF_8))
        .add("ce_partitionkey", key)
        .add("content-type", message.contentType().getBytes(UTF_8));
    return record;
  }
}
