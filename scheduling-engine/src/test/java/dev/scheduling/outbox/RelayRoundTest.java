package dev.scheduling.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.MovableClock;
import dev.scheduling.memory.InMemoryOutboxStore;
import dev.scheduling.memory.InMemoryTransactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RelayRoundTest {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final RetryPolicy POLICY =
      RetryPolicy.DEFAULT.withAttempts(3).withPauses(Duration.ofSeconds(1), Duration.ofSeconds(60));

  private final MovableClock clock = new MovableClock();
  private final AtomicLong nanos = new AtomicLong();
  private final InMemoryTransactions transactions = new InMemoryTransactions();
  private final InMemoryOutboxStore store = new InMemoryOutboxStore(transactions, clock);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FakeReceiver receiver = new FakeReceiver();
  private final List<DeadLetter> alerts = new ArrayList<>();
  private final RelayRound relay = relay("a", POLICY, receiver);

  private RelayRound relay(String name, RetryPolicy policy, MessageSender sender) {
    return new RelayRound(
        transactions,
        store,
        sender,
        alerts::add,
        new RelaySettings(
            name,
            LEASE,
            Duration.ofMillis(5),
            Duration.ofSeconds(1),
            100,
            1,
            policy,
            Map.of("patient", policy.withAttempts(4))),
        new RelayMeters(meters),
        nanos::get,
        Runnable::run,
        () -> {});
  }

  private void append(String key, String... ids) {
    appendOfType("test.type", key, ids);
  }

  private void appendOfType(String type, String key, String... ids) {
    transactions.inTransaction(
        tx -> {
          for (String id : ids) {
            store.append(
                tx, List.of(OutboxMessage.builder(type, key, clock.instant()).id(id).build()));
          }
          return "";
        });
  }

  /** Goes round until nothing is left to do. */
  private void runUntilIdle(RelayRound round) {
    for (int i = 0; i < 100; i++) {
      if (round.run() != RelayRound.Result.BUSY) {
        return;
      }
    }
    throw new AssertionError("the relay does not come to rest");
  }

  private void pass(Duration time) {
    clock.move(time);
    nanos.addAndGet(time.toNanos());
  }

  private Backlog backlog() {
    return transactions.inTransaction(store::backlog);
  }

  @Test
  void whatWasAppendedIsSentOnceInOrder() {
    append("k", "1", "2", "3");

    runUntilIdle(relay);

    assertEquals(List.of("1", "2", "3"), receiver.received());
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void failedMessageIsTriedAgainAfterItsPauseAndItsFollowersComeAfterIt() {
    append("k", "1", "2");
    receiver.answer("1", SendResult.failed("not now"));
    runUntilIdle(relay);
    append("k", "3");
    runUntilIdle(relay);
    assertEquals(List.of(), receiver.received());
    receiver.accept("1");

    pass(Duration.ofMillis(400));
    runUntilIdle(relay);
    assertEquals(List.of(), receiver.received());
    pass(Duration.ofMillis(600));
    runUntilIdle(relay);

    assertEquals(List.of("1", "2", "3"), receiver.received());
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void failedMessageDoesNotHoldUpOtherKeys() {
    append("k", "1");
    append("other", "2");
    receiver.answer("1", SendResult.failed("not now"));

    runUntilIdle(relay);

    assertEquals(List.of("2"), receiver.received());
  }

  @Test
  void messageBecomesADeadLetterAfterItsLastAttemptAndOneAlertIsRaised() {
    append("k", "1", "2");
    receiver.answer("1", SendResult.failed("never"));

    for (int attempt = 0; attempt < 5; attempt++) {
      runUntilIdle(relay);
      pass(Duration.ofSeconds(60));
    }

    assertEquals(List.of("2"), receiver.received());
    assertEquals(1, alerts.size());
    assertEquals(3, alerts.get(0).attempts());
    assertEquals("never", alerts.get(0).cause());
    assertEquals(
        alerts,
        transactions.inTransaction(tx -> store.deadLetters(tx, DeadLetterFilter.ALL, 0, 10)));
  }

  @Test
  void refusedMessageBecomesADeadLetterAtOnce() {
    append("k", "1", "2");
    receiver.answer("1", SendResult.refused("nonsense"));

    runUntilIdle(relay);

    assertEquals(List.of("2"), receiver.received());
    assertEquals(1, alerts.get(0).attempts());
  }

  @Test
  void typeMayHaveAPolicyOfItsOwn() {
    appendOfType("patient", "k", "1");
    receiver.answer("1", SendResult.failed("never"));

    for (int attempt = 0; attempt < 6; attempt++) {
      runUntilIdle(relay);
      pass(Duration.ofSeconds(60));
    }

    assertEquals(4, alerts.get(0).attempts());
  }

  @Test
  void outageUsesUpNoAttempt() {
    append("k", "1", "2");
    receiver.goAway();
    for (int i = 0; i < 50; i++) {
      assertEquals(RelayRound.Result.OUTAGE, relay.run());
      pass(Duration.ofMinutes(1));
    }
    receiver.comeBack();

    runUntilIdle(relay);

    assertEquals(List.of("1", "2"), receiver.received());
    assertEquals(List.of(), alerts);
  }

  @Test
  void whatGotThroughBeforeAnOutageIsNotSentAgain() {
    append("k", "1");
    append(keyInTheSamePartition("k"), "2");
    receiver.answer("2", SendResult.outage("gone in between"));
    assertEquals(RelayRound.Result.OUTAGE, relay.run());
    receiver.accept("2");

    runUntilIdle(relay);

    assertEquals(List.of("1", "2"), receiver.received());
  }

  @Test
  void messageThatMakesTheSenderStumbleIsFoundAndTheOthersGetThrough() {
    String other = keyInTheSamePartition("k");
    append("k", "1", "2");
    append(other, "3");
    append("k", "4");
    receiver.throwOn("2");

    runUntilIdle(relay);
    assertEquals(List.of("1", "3"), receiver.received());
    receiver.accept("2");
    pass(Duration.ofSeconds(1));
    runUntilIdle(relay);

    assertEquals(List.of("1", "3", "2", "4"), receiver.received());
  }

  @Test
  void senderThatAnswersTooFewResultsLosesNothing() {
    append("k", "1");
    RelayRound round = relay("a", POLICY, messages -> List.of());

    runUntilIdle(round);

    assertEquals(1, backlog().parked());
  }

  @Test
  void keyHeldByADeadLetterGoesOnInOrderAfterTheRedrive() {
    RelayRound strict = relay("a", POLICY.withAfterDeath(RetryPolicy.AfterDeath.WAIT), receiver);
    append("k", "1", "2");
    receiver.answer("1", SendResult.refused("nonsense"));
    runUntilIdle(strict);
    append("k", "3");
    pass(Duration.ofDays(1));
    runUntilIdle(strict);
    assertEquals(List.of(), receiver.received());

    receiver.accept("1");
    Redrive redrive = Redrive.of(transactions, store, () -> {});
    assertEquals(1, redrive.all(DeadLetterFilter.ALL, 10, true));
    assertEquals(1, redrive.all(DeadLetterFilter.ALL, 10, false));
    runUntilIdle(strict);

    assertEquals(List.of("1", "2", "3"), receiver.received());
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void zombieThatWakesAfterItsLeaseRecordsNothing() {
    append("k", "1");
    RelayRound other = relay("b", POLICY, receiver);
    List<String> sentByZombie = new ArrayList<>();
    RelayRound zombie =
        relay(
            "z",
            POLICY,
            messages -> {
              // Asleep between reading and sending, for longer than the lease.
              pass(LEASE.plusMillis(1));
              runUntilIdle(other);
              messages.forEach(message -> sentByZombie.add(message.id()));
              return messages.stream().map(message -> SendResult.refused("too late")).toList();
            });

    zombie.run();

    assertEquals(List.of("1"), sentByZombie);
    assertEquals(List.of("1"), receiver.received());
    assertEquals(List.of(), alerts);
    assertEquals(Backlog.EMPTY, backlog());
  }

  @Test
  void nothingIsSentNearTheEndOfALease() {
    append("k", "1");
    append("other", "2");
    List<String> sent = new ArrayList<>();
    RelayRound slow =
        relay(
            "a",
            POLICY,
            messages -> {
              messages.forEach(message -> sent.add(message.id()));
              // Long enough that the lease has to be renewed before the next partition.
              nanos.addAndGet(LEASE.multipliedBy(9).dividedBy(10).toNanos());
              return messages.stream().map(message -> SendResult.sent()).toList();
            });

    runUntilIdle(slow);

    assertEquals(2, sent.size());
  }

  @Test
  void twoRelaysShareTheWork() {
    RelayRound b = relay("b", POLICY, receiver);
    relay.run();
    b.run();
    pass(LEASE.dividedBy(2));
    relay.run();
    b.run();
    for (int i = 0; i < 200; i++) {
      append("key-" + i, "m-" + i);
    }

    relay.run();
    int byFirst = receiver.received().size();
    b.run();

    assertEquals(200, receiver.received().size());
    assertTrue(byFirst > 50 && byFirst < 150, () -> "the first relay sent " + byFirst);
  }

  @Test
  void alertThatFailsStopsNothing() {
    append("k", "1", "2");
    receiver.answer("1", SendResult.refused("nonsense"));
    RelayRound round =
        new RelayRound(
            transactions,
            store,
            receiver,
            letter -> {
              throw new IllegalStateException("nobody to tell");
            },
            new RelaySettings(
                "a", LEASE, Duration.ofMillis(5), Duration.ofSeconds(1), 100, 1, POLICY, Map.of()),
            new RelayMeters(meters),
            nanos::get,
            Runnable::run,
            () -> {});

    runUntilIdle(round);

    assertEquals(List.of("2"), receiver.received());
  }

  @Test
  void messageWaitsForItsTime() {
    transactions.inTransaction(
        tx -> {
          store.append(
              tx,
              List.of(
                  OutboxMessage.builder("t", "k", clock.instant())
                      .id("1")
                      .notBefore(clock.instant().plusSeconds(30))
                      .build()));
          return "";
        });
    pass(Duration.ofMillis(29_999));
    runUntilIdle(relay);
    assertEquals(List.of(), receiver.received());

    pass(Duration.ofMillis(1));
    runUntilIdle(relay);

    assertEquals(List.of("1"), receiver.received());
  }

  private static String keyInTheSamePartition(String key) {
    int partition = MessageLimits.partition(key);
    for (int i = 0; ; i++) {
      if (MessageLimits.partition("key-" + i) == partition) {
        return "key-" + i;
      }
    }
  }
}
