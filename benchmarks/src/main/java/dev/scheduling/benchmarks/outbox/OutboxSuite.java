package dev.scheduling.benchmarks.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.benchmarks.Durations;
import dev.scheduling.benchmarks.Figure;
import dev.scheduling.benchmarks.Report;
import dev.scheduling.benchmarks.Session;
import dev.scheduling.benchmarks.Suite;
import dev.scheduling.benchmarks.Table;
import dev.scheduling.benchmarks.Versions;
import dev.scheduling.benchmarks.outbox.AppendCost.Extra;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./bench outbox}: messages a second and milliseconds from the commit to the sink. */
public final class OutboxSuite implements Suite {

  private static final int WRITERS = 8;

  private final Map<String, List<Double>> raw = new TreeMap<>();

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public String question() {
    return "how fast do messages leave the outbox, and what does an append cost? (8 min)";
  }

  private interface Measurement {
    double once() throws Exception;
  }

  /**
   * Measures things in turns, so that a change of the machine's load meets all alike. The first
   * round warms each of them up and does not count.
   */
  private Map<String, Double> turns(int rounds, Map<String, Measurement> measurements)
      throws Exception {
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Measurement> each : measurements.entrySet()) {
        double rate = each.getValue().once();
        if (round > 0) {
          raw.computeIfAbsent(each.getKey(), id -> new ArrayList<>()).add(rate);
        }
      }
    }
    Map<String, Double> medians = new TreeMap<>();
    for (String id : measurements.keySet()) {
      medians.put(id, median(raw.getOrDefault(id, List.of())));
    }
    return medians;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  @Override
  public Report measure(Session session) throws Exception {
    int scale = session.quick() ? 10 : 1;
    int rounds = session.quick() ? 1 : 3;
    double fsyncs = FsyncRate.measure(Duration.ofSeconds(2));
    try (Database database = Database.start()) {
      Drain drain = new Drain(database);
      Map<String, Double> relay =
          turns(
              rounds,
              Map.of(
                  "ours", () -> drain.ours(120_000 / scale, 1_000),
                  "db-scheduler", () -> drain.dbScheduler(10_000 / scale),
                  "transaction-outbox", () -> drain.transactionOutbox(4_000 / scale),
                  "ours, 200 keys", () -> drain.ours(120_000 / scale, 200)));
      AppendCost append = new AppendCost(database);
      Duration slice = Duration.ofSeconds(session.quick() ? 1 : 6);
      Map<String, Double> writers =
          turns(
              rounds,
              Map.of(
                  "business only", () -> append.measure(WRITERS, Extra.NOTHING, slice),
                  "business and INSERT", () -> append.measure(WRITERS, Extra.INSERT, slice),
                  "business and append", () -> append.measure(WRITERS, Extra.APPEND, slice)));
      writers.putAll(
          turns(
              rounds,
              Map.of(
                  "bookings", () -> append.bookings(WRITERS, true, slice),
                  "bookings without messages", () -> append.bookings(WRITERS, false, slice))));
      database.execute(List.of("TRUNCATE scheduling_outbox"));
      ConsumerCost consumer = new ConsumerCost(database);
      consumer.prepare();
      Map<String, Double> consumers =
          turns(
              rounds,
              Map.of(
                  "without inbox", () -> consumer.measure(20_000 / scale, false),
                  "with inbox", () -> consumer.measure(20_000 / scale, true)));
      List<Double> latency = new Latency(database).measure(3_000 / scale);
      raw.put("commit to sink, ms", latency);
      Map<String, Double> kafka;
      try (Broker broker = Broker.start()) {
        KafkaRate rate = new KafkaRate(database, broker);
        kafka =
            turns(
                session.quick() ? 1 : 7,
                Map.of(
                    "producer", () -> rate.producer(240_000 / scale),
                    "relay to Kafka", () -> rate.relay(240_000 / scale)));
      }
      Files.writeString(
          session.rawResults(name()),
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(raw) + "\n");
      return report(fsyncs, relay, writers, consumers, latency, kafka);
    }
  }

  private static double of(Map<String, Double> measured, String id) {
    return measured.getOrDefault(id, Double.NaN);
  }

  private static Report report(
      double fsyncs,
      Map<String, Double> relay,
      Map<String, Double> writers,
      Map<String, Double> consumers,
      List<Double> latency,
      Map<String, Double> kafka) {
    List<List<String>> rows = new ArrayList<>();
    for (Map<String, Double> each : List.of(relay, writers, consumers, kafka)) {
      each.forEach((what, rate) -> rows.add(List.of(what, Durations.digits(rate))));
    }
    rows.add(List.of("fsyncs of this machine's disk", Durations.digits(fsyncs)));
    double best = Math.max(of(relay, "db-scheduler"), of(relay, "transaction-outbox"));
    double p50 = latency.get(latency.size() / 2);
    double p99 = latency.get((int) (latency.size() * 0.99));
    String peers = Versions.of("db-scheduler") + ", " + Versions.of("transaction-outbox");
    return new Report(
        "The outbox",
        List.of(
            "PostgreSQL with fsync, on the same machine; 300 bytes a message. The table is full"
                + " before the clock starts, and was filled just before, as nothing waits long in an"
                + " outbox: no checkpoint lies between. The kinds take turns, and the median counts."
                + " db-scheduler polls by lock-and-fetch (4, 40) with 32 threads;"
                + " transaction-outbox is flushed by 32 threads, 1,000 at a time; our relay has 4"
                + " lanes and batches of 2,000. Both others commit once"
                + " for each message, which is what a handler that may fail alone asks for; ours"
                + " completes a batch at once and parks the key of what failed.",
            "A business transaction is an UPDATE and an INSERT; eight writers make them as fast as"
                + " they can. Where the disk makes thousands of fsyncs a second, every statement"
                + " weighs as much as the commit: *business and INSERT* says what the least of all"
                + " additions costs. *Bookings* are the business transactions of this library, by eight"
                + " writers with a calendar each.",
            String.format(
                Locale.ROOT,
                "From the commit to the sink at 200 messages a second: p50 %.2f ms, p99 %.2f ms,"
                    + " the slowest %.1f ms.",
                p50,
                p99,
                latency.get(latency.size() - 1))),
        peers,
        List.of(new Table("A second", List.of("what", "median"), rows)),
        null,
        List.of(
            Figure.of(
                "outbox.relay",
                "relay to a sink in the process, as fast as the better peer",
                of(relay, "ours") / best,
                "times",
                ">= 10"),
            Figure.of(
                "outbox.ordered",
                "the same in order with 200 keys, as fast as, without any order,",
                of(relay, "ours, 200 keys") / of(relay, "transaction-outbox"),
                "times " + Versions.of("transaction-outbox"),
                ">= 25"),
            Figure.of(
                "outbox.append",
                "throughput of 8 writers with an append, by that without",
                of(writers, "business and append") / of(writers, "business only"),
                "times",
                ">= 0.95"),
            Figure.of(
                "outbox.append.booking",
                "the same where the business transaction is a booking of this library",
                of(writers, "bookings") / of(writers, "bookings without messages"),
                "times",
                ">= 0.95"),
            Figure.of(
                "outbox.append.insert",
                "throughput with an append, by that with one more INSERT of as many bytes",
                of(writers, "business and append") / of(writers, "business and INSERT"),
                "times",
                "> 0"),
            Figure.of(
                "outbox.inbox",
                "throughput of a consumer with the inbox, by that without",
                of(consumers, "with inbox") / of(consumers, "without inbox"),
                "times",
                ">= 0.8"),
            Figure.of(
                "outbox.kafka",
                "relay to a Kafka broker, as fast as a producer alone",
                of(kafka, "relay to Kafka") / of(kafka, "producer"),
                "times",
                ">= 0.5"),
            Figure.of(
                "outbox.latency.p50",
                "commit to sink at 200 messages a second, p50",
                p50,
                "ms",
                "<= 5"),
            Figure.of(
                "outbox.latency.p99",
                "commit to sink at 200 messages a second, p99",
                p99,
                "ms",
                "<= 25"),
            Figure.of("outbox.fsync", "fsyncs of the machine's disk", fsyncs, "a second", "> 0")));
  }
}
