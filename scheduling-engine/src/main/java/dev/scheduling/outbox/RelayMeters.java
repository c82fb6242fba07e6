package dev.scheduling.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a relay counts. Thread-safe. */
final class RelayMeters {

  private final DistributionSummary batches;
  private final Timer sending;
  private final Counter sent;
  private final Counter failed;
  private final Counter dead;
  private final Counter fenced;
  private final Counter stolen;

  RelayMeters(MeterRegistry registry) {
    batches =
        DistributionSummary.builder("outbox.batch")
            .description("messages that were sent together")
            .register(registry);
    sending =
        Timer.builder("outbox.send")
            .description("how long a sender took for a batch")
            .register(registry);
    sent = attempts(registry, "sent");
    failed = attempts(registry, "failed");
    dead = attempts(registry, "dead");
    fenced =
        Counter.builder("outbox.completions.fenced")
            .description("completions refused because the lease had gone to another relay")
            .register(registry);
    stolen =
        Counter.builder("outbox.leases.stolen")
            .description("partitions taken from a relay that let its lease run out")
            .register(registry);
  }

  private static Counter attempts(MeterRegistry registry, String result) {
    return Counter.builder("outbox.attempts")
        .description("attempts whose outcome was recorded")
        .tag("result", result)
        .register(registry);
  }

  void sent(List<PendingMessage> batch, long nanos) {
    batches.record(batch.size());
    sending.record(nanos, TimeUnit.NANOSECONDS);
  }

  void completed(Completion completion) {
    sent.increment(completion.sent().size());
    failed.increment(completion.retries().size());
    dead.increment(completion.deaths().size());
  }

  void fenced() {
    fenced.increment();
  }

  void stolen(int partitions) {
    stolen.increment(partitions);
  }
}
