package dev.scheduling.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The built server in a process of its own, on free ports of the loopback and with a data folder
 * that is deleted at the end.
 */
public final class ServerProcess implements AutoCloseable {

  private static final String SETUP_TOKEN = "setup-token-of-the-tests";
  private static final List<String> STANDARD_MEMORY =
      List.of("-Xmx512m", "-XX:MaxMetaspaceSize=128m");

  /** What a server in a process of its own goes by; nobody can move it. */
  public static final InstantSource CLOCK = InstantSource.system();

  private static final int START_WITHIN_SECONDS = 300;
  private static final int STOP_WITHIN_SECONDS = 30;

  private final Map<String, String> environment = new HashMap<>();
  private final Path data;
  private List<String> options;
  private final int port;
  private final int realtimePort;
  private final List<String> output = new ArrayList<>();
  private Process process;

  private ServerProcess(Map<String, String> settings, List<String> options) throws IOException {
    this.options = List.copyOf(options);
    data = Files.createTempDirectory("scheduling-server-test");
    int[] ports = freePorts();
    port = ports[0];
    realtimePort = ports[1];
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", Integer.toString(port));
    environment.put("REALTIME_PORT", Integer.toString(realtimePort));
    environment.put("DATA_DIR", data.toString());
    environment.put("SETUP_TOKEN", SETUP_TOKEN);
    environment.put("SIGN_UP", "open");
    // Tests send more from one address than people do; those of the limits set them.
    environment.put("RATE_LIMIT_ADDRESS", "0");
    environment.put("RATE_LIMIT_ACCOUNT", "0");
    environment.putAll(settings);
    process = launch();
    // A test run that is broken off leaves no server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /** Starts a server with the built-in database and open sign-up; returns when it is ready. */
  public static ServerProcess start() {
    return start(Map.of());
  }

  /** Starts a server with further settings; returns when it is ready. */
  public static ServerProcess start(Map<String, String> settings) {
    return start(settings, STANDARD_MEMORY);
  }

  /** Starts a server with options of the Java virtual machine instead of the usual ones. */
  public static ServerProcess start(Map<String, String> settings, List<String> options) {
    try {
      return new ServerProcess(settings, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] freePorts() throws IOException {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {first.getLocalPort(), second.getLocalPort()};
    }
  }

  private Process launch() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command("dev.scheduling.server.Main"));
    builder.redirectErrorStream(true).environment().putAll(environment);
    Process launched = builder.start();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(launched, ready), "server-output");
    reader.setDaemon(true);
    reader.start();
    try {
      ready.get(START_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      launched.destroyForcibly();
      throw new IllegalStateException("the server did not start:\n" + output(), e);
    } catch (InterruptedException e) {
      launched.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server was starting", e);
    }
    return launched;
  }

  private List<String> command(String... rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("server.jar", System.getProperty("java.class.path")));
    command.addAll(List.of(rest));
    return command;
  }

  /**
   * What a command line prints that has the server's settings and data, such as {@code account
   * create ada@example.org}.
   */
  public String commandLine(String... arguments) {
    List<String> command = command("dev.scheduling.server.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process launched = builder.start();
      String printed = new String(launched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      launched.waitFor();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void read(Process launched, CompletableFuture<Boolean> ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(launched.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        if (line.startsWith("ready ")) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      // The process was killed; that ends its output too.
    }
    ready.completeExceptionally(new IOException("the server has ended"));
  }

  /** Where the page and the HTTP API are, ending in a slash. */
  public URI baseUrl() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** Where the WebSocket is. */
  public URI realtimeUrl() {
    return URI.create("ws://localhost:" + realtimePort + "/");
  }

  /** What lets one make the administrator's account. */
  public String setupToken() {
    return SETUP_TOKEN;
  }

  /** All that it has printed so far. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Ends the process at once, as SIGKILL does: it gets to do nothing more. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks the process to end, as SIGTERM does, and waits for it. */
  public void stop() {
    process.destroy();
    await();
  }

  /** Starts it again, on the same ports and data, with other options of the virtual machine. */
  public void restart(List<String> otherOptions) {
    options = List.copyOf(otherOptions);
    restart();
  }

  /** Starts it again, on the same ports and data. */
  public void restart() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not end:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /**
   * Ends it, and looks through all that it has printed.
   *
   * @throws AssertionError if there is a secret in it
   */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    deleteData();
    SecretWatch.check("the server's output", output().replaceAll("\\?setup=\\S+", ""));
  }

  private void deleteData() {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
