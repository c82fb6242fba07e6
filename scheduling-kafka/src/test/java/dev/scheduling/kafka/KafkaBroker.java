package dev.scheduling.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A real broker of Apache Kafka in KRaft mode, in a process of its own, which can be killed and
 * started again with its data. Listens on the loopback address only. Belongs to one thread.
 *
 * <p>To use it from another module, depend on the test-jar of scheduling-kafka and, in test scope,
 * on kafka_2.13.
 */
public final class KafkaBroker implements AutoCloseable {

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
  private static final int ENDS_WITHIN_SECONDS = 60;

  private final Path folder;
  private final int advertisedPort;
  private final Supplier<List<String>> options;
  private Process process;

  private KafkaBroker(
      Path folder, int advertisedPort, Supplier<List<String>> options, Process process) {
    this.folder = folder;
    this.advertisedPort = advertisedPort;
    this.options = options;
    this.process = process;
  }

  /** Started by its first use, stopped with the JVM. */
  private static final class Shared {
    static final KafkaBroker BROKER = start();

    private static KafkaBroker start() {
      try {
        int port = freePort();
        KafkaBroker broker =
            KafkaBroker.start(Files.createTempDirectory("kafka-broker"), port, port);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        return broker;
      } catch (IOException e) {
        throw new IllegalStateException("the broker does not start", e);
      }
    }
  }

  /** One for all tests of a JVM; nobody is to stop it. */
  public static KafkaBroker shared() {
    return Shared.BROKER;
  }

  /**
   * A broker of one's own.
   *
   * @param folder for its data and its log
   * @param advertisedPort where clients are told to find it: that of a proxy, or {@code port}
   */
  public static KafkaBroker start(Path folder, int port, int advertisedPort) throws IOException {
    String classPath = System.getProperty("java.class.path");
    return start(folder, port, advertisedPort, () -> List.of("-cp", classPath));
  }

  /**
   * A broker of one's own, in a JVM of one's own choice.
   *
   * @param options of the JVM, the class path among them, asked for at each start
   */
  public static KafkaBroker start(
      Path folder, int port, int advertisedPort, Supplier<List<String>> options)
      throws IOException {
    Files.writeString(
        folder.resolve("broker.properties"),
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + freePort(),
            "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:CONTROLLER_PORT",
            "advertised.listeners=PLAINTEXT://127.0.0.1:" + advertisedPort,
            "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs=" + folder.resolve("data"),
            "num.partitions=4",
            "offsets.topic.num.partitions=2",
            "offsets.topic.replication.factor=1",
            "transaction.state.log.num.partitions=2",
            "transaction.state.log.replication.factor=1",
            "transaction.state.log.min.isr=1",
            "group.initial.rebalance.delay.ms=0",
            "group.min.session.timeout.ms=1000",
            // After a SIGKILL no more than the last segments is read again.
            "log.segment.bytes=16777216",
            "message.max.bytes=2097152",
            "auto.create.topics.enable=true",
            "log.cleaner.enable=false"));
    String text = Files.readString(folder.resolve("broker.properties"));
    String controllerPort = text.replaceAll("(?s).*voters=1@127\\.0\\.0\\.1:(\\d+).*", "$1");
    Files.writeString(
        folder.resolve("broker.properties"), text.replace("CONTROLLER_PORT", controllerPort));
    KafkaBroker broker =
        new KafkaBroker(folder, advertisedPort, options, launch(folder, options.get()));
    broker.awaitAnswer();
    return broker;
  }

  private static Process launch(Path folder, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.add(BrokerMain.class.getName());
    command.add(folder.resolve("broker.properties").toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
        .start();
  }

  /** A port of the loopback address that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What clients are given, {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + advertisedPort;
  }

  /** The settings of a client. */
  public Map<String, Object> clientSettings() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /** Makes a topic with a number of partitions. */
  public void createTopic(String topic, int partitions) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
          .all()
          .get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create topic " + topic, e);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000));
  }

  /** SIGKILL; its data stay. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGKILL; then it is started again, and this returns when it answers. */
  public void killAndStart() throws IOException, InterruptedException {
    kill();
    startAgain();
  }

  /** SIGTERM; then it is started again, and this returns when it answers. */
  public void restart() throws IOException, InterruptedException {
    process.destroy();
    startAgain();
  }

  /** Starts one that was ended, and returns when it answers. */
  public void startAgain() throws IOException, InterruptedException {
    if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    process = launch(folder, options.get());
    awaitAnswer();
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    Throwable last = null;
    while (System.nanoTime() < end && process.isAlive()) {
      try (Admin admin = admin()) {
        admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("the broker does not answer; see " + folder, last);
  }

  @Override
  public void close() {
    // Its folder may be deleted once it has gone.
    process.destroyForcibly().onExit().join();
  }
}
