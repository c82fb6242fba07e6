package dev.scheduling.faults;

import dev.scheduling.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Kafka broker in a process of its own, behind a proxy. Belongs to one thread. */
final class Broker implements AutoCloseable {

  static final String TOPIC = "fault";

  private final TcpProxy proxy;
  private final KafkaBroker broker;

  private Broker(TcpProxy proxy, KafkaBroker broker) {
    this.proxy = proxy;
    this.broker = broker;
  }

  static Broker start(Path folder) throws IOException {
    int port = KafkaBroker.freePort();
    TcpProxy proxy = TcpProxy.before(port);
    KafkaBroker broker =
        KafkaBroker.start(
            Files.createDirectories(folder.resolve("broker").toAbsolutePath()), port, proxy.port());
    broker.createTopic(TOPIC, 4);
    return new Broker(proxy, broker);
  }

  TcpProxy proxy() {
    return proxy;
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
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
