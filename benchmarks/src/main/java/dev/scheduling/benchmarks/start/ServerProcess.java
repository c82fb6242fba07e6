package dev.scheduling.benchmarks.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A reference server started by {@code ./serve} on free ports of the loopback address, and ended by
 * SIGTERM. Belongs to one thread.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;
  private final long startedNanos;
  private final URI ready;
  private final HttpClient client;

  private ServerProcess(Process process, Path log, long startedNanos, URI ready) {
    this.process = process;
    this.log = log;
    this.startedNanos = startedNanos;
    this.ready = ready;
    client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  }

  /**
   * Starts a server.
   *
   * @param root the repository's root
   * @param data the folder of its data
   * @param settings further environment variables
   */
  public static ServerProcess start(Path root, Path data, Map<String, String> settings)
      throws IOException {
    int port = freePort();
    Path log = Files.createTempFile("serve", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("./serve")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("REALTIME_PORT", Integer.toString(freePort()));
    builder.environment().put("DATA_DIR", data.toString());
    builder.environment().putAll(settings);
    long now = System.nanoTime();
    URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
    return new ServerProcess(builder.start(), log, now, ready);
  }

  /**
   * Waits for the first 200.
   *
   * @throws IOException if the process ends before, or the limit passes; the message carries what
   *     it printed
   */
  public Start awaitReady(Duration limit) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(ANSWER).build();
    while (!answers(request)) {
      if (!process.isAlive() || System.nanoTime() - startedNanos > limit.toNanos()) {
        throw new IOException("the server did not become ready:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    Duration untilReady = Duration.ofNanos(System.nanoTime() - startedNanos);
    ProcessHandle jvm = jvm();
    Duration cpu = jvm.info().totalCpuDuration().orElseThrow();
    return new Start(untilReady, cpu, residentBytes(jvm.pid()));
  }

  /** Where the API is, ending in a slash. */
  public URI address() {
    return ready.resolve("/");
  }

  /** Ends the process at once, as SIGKILL does. */
  public void kill() {
    // The shell has made way for the JVM.
    process.destroyForcibly().onExit().join();
  }

  private boolean answers(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Finds the server's JVM: the process itself where the shell made way for it, else a child. */
  private ProcessHandle jvm() throws IOException {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow(() -> new IOException("no JVM found below process " + process.pid()));
  }

  private static long residentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    ProcessHandle[] family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .toArray(ProcessHandle[]::new);
    for (ProcessHandle each : family) {
      each.destroy();
    }
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server did not stop within " + GRACE);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
