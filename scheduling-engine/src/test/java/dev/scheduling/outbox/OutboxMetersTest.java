package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.memory.InMemoryStores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Each meter is there and moves when what it counts happens. */
class OutboxMetersTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final MovableClock clock = new MovableClock();
  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryStores stores = new InMemoryStores(clock);
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final FakeReceiver receiver = new FakeReceiver();

  private RelayRound relay(MessageSender sender) {
    return new RelayRound(
        stores.transactions(),
        stores.outbox(),
        sender,
        letter -> {},
        new RelaySettings(
            "relay",
            LEASE,
            Duration.ofMillis(5),
            Duration.ofSeconds(1),
            100,
            1,
            RetryPolicy.DEFAULT,
            Map.of()),
        new RelayMeters(meters),
        nanos::get,
        Runnable::run,
        () -> {});
  }

  private void pass(Duration time) {
    clock.move(time);
    nanos.addAndGet(time.toNanos());
  }

  private static OutboxMessage message(MovableClock clock, String key, String id) {
    return OutboxMessage.builder("type", key, clock.instant()).id(id).build();
  }

  private void append(String key, String... ids) {
    stores
        .transactions()
        .inTransaction(
            tx -> {
              for (String id : ids) {
                stores.outbox().append(tx, List.of(message(clock, key, id)));
              }
              return "";
            });
  }

  /** Somebody else asks for leases, and gets what nobody holds any more. */
  private void leaseTo(String other) {
    stores.transactions().inTransaction(tx -> stores.outbox().lease(tx, other, LEASE));
  }

  private double count(String name, String... tags) {
    return meters.get(name).tags(tags).counter().count();
  }

  /** A gauge as it is now; those that are read again within seconds show what they showed. */
  private double gauge(String name) {
    MeterRegistry fresh = new SimpleMeterRegistry();
    BacklogMeters.register(fresh, stores.transactions(), stores.outbox());
    return fresh.get(name).gauge().value();
  }

  @Test
  void attemptsBatchesAndTheTimeOfSendingAreCounted() {
    receiver.answer("failing", SendResult.failed("not now"));
    receiver.answer("wrong", SendResult.refused("nonsense"));
    append("a", "1", "2");
    append("b", "failing");
    append("c", "wrong");

    relay(
            messages -> {
              nanos.addAndGet(Duration.ofMillis(3).toNanos());
              return receiver.send(messages);
            })
        .run();

    assertEquals(2, count("outbox.attempts", "result", "sent"));
    assertEquals(1, count("outbox.attempts", "result", "failed"));
    assertEquals(1, count("outbox.attempts", "result", "dead"));
    assertEquals(4, meters.get("outbox.batch").summary().totalAmount());
    long batches = meters.get("outbox.batch").summary().count();
    assertEquals(batches, meters.get("outbox.send").timer().count());
    assertTrue(meters.get("outbox.send").timer().mean(TimeUnit.MILLISECONDS) >= 3);
  }

  @Test
  void whatWaitsAndForHowLongIsShown() {
    receiver.answer("failing", SendResult.failed("not now"));
    receiver.answer("wrong", SendResult.refused("nonsense"));
    append("b", "failing", "behind");
    append("c", "wrong");
    assertEquals(3, gauge("outbox.pending"));
    assertEquals(0, gauge("outbox.parked.keys"));
    RelayRound relay = relay(receiver);
    relay.run();
    relay.run();
    pass(Duration.ofSeconds(2));

    assertEquals(2, gauge("outbox.pending"));
    assertEquals(2, gauge("outbox.pending.age"));
    assertEquals(1, gauge("outbox.parked.keys"));
    assertEquals(2, gauge("outbox.parked.age"));
    assertEquals(1, gauge("outbox.dead.letters"));
  }

  @Test
  void leaseThatIsTakenFromAnotherAndACompletionThatComesTooLateAreCounted() {
    leaseTo("gone");
    pass(LEASE.plusSeconds(1));
    append("a", "1");
    RelayRound relay =
        relay(
            messages -> {
              pass(LEASE.plusSeconds(1));
              leaseTo("thief");
              return receiver.send(messages);
            });

    relay.run();

    assertEquals(OutboxStore.PARTITIONS, count("outbox.leases.stolen"));
    assertEquals(1, count("outbox.completions.fenced"));
    assertEquals(0, count("outbox.attempts", "result", "sent"));
  }

  @Test
  void redrivesAreCountedByTheirResult() {
    receiver.answer("1", SendResult.refused("nonsense"));
    receiver.answer("2", SendResult.refused("nonsense"));
    append("a", "1");
    append("b", "2");
    relay(receiver).run();
    Redrive redrive =
        Redrive.of(stores.transactions(), stores.outbox(), () -> {}).withMeters(meters);
    List<DeadLetter> letters = redrive.list(DeadLetterFilter.ALL, 0, 10);

    redrive.one(letters.get(0).number());
    redrive.one(letters.get(0).number());
    redrive.discard(letters.get(1).number(), "of no use");

    assertEquals(1, count("outbox.redriven", "result", "redriven"));
    assertEquals(1, count("outbox.redriven", "result", "refused"));
    assertEquals(1, count("outbox.redriven", "result", "discarded"));
  }

  @Test
  void duplicatesThatTheInboxAbsorbsAreCountedForEachConsumer() {
    InProcessSender sender =
        InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
            .meters(meters)
            .consumer("c", Set.of("type"), (tx, message) -> {})
            .build();
    List<OutboxMessage> messages = List.of(message(clock, "a", "1"), message(clock, "a", "2"));

    sender.send(messages);
    sender.send(messages);

    assertEquals(2, count("inbox.duplicates", "consumer", "c"));
  }
}
