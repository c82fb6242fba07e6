package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.Transactions;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.OutboxStoreContract;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcOutboxStoreIT extends OutboxStoreContract {

  @Parameter TestDatabase database;

  @Override
  protected Transactions transactions() {
    return JdbcTransactions.on(database.dataSource());
  }

  @Override
  protected OutboxStore emptyStore(InstantSource leaseClock) {
    database.empty();
    return new JdbcOutboxStore().withLeaseClock(leaseClock);
  }

  @Test
  void messageCommittedAfterALaterOneOfItsPartitionWasSentIsStillRead() throws SQLException {
    OutboxStore store = emptyStore(InstantSource.system());
    try (Connection late = database.dataSource().getConnection()) {
      append(JdbcTransactions.joining(late), store, "late");
      append(transactions(), store, "sent");
      PartitionLease lease = lease(store);
      List<PendingMessage> batch = next(store, lease);
      assertEquals(List.of("sent"), ids(batch));
      late.commit();

      Completion sent = new Completion(batch, List.of(), List.of(), List.of(), Instant.EPOCH);
      boolean accepted = transactions().inTransaction(tx -> store.complete(tx, lease, sent));
      assertTrue(accepted);

      List<PendingMessage> left = next(store, lease);
      assertEquals(List.of("late"), ids(left));
      assertTrue(left.get(0).number() < batch.get(0).number());
    }
  }

  private static void append(Transactions transactions, OutboxStore store, String id) {
    OutboxMessage message = OutboxMessage.builder("test.type", "k", Instant.EPOCH).id(id).build();
    transactions.inTransaction(
        tx -> {
          store.append(tx, List.of(message));
          return "";
        });
  }

  private PartitionLease lease(OutboxStore store) {
    int partition = OutboxMessage.builder("test.type", "k", Instant.EPOCH).build().partition();
    return transactions()
        .inTransaction(tx -> store.lease(tx, "relay", Duration.ofMinutes(10)))
        .held()
        .get(partition);
  }

  private List<PendingMessage> next(OutboxStore store, PartitionLease lease) {
    return transactions()
        .inTransaction(tx -> store.next(tx, lease.partition(), Instant.EPOCH, 100));
  }

  private static List<String> ids(List<PendingMessage> messages) {
    return messages.stream().map(pending -> pending.message().id()).toList();
  }
}
