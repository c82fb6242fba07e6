package dev.scheduling.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of our own that is started, hurt, and started again. Belongs to one thread. */
final class Child implements AutoCloseable {

  private static final int LONGEST_END_SECONDS = 30;

  private final String name;
  private final List<String> command;
  private final Path log;
  private @Nullable Process process;

  private Child(String name, List<String> command, Path log) {
    this.name = name;
    this.command = command;
    this.log = log;
  }

  /** A JVM with our class path; it does not run yet. */
  static Child java(String name, Class<?> main, Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A small JVM that starts fast; there are many of them.
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new Child(name, command, folder.resolve(name + ".log"));
  }

  String name() {
    return name;
  }

  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    running().destroyForcibly();
    awaitEnd(LONGEST_END_SECONDS);
  }

  /** SIGSTOP. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** SIGTERM. */
  void terminate() throws InterruptedException {
    running().destroy();
    awaitEnd(LONGEST_END_SECONDS);
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
  boolean awaitEnd(long seconds) throws InterruptedException {
    return running().waitFor(seconds, TimeUnit.SECONDS);
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(running().pid())).start().waitFor();
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return process;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
