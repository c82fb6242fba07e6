package dev.scheduling.benchmarks;

import dev.scheduling.benchmarks.bookings.BookingSuite;
import dev.scheduling.benchmarks.intervals.IntervalSuite;
import dev.scheduling.benchmarks.load.LoadSuite;
import dev.scheduling.benchmarks.outbox.OutboxSuite;
import dev.scheduling.benchmarks.recurrence.RecurrenceSuite;
import dev.scheduling.benchmarks.reminders.ReminderSuite;
import dev.scheduling.benchmarks.series.SeriesSuite;
import dev.scheduling.benchmarks.slots.SlotsSuite;
import dev.scheduling.benchmarks.start.StartSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The command {@code ./bench}. */
public final class Bench {

  /** Every set, in the order in which they are listed. */
  private static final List<Suite> SUITES =
      List.of(
          new RecurrenceSuite(),
          new IntervalSuite(),
          new SeriesSuite(),
          new ReminderSuite(),
          new SlotsSuite(),
          new BookingSuite(),
          new OutboxSuite(),
          new LoadSuite(),
          new StartSuite());

  private static final String USAGE =
      """
      usage: ./bench SET [-forks N] [-quick] [-only REGEX]
             ./bench readme        makes the tables of the READMEs anew from figures.json

        -forks N     how many JVMs run each JMH benchmark, one after another (2)
        -quick       short runs for a first look; results go to benchmarks/target/bench,
                     figures.json and benchmarks/results stay as they are
        -only REGEX  only the benchmarks whose Class.method matches; results as with -quick

      sets:
      """;

  private final Path root;
  private final InstantSource clock;

  private Bench(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /**
   * Runs the command.
   *
   * @param arguments the repository's root, then what was typed after {@code ./bench}
   * @throws Exception if a measurement failed; its files are not written then
   */
  public static void main(String[] arguments) throws Exception {
    var bench = new Bench(Path.of(arguments[0]), InstantSource.system());
    System.exit(bench.run(List.of(arguments).subList(1, arguments.length)));
  }

  private int run(List<String> words) throws Exception {
    Request request;
    try {
      request = Request.of(words);
    } catch (IllegalArgumentException e) {
      return usage(String.valueOf(e.getMessage()));
    }
    if (request.set().isEmpty()) {
      return usage("");
    }
    if (request.set().equals("readme")) {
      renderReadmes();
      return 0;
    }
    for (Suite suite : SUITES) {
      if (suite.name().equals(request.set())) {
        measure(suite, request);
        return 0;
      }
    }
    return usage("no set is called " + request.set());
  }

  private void measure(Suite suite, Request request) throws Exception {
    boolean forTheRecord = request.isForTheRecord();
    Path results = root.resolve(forTheRecord ? "benchmarks/results" : "benchmarks/target/bench");
    Files.createDirectories(results);
    var session = new Session(root, results, request.forks(), request.quick(), request.only());
    Conditions before = Conditions.now();
    Report report = suite.measure(session);
    Conditions conditions = before.finished().with(report.versions());

    String markdown = report.markdown(request.command(), suite.name(), conditions);
    Files.writeString(results.resolve(suite.name() + ".md"), markdown);
    BarChart chart = report.chart();
    if (chart != null) {
      Files.writeString(results.resolve(suite.name() + ".svg"), chart.svg());
    }
    System.out.println(markdown);
    if (forTheRecord) {
      keep(report, conditions, request.command());
    }
    System.out.println("Written to " + root.relativize(results) + ".");
  }

  private void keep(Report report, Conditions conditions, String command) throws IOException {
    String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    Figures figures = Figures.read(figuresFile());
    figures.put(
        report.figures().stream().map(each -> each.measured(day, conditions, command)).toList());
    figures.write(figuresFile());
    renderReadmes();
  }

  private void renderReadmes() throws IOException {
    Figures figures = Figures.read(figuresFile());
    for (Path readme : Readmes.in(root)) {
      Files.writeString(readme, MarkedTables.render(Files.readString(readme), figures));
    }
  }

  private Path figuresFile() {
    return root.resolve("benchmarks/results/figures.json");
  }

  private static int usage(String complaint) {
    if (!complaint.isEmpty()) {
      System.err.println(complaint + "\n");
    }
    var text = new StringBuilder(USAGE);
    SUITES.forEach(
        suite -> text.append(String.format("  %-12s %s%n", suite.name(), suite.question())));
    System.out.print(text);
    return complaint.isEmpty() ? 0 : 2;
  }
}
