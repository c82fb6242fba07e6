package dev.scheduling.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.notification.EventNotifications;
import dev.scheduling.notification.Notification;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers, two relays and a consumer that sometimes fails, from the append to the notification. */
@Timeout(180)
@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class RelayOnDatabaseIT {

  private static final int WRITERS = 4;
  private static final int TRANSACTIONS = 80;
  private static final long SEED = 20_260_302;

  @Parameter TestDatabase database;

  private final InstantSource clock = InstantSource.system();
  private final Map<String, Boolean> failedBefore = new ConcurrentHashMap<>();

  @Test
  void committedMessagesHaveTheirEffectOnceAndInOrderAndOthersNone() {
    database.empty();
    JdbcStores stores = JdbcStores.on(database.dataSource());
    Map<String, List<String>> committed = Collections.synchronizedMap(new HashMap<>());
    try (OutboxRelay first = relay(stores).start();
        OutboxRelay second = relay(stores).start()) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String owner = "owner-" + writer;
        Outbox outbox = Outbox.of(stores.outbox(), writer % 2 == 0 ? first : second);
        committed.put(owner, new ArrayList<>());
        Random random = new Random(SEED + writer);
        writers.add(
            CompletableFuture.runAsync(
                () -> write(stores, outbox, owner, random, committed.get(owner))));
      }
      writers.forEach(writer -> writer.orTimeout(120, SECONDS).join());
      await()
          .atMost(60, SECONDS)
          .until(
              () ->
                  stores
                      .transactions()
                      .inTransaction(stores.outbox()::backlog)
                      .equals(Backlog.EMPTY));
    }

    committed.forEach(
        (owner, ids) -> {
          List<Notification> told =
              stores
                  .transactions()
                  .inTransaction(
                      tx -> stores.notifications().after(tx, OwnerId.of(owner), 0, 10_000));
          assertEquals(ids, told.stream().map(Notification::id).toList(), "seed " + SEED);
        });
    assertTrue(failedBefore.size() > WRITERS, "hardly any consumer failed");
  }

  /** One of ten transactions is rolled back; the others append one to three messages. */
  private void write(
      JdbcStores stores, Outbox outbox, String owner, Random random, List<String> committed) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      List<OutboxMessage> messages = new ArrayList<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        messages.add(message(owner, owner + "-" + i + "-" + n));
      }
      boolean rollBack = random.nextInt(10) == 0;
      try {
        stores
            .transactions()
            .inTransaction(
                tx -> {
                  outbox.append(tx, messages);
                  if (rollBack) {
                    throw new RolledBack();
                  }
                  return "";
                });
        messages.forEach(message -> committed.add(message.id()));
      } catch (RolledBack e) {
        assertTrue(rollBack);
      }
    }
  }

  private OutboxMessage message(String owner, String id) {
    String json = "{\"kind\":\"event.changed\",\"owner\":\"" + owner + "\"}";
    return OutboxMessage.builder("event.changed", owner, clock.instant())
        .id(id)
        .payload("application/json", json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private OutboxRelay relay(JdbcStores stores) {
    MessageConsumer notifications = new EventNotifications(stores.notifications(), told -> {});
    InProcessSender sender =
        InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
            .consumer(
                "notifications",
                EventNotifications.TYPES,
                (tx, message) -> {
                  notifications.consume(tx, message);
                  // After its effect, so that a rollback has something to take back.
                  if (Math.floorMod(message.id().hashCode(), 23) == 0
                      && failedBefore.putIfAbsent(message.id(), true) == null) {
                    throw new IllegalStateException("fails the first time");
                  }
                })
            .build();
    return OutboxRelay.builder(stores.transactions(), stores.outbox(), sender)
        .lease(Duration.ofSeconds(5))
        .poll(Duration.ofMillis(5), Duration.ofMillis(50))
        .retry(RetryPolicy.DEFAULT.withPauses(Duration.ofMillis(5), Duration.ofMillis(20)))
        .build();
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
