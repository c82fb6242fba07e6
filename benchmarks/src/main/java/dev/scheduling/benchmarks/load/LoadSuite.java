package dev.scheduling.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.kafka.KafkaBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** {@code ./bench load}: events through HTTP, relay, Kafka, consumer and database, by JMeter. */
public final class LoadSuite implements Suite {

  private static final List<Integer> EVENTS = List.of(10_000, 30_000, 50_000);
  private static final List<Integer> A_FEW = List.of(1_000);
  private static final int KILLS = 40;
  private static final int A_FEW_KILLS = 8;

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String question() {
    return "do 10,000 to 50,000 events reach their consumer once, also with 40 kills? (30 min)";
  }

  @Override
  public Report measure(Session session) throws IOException, InterruptedException, SQLException {
    JMeter jmeter = JMeter.resolve(session.root());
    List<LoadRun.Outcome> outcomes = new ArrayList<>();
    for (int events : session.quick() ? A_FEW : EVENTS) {
      for (int kills : new int[] {0, session.quick() ? A_FEW_KILLS : KILLS}) {
        if (session.wants(nameOf(events, kills))) {
          outcomes.add(run(session, jmeter, events, kills));
        }
      }
    }
    if (outcomes.isEmpty()) {
      throw new IllegalArgumentException(
          "-only must match a run such as '" + nameOf(EVENTS.get(0), KILLS) + "'");
    }
    Files.writeString(
        session.rawResults(name()),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(outcomes) + "\n");
    return report(outcomes);
  }

  private static String nameOf(int events, int kills) {
    return events + " events, " + kills + " kills";
  }

  private static LoadRun.Outcome run(Session session, JMeter jmeter, int events, int kills)
      throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("bench-load");
    int port = KafkaBroker.freePort();
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        KafkaBroker broker =
            KafkaBroker.start(Files.createDirectory(folder.resolve("broker")), port, port)) {
      String database =
          "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?user=postgres";
      return new LoadRun(session.root(), folder, database, broker).measure(jmeter, events, kills);
    }
  }

  private static Report report(List<LoadRun.Outcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (LoadRun.Outcome each : outcomes) {
      rows.add(
          List.of(
              "%,d events, %d kills".formatted(each.events(), each.kills()),
              Durations.digits(each.events() * 1e3 / each.answers().millis()),
              each.answers().meanMillis() + " ms",
              each.answers().p95Millis() + " ms",
              Durations.digits(each.effectP50Millis()) + " ms",
              Durations.digits(each.effectP95Millis()) + " ms",
              each.drainMillis() + " ms",
              Long.toString(each.answers().errors()),
              Long.toString(each.lost()),
              Long.toString(each.doubled())));
    }
    LoadRun.Outcome last = largestWithoutKills(outcomes);
    return new Report(
        "Load",
        List.of(
            "JMeter books events as 20 users, as fast as it gets answers, with kills as slowly as"
                + " leaves three seconds for each, at one of three servers that"
                + " share a PostgreSQL with fsync and a Kafka broker, all on this machine. Each event"
                + " is one message: outbox, relay, Kafka, consumer, a notification in the database,"
                + " which is the effect. The other two servers, which relay and consume as well, and"
                + " the broker are killed by SIGKILL in turns and started again at once, each time"
                + " that another share of the events is booked. The one that JMeter speaks to is not"
                + " killed: its clients would see that their connection is refused."
                + " Lost and doubled are counted in the database."),
        "jmeter-java-dsl 2.2",
        List.of(
            new Table(
                "Runs",
                List.of(
                    "run",
                    "a second",
                    "answer, mean",
                    "answer, p95",
                    "effect, p50",
                    "effect, p95",
                    "drained after",
                    "errors",
                    "lost",
                    "doubled"),
                rows)),
        null,
        List.of(
            sum(
                "load.errors",
                "requests answered with an error",
                outcomes,
                o -> o.answers().errors()),
            sum("load.lost", "events that were lost", outcomes, LoadRun.Outcome::lost),
            sum("load.doubled", "effects that happened twice", outcomes, LoadRun.Outcome::doubled),
            Figure.of(
                "load.answer.mean",
                "answer to a booking under load without kills, mean",
                (double) last.answers().meanMillis(),
                "ms",
                "<= 39"),
            Figure.of(
                "load.answer.p95",
                "answer to a booking under load without kills, p95",
                (double) last.answers().p95Millis(),
                "ms",
                "> 0"),
            Figure.of(
                "load.effect.p50",
                "from the request to its effect under load without kills, p50",
                last.effectP50Millis(),
                "ms",
                "> 0")));
  }

  private static LoadRun.Outcome largestWithoutKills(List<LoadRun.Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> outcome.kills() == 0)
        .reduce((smaller, larger) -> larger)
        .orElse(outcomes.get(outcomes.size() - 1));
  }

  private static Figure sum(
      String id, String what, List<LoadRun.Outcome> outcomes, ToLongFunction<LoadRun.Outcome> of) {
    double sum = (double) outcomes.stream().mapToLong(of).sum();
    return Figure.of(id, what, sum, "in all runs", "= 0");
  }
}
