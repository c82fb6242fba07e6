package dev.scheduling.benchmarks.outbox;

import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.kafka.KafkaMessageSender;
import dev.scheduling.outbox.OutboxRelay;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
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

  private final Database database;
  private final Broker broker;

  KafkaRate(Database database, Broker broker) {
    this.database = database;
    this.broker = broker;
  }

  double relay(int messages) throws SQLException, InterruptedException {
    JdbcStores stores = new Drain(database).fill(messages, 1_000);
    database.settle();
    long started = System.nanoTime();
    try (KafkaMessageSender sender =
            KafkaMessageSender.idempotent(settings(), Broker.TOPIC, "/bench");
        OutboxRelay relay =
            OutboxRelay.builder(stores.transactions(), stores.outbox(), sender).build().start()) {
      Drain.awaitEmpty(stores);
      return Drain.rate(messages, started);
    }
  }

  /** Idempotent, with all acknowledgements, as ours; everything is handed over at once. */
  double producer(int messages) throws InterruptedException, ExecutionException {
    Map<String, Object> settings = new HashMap<>(settings());
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    byte[] payload = Drain.payload();
    long started = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      @Nullable Future<RecordMetadata> last = null;
      for (int i = 0; i < messages; i++) {
        byte[] key = ("key-" + i % 1_000).getBytes(StandardCharsets.UTF_8);
        last = producer.send(new ProducerRecord<>(Broker.TOPIC, key, payload));
      }
      producer.flush();
      Objects.requireNonNull(last).get();
      return Drain.rate(messages, started);
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(broker.clientSettings());
    settings.remove("default.api.timeout.ms");
    return settings;
  }
}
