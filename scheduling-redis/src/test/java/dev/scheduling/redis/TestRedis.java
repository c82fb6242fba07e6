package dev.scheduling.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis of its own for a test, on a free port of the loopback, with a password, that keeps what
 * it has answered when it is killed.
 */
public final class TestRedis implements AutoCloseable {

  /** What it wants to be told; a secret that must be found in no output. */
  public static final String PASSWORD = "the-password-of-redis";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private final File executable;
  private Process process;

  private TestRedis() throws IOException {
    data = Files.createTempDirectory("scheduling-redis-test");
    executable = ExecutableProvider.newJarResourceProvider().get();
    port = freePort();
    process = launch();
    // A test run that is broken off leaves no Redis behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /** Starts one; returns when it answers. */
  public static TestRedis start() {
    try {
      return new TestRedis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is, password included. */
  public String url() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    Process launched =
        new ProcessBuilder(
                executable.getPath(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--requirepass",
                PASSWORD,
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--dir",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await().atMost(PATIENCE).until(this::isListening);
    return launched;
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as SIGKILL does. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, with what it has kept. */
  public void restart() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
