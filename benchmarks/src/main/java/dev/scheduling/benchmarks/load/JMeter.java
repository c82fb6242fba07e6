package dev.scheduling.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * JMeter in a process of its own, with a class path of its own: nothing of it is in any build of
 * the project. Belongs to one thread.
 */
final class JMeter {

  private static final int BUILD_MINUTES = 15;

  private final Path program;
  private final String classPath;

  private JMeter(Path program, String classPath) {
    this.program = program;
    this.classPath = classPath;
  }

  /**
   * What JMeter measured.
   *
   * @param requests how many were sent
   * @param errors how many of them were not answered with success
   * @param millis from the first request to the last answer
   */
  record Answers(
      long requests,
      long errors,
      long meanMillis,
      long p95Millis,
      long longestMillis,
      long millis) {}

  /** Downloads what is missing, once. */
  static JMeter resolve(Path root) throws IOException, InterruptedException {
    Path source = root.resolve("benchmarks/src/load");
    Path file = Files.createTempFile("load", ".classpath");
    Process maven =
        new ProcessBuilder(
                "mvn",
                "-q",
                "-f",
                source.resolve("pom.xml").toString(),
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + file)
            .inheritIO()
            .start();
    if (!maven.waitFor(BUILD_MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
      maven.destroyForcibly();
      throw new IOException("JMeter could not be resolved");
    }
    String classPath = Files.readString(file).strip();
    Files.delete(file);
    return new JMeter(source.resolve("Load.java"), classPath);
  }

  /**
   * Starts to book what a file lists; {@link #answers} tells when it has ended.
   *
   * @param rest of each user before each request
   */
  Process start(
      URI server, Path lines, int users, int events, Duration rest, Path answers, Path log)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            classPath,
            program.toString(),
            server.toString(),
            lines.toString(),
            Integer.toString(users),
            Integer.toString(events),
            Long.toString(rest.toMillis()),
            answers.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  static Answers answers(Path file) throws IOException {
    List<Long> numbers =
        Pattern.compile(" ")
            .splitAsStream(Files.readString(file).strip())
            .map(Long::valueOf)
            .toList();
    return new Answers(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5));
  }
}
