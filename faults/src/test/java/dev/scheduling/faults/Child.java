package dev.scheduling.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of our own that is started, hurt, and started again. Belongs to one thread, but anyone
 * may send it an {@link #order}.
 */
final class Child implements AutoCloseable {

  private static final long LONGEST_END_MILLIS = 40_000;

  private final String name;
  private final Class<?> main;
  private final ClassData classes;
  private final List<String> arguments;
  private final Path log;
  private volatile @Nullable Process process;

  private Child(String name, Class<?> main, ClassData classes, List<String> arguments, Path log) {
    this.name = name;
    this.main = main;
    this.classes = classes;
    this.arguments = arguments;
    this.log = log;
  }

  /** A JVM with our class path; it does not run yet. */
  static Child java(
      String name, Class<?> main, ClassData classes, Path folder, String... arguments) {
    return new Child(name, main, classes, List.of(arguments), folder.resolve(name + ".log"));
  }

  String name() {
    return name;
  }

  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A small JVM that starts fast; there are many of them.
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(classes.options(main));
    command.add(main.getName());
    command.addAll(arguments);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  boolean isAlive() {
    Process started = process;
    return started != null && started.isAlive();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    running().destroyForcibly();
    awaitEnd(LONGEST_END_MILLIS);
  }

  /** SIGSTOP. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Sends a line to the process; see {@link Orders}. Lost if the process is gone. */
  void order(String line) {
    try {
      OutputStream in = running().getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has gone meanwhile.
    }
  }

  /** Waits for the process to end. Returns whether it did. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return running().waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Lets it end by itself, which writes its archive, and starts it again with that. */
  void restart() throws IOException, InterruptedException {
    order("quit");
    if (!awaitEnd(LONGEST_END_MILLIS)) {
      // On a machine that is too slow to write an archive the run goes on without.
      kill();
      classes.forget(main);
    }
    start();
  }

  /** What it holds in memory at most since it was started, in bytes; 0 where nobody tells. */
  long peakBytes() throws IOException {
    return peakBytes(running().pid());
  }

  static long peakBytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(running().pid())).start().waitFor();
  }

  private Process running() {
    Process started = process;
    if (started == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return started;
  }

  @Override
  public void close() {
    Process started = process;
    if (started != null) {
      started.destroyForcibly();
    }
  }
}
