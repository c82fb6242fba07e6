package dev.scheduling.faults;

import dev.scheduling.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A Kafka broker in a process of its own, behind a proxy. Belongs to one thread. */
final class Broker implements AutoCloseable {

  static final String TOPIC = "fault";
  static final String GROUP = "faults";

  private static final int PARTITIONS = 4;

  private final TcpProxy proxy;
  private final KafkaBroker broker;

  private Broker(TcpProxy proxy, KafkaBroker broker) {
    this.proxy = proxy;
    this.broker = broker;
  }

  static Broker start(Path folder, ClassData classes) throws IOException {
    int port = KafkaBroker.freePort();
    TcpProxy proxy = TcpProxy.before(port);
    KafkaBroker broker =
        KafkaBroker.start(
            Files.createDirectories(folder.resolve("broker").toAbsolutePath()),
            port,
            proxy.port(),
            () -> classes.options(KafkaBroker.class));
    broker.createTopic(TOPIC, PARTITIONS);
    return new Broker(proxy, broker);
  }

  TcpProxy proxy() {
    return proxy;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** How many records the consumers have not committed the offsets of. */
  long lag() throws InterruptedException {
    try (Admin admin = Admin.create(broker.clientSettings())) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        ends.put(new TopicPartition(TOPIC, i), OffsetSpec.latest());
      }
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      long lag = 0;
      for (var end : admin.listOffsets(ends).all().get().entrySet()) {
        OffsetAndMetadata at = committed.get(end.getKey());
        lag += end.getValue().offset() - (at == null ? 0 : at.offset());
      }
      return lag;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not tell the offsets", e);
    }
  }

  void killAndStart() throws IOException, InterruptedException {
    broker.killAndStart();
  }

  void restart() throws IOException, InterruptedException {
    broker.restart();
  }

  @Override
  public void close() throws IOException {
    broker.close();
    proxy.close();
  }
}
