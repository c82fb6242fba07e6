package dev.scheduling.benchmarks.start;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.benchmarks.BarChart;
import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code ./bench start}: how long the server takes to its first 200, and the memory it holds then.
 */
public final class StartSuite implements Suite {

  private static final Duration BUILD_LIMIT = Duration.ofMinutes(20);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  /** The ways to start that are compared. */
  private enum Way {
    ARCHIVE("with the class-data archive"),
    PLAIN("with the JDK's own archive only"),
    FIRST("with it, on an empty data folder");

    private final String title;

    Way(String title) {
      this.title = title;
    }

    /**
     * Returns the environment that makes {@code ./serve} start this way, on the JDK that runs us.
     */
    Map<String, String> settings() {
      Path home = Path.of(System.getProperty("java.home"));
      Path ofTheJdk = home.resolve(Path.of("lib", "server", "classes.jsa"));
      // The JDK's own archive is what a Java program has without doing anything for it.
      String options = this == PLAIN ? "-XX:SharedArchiveFile=" + ofTheJdk : "";
      return Map.of("JAVA_HOME", home.toString(), "JAVA_OPTS", options);
    }
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String question() {
    return "how long until the server answers, with and without the class-data archive? (2 min)";
  }

  @Override
  public Report measure(Session session) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bench-start");
    Map<Way, List<Start>> starts = new EnumMap<>(Way.class);
    try {
      Path data = folder.resolve("data");
      // Builds what is missing, makes the archive and the data folder, and fills the system's file
      // cache.
      start(session, data, Way.ARCHIVE, BUILD_LIMIT);
      int rounds = session.quick() ? 1 : 5;
      for (int round = 0; round < rounds; round++) {
        for (Way way : Way.values()) {
          Path own = way == Way.FIRST ? folder.resolve("first" + round) : data;
          starts
              .computeIfAbsent(way, ignored -> new ArrayList<>())
              .add(start(session, own, way, START_LIMIT));
        }
      }
    } finally {
      delete(folder);
    }
    writeRaw(session, starts);
    return report(starts);
  }

  private static Start start(Session session, Path data, Way way, Duration limit)
      throws IOException, InterruptedException {
    try (var server = ServerProcess.start(session.root(), data, way.settings())) {
      return server.awaitReady(limit);
    }
  }

  private void writeRaw(Session session, Map<Way, List<Start>> starts) throws IOException {
    Map<String, Object> raw = new TreeMap<>();
    starts.forEach(
        (way, each) ->
            raw.put(
                way.name().toLowerCase(Locale.ROOT),
                each.stream()
                    .map(
                        start ->
                            Map.of(
                                "milliseconds",
                                start.untilReady().toMillis(),
                                "cpuMilliseconds",
                                start.cpu().toMillis(),
                                "residentBytes",
                                start.residentBytes()))
                    .toList()));
    String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(raw);
    Files.writeString(session.rawResults(name()), json + "\n");
  }

  private static Report report(Map<Way, List<Start>> starts) {
    List<List<String>> rows = new ArrayList<>();
    starts.forEach(
        (way, each) ->
            rows.add(
                List.of(
                    way.title,
                    Durations.text(medianNanos(each)),
                    Durations.text(nanos(each).get(0)),
                    Durations.text(nanos(each).get(each.size() - 1)),
                    Durations.text(medianCpuNanos(each)),
                    Durations.digits(medianMegabytes(each)) + " MB")));
    double archive = medianNanos(starts.getOrDefault(Way.ARCHIVE, List.of()));
    double plain = medianNanos(starts.getOrDefault(Way.PLAIN, List.of()));
    double first = medianNanos(starts.getOrDefault(Way.FIRST, List.of()));
    double memory = medianMegabytes(starts.getOrDefault(Way.ARCHIVE, List.of()));
    return new Report(
        "Start of the server",
        List.of(
            "From the start of `./serve` to the first 200 of `/health/ready`; everything is built and"
                + " in the file cache, and the data folder exists unless it says otherwise. The ways"
                + " take turns. The CPU time is that of all the process's threads together; on an idle"
                + " machine of several cores the start takes less than it. The memory is what the system counts as resident, right after the"
                + " first 200."),
        "",
        List.of(
            new Table(
                "Until the first 200",
                List.of("start", "median", "fastest", "slowest", "CPU time", "resident memory"),
                rows)),
        chart(starts),
        List.of(
            figure("start.archive", Way.ARCHIVE, archive),
            figure("start.plain", Way.PLAIN, plain),
            figure("start.first", Way.FIRST, first),
            Figure.of(
                "start.gain",
                "start without the class-data archive, by the start with it",
                plain / archive,
                "times",
                ">= 1.3"),
            Figure.of(
                "start.memory",
                "resident memory of the server after its first 200",
                memory,
                "MB",
                "< 200")));
  }

  private static Figure figure(String id, Way way, double nanos) {
    return Figure.of(id, "start to the first 200, " + way.title, nanos / 1e9, "s, median", "< 1.5");
  }

  private static BarChart chart(Map<Way, List<Start>> starts) {
    return new BarChart(
        "Start of the server",
        "From ./serve to the first 200 of /health/ready.",
        BarChart.Scale.LINEAR,
        List.of(
            new BarChart.Series("median", "#0b5cad"), new BarChart.Series("slowest", "#9aa5b1")),
        starts.entrySet().stream()
            .map(
                each ->
                    new BarChart.Group(
                        each.getKey().title,
                        each.getValue().size() + " starts",
                        Stream.of(
                                medianNanos(each.getValue()),
                                nanos(each.getValue()).get(each.getValue().size() - 1))
                            .map(nanos -> new BarChart.Bar(nanos, ""))
                            .toList()))
            .toList());
  }

  private static List<Double> nanos(List<Start> starts) {
    return starts.stream().map(start -> (double) start.untilReady().toNanos()).sorted().toList();
  }

  private static double medianNanos(List<Start> starts) {
    return nanos(starts).get(starts.size() / 2);
  }

  private static double medianCpuNanos(List<Start> starts) {
    return starts.stream()
        .map(start -> (double) start.cpu().toNanos())
        .sorted()
        .toList()
        .get(starts.size() / 2);
  }

  private static double medianMegabytes(List<Start> starts) {
    return starts.stream()
        .map(start -> start.residentBytes() / 1e6)
        .sorted()
        .toList()
        .get(starts.size() / 2);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path emptied, @org.jspecify.annotations.Nullable IOException problem)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
