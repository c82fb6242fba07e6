package dev.scheduling.benchmarks.reminders;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.benchmarks.Versions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./bench reminders}: a hundred thousand due in one second, a million waiting. */
public final class ReminderSuite implements Suite {

  @Override
  public String name() {
    return "reminders";
  }

  @Override
  public String question() {
    return "how late are 100,000 reminders due in one second, with 1,000,000 pending? (10 min)";
  }

  @Override
  public Report measure(Session session) throws Exception {
    int due = session.quick() ? 10_000 : 100_000;
    int pending = session.quick() ? 100_000 : 1_000_000;
    InstantSource clock = InstantSource.system();
    Lateness peer;
    ReminderRush.Result staged;
    ReminderRush.Result cold;
    ReminderRush.Result started;
    try (Database database = new Database()) {
      database.makeTables();
      DbSchedulerRush theirs = new DbSchedulerRush(database, due, clock);
      theirs.seed(pending);
      ReminderRush ours = new ReminderRush(database, due, clock);
      ours.seed(pending);
      peer = theirs.run();
      started = ours.cold();
      staged = ours.staged();
      cold = ours.cold();
    }
    Map<String, Lateness> all = new LinkedHashMap<>();
    all.put("staged: handed over in the process", staged.handedOver());
    all.put("staged: notification committed", staged.durable());
    all.put("cold: handed over in the process", cold.handedOver());
    all.put("cold: notification committed", cold.durable());
    all.put("cold, process just started: handed over", started.handedOver());
    all.put("cold, process just started: committed", started.durable());
    all.put(Versions.of("db-scheduler") + ": handler called", peer);
    write(session, all);
    return new Report(
        "Reminders that are due at the same time",
        List.of(
            String.format(
                "%,d reminders due in one second, %,d more pending, one node, PostgreSQL with fsync"
                    + " on the same machine. `Staged` is a scheduler that runs; `cold` one that starts"
                    + " at the very instant and has staged nothing, in a process that runs, or that"
                    + " just started and has compiled nothing either. What is handed over in the"
                    + " process was staged durably before; the committed notification is the effect"
                    + " behind it, through outbox, inbox and the check of the revision. db-scheduler"
                    + " runs with lock-and-fetch, 32 threads and a poll of 100 ms, and its handler"
                    + " only counts; the row is removed afterwards.",
                due, pending)),
        Versions.of("db-scheduler"),
        List.of(
            new Table(
                "Lateness from the due time",
                List.of("", "p50", "p90", "p99", "worst", "early"),
                all.entrySet().stream().map(each -> each.getValue().row(each.getKey())).toList())),
        null,
        List.of(
            Figure.of(
                "reminders.ratio",
                "p99 lateness of 100,000 reminders due in one second: better than the peer by",
                peer.percentile(0.99) / Math.max(1, staged.handedOver().percentile(0.99)),
                "times " + Versions.of("db-scheduler"),
                ">= 50"),
            Figure.of(
                "reminders.staged",
                "the same, p99 to the hand-over in the process, staged",
                staged.handedOver().percentile(0.99),
                "ms",
                "<= 100"),
            Figure.of(
                "reminders.cold",
                "the same, p99 to the hand-over in the process, cold",
                cold.handedOver().percentile(0.99) / 1_000,
                "s",
                "<= 3"),
            Figure.of(
                "reminders.cold.started",
                "the same, cold in a process that just started",
                started.handedOver().percentile(0.99) / 1_000,
                "s",
                "> 0"),
            Figure.of(
                "reminders.durable",
                "the same, p99 to the committed notification, staged",
                staged.durable().percentile(0.99) / 1_000,
                "s",
                "<= 60"),
            Figure.of(
                "reminders.early",
                "reminders that came early, of all runs",
                (double)
                    (staged.handedOver().early()
                        + cold.handedOver().early()
                        + started.handedOver().early()),
                "reminders",
                "= 0")));
  }

  private void write(Session session, Map<String, Lateness> all) throws java.io.IOException {
    Map<String, Map<String, Double>> raw = new LinkedHashMap<>();
    all.forEach(
        (title, lateness) -> {
          Map<String, Double> percentiles = new LinkedHashMap<>();
          for (double share :
              new double[] {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1}) {
            percentiles.put("p" + share * 100 + " ms", lateness.percentile(share));
          }
          percentiles.put("count", (double) lateness.count());
          percentiles.put("early", (double) lateness.early());
          raw.put(title, percentiles);
        });
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(session.rawResults(name()).toFile(), raw);
  }
}
