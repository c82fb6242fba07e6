package dev.scheduling.benchmarks.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A Kafka broker in a process of its own, with an empty topic. */
final class Broker implements AutoCloseable {

  static final String TOPIC = "bench";

  private static final int PARTITIONS = 8;
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
  private static final int STARTS_WITHIN_SECONDS = 120;

  private final Process process;
  private final int port;

  private Broker(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * The broker's process.
   *
   * @param arguments its properties
   */
  public static void main(String[] arguments) {
    String[] format = {"format", "--config", arguments[0], "--cluster-id", CLUSTER};
    if (StorageTool.execute(format, System.out) == 0) {
      Kafka.main(arguments);
    }
  }

  static Broker start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bench-kafka");
    int port = freePort();
    int controller = freePort();
    Path properties = folder.resolve("broker.properties");
    Files.writeString(
        properties,
        String.join(
            "\n",
            "process.roles=broker,controller",
            "node.id=1",
            "controller.quorum.voters=1@127.0.0.1:" + controller,
            "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
            "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs=" + folder.resolve("data"),
            "offsets.topic.replication.factor=1"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.log").toFile())
            .start();
    Broker broker = new Broker(process, port);
    Map<String, Object> admins = new HashMap<>(broker.clientSettings());
    admins.put("default.api.timeout.ms", STARTS_WITHIN_SECONDS * 1_000);
    try (Admin admin = Admin.create(admins)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS);
      return broker;
    } catch (ExecutionException | TimeoutException e) {
      broker.close();
      throw new IOException("the broker does not start; see " + folder, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  Map<String, Object> clientSettings() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
