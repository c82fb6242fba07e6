package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.outbox.Backlog;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcStoresIT {

  private static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");
  private static final OwnerId OWNER = OwnerId.of("owner-1");

  @Parameter TestDatabase database;

  @Test
  void everyStoreSharesTheCallersTransaction() throws SQLException {
    database.empty();
    JdbcStores stores = JdbcStores.on(database.dataSource());
    Calendar calendar = Calendar.of(OWNER, "Room 4", ZoneId.of("Europe/Berlin"));
    try (Connection connection = database.dataSource().getConnection()) {
      Transactions joined = JdbcTransactions.joining(connection);
      joined.inTransaction(tx -> writeIntoEachStore(stores, tx, calendar));
      assertEquals(List.of(0, 0, 0), rows(stores, calendar));
      connection.rollback();
      assertEquals(List.of(0, 0, 0), rows(stores, calendar));

      Set<String> newToTheInbox =
          joined.inTransaction(tx -> writeIntoEachStore(stores, tx, calendar));
      connection.commit();
      assertEquals(Set.of("m-1"), newToTheInbox);
      assertEquals(List.of(1, 1, 1), rows(stores, calendar));
      assertEquals(
          Set.of(),
          stores
              .transactions()
              .inTransaction(tx -> stores.inbox().take(tx, "c", Set.of("m-1"), NOW)));
    }
  }

  private static Set<String> writeIntoEachStore(
      JdbcStores stores, Transaction tx, Calendar calendar) {
    stores.calendars().insertCalendar(tx, calendar);
    stores.outbox().append(tx, List.of(message("1")));
    stores.notifications().append(tx, OWNER, new NewNotification("n-1", "k", NOW, "{}"));
    return stores.inbox().take(tx, "c", Set.of("m-1"), NOW);
  }

  /** How many calendars, messages and notifications others see. */
  private static List<Integer> rows(JdbcStores stores, Calendar calendar) {
    return stores
        .transactions()
        .inTransaction(
            tx ->
                List.of(
                    stores.calendars().calendar(tx, calendar.id()).isPresent() ? 1 : 0,
                    (int) stores.outbox().backlog(tx).queued(),
                    stores.notifications().after(tx, OWNER, 0, 10).size()));
  }

  @Test
  void storesWorkInTablesWithAnotherPrefix() {
    JdbcSchema.of(database.dialect(), "other_").migrate(database.dataSource());
    JdbcStores stores = JdbcStores.on(database.dataSource(), "other_");
    Function<Function<Transaction, ?>, Object> in = stores.transactions()::inTransaction;

    in.apply(
        tx -> {
          stores.outbox().append(tx, List.of(message("1"), message("2"), message("3")));
          return "";
        });
    PartitionLease lease =
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().lease(tx, "a", Duration.ofSeconds(10)).held())
            .get(message("1").partition());
    List<PendingMessage> batch =
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().next(tx, lease.partition(), NOW, 10));
    in.apply(
        tx ->
            stores
                .outbox()
                .complete(
                    tx,
                    lease,
                    new Completion(
                        List.of(),
                        List.of(new Completion.Retry(batch.get(1), NOW, "cause")),
                        List.of(new Completion.Death(batch.get(0), "cause", true)),
                        batch.subList(2, 3),
                        NOW)));
    assertEquals(new Backlog(0, 2, 1, 1, NOW, NOW), in.apply(tx -> stores.outbox().backlog(tx)));
    DeadLetter letter =
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().deadLetters(tx, DeadLetterFilter.ALL, 0, 10))
            .get(0);
    assertEquals(true, in.apply(tx -> stores.outbox().redrive(tx, letter.number(), NOW)));
    assertEquals(
        List.of("1", "2", "3"),
        stores
            .transactions()
            .inTransaction(tx -> stores.outbox().next(tx, lease.partition(), NOW, 10))
            .stream()
            .map(pending -> pending.message().id())
            .toList());

    assertEquals(Set.of("m-1"), in.apply(tx -> stores.inbox().take(tx, "c", Set.of("m-1"), NOW)));
    assertEquals(1, in.apply(tx -> stores.inbox().prune(tx, NOW.plusSeconds(1), 10)));
    in.apply(
        tx -> stores.notifications().append(tx, OWNER, new NewNotification("n-1", "k", NOW, "{}")));
    in.apply(tx -> stores.notifications().markRead(tx, OWNER, 1));
    assertTrue(
        stores
            .transactions()
            .inTransaction(tx -> stores.notifications().after(tx, OWNER, 0, 10))
            .get(0)
            .read());
    assertEquals(1, in.apply(tx -> stores.notifications().prune(tx, NOW.plusSeconds(1), 10)));
    in.apply(
        tx -> {
          stores.outbox().release(tx, "a");
          return "";
        });
  }

  private static OutboxMessage message(String id) {
    return OutboxMessage.builder("t", "k", NOW).id(id).build();
  }
}
