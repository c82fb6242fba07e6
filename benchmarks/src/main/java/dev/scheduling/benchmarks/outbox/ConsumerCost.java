package dev.scheduling.benchmarks.outbox;

import dev.scheduling.Transaction;
import dev.scheduling.jdbc.JdbcStores;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.InboxStore;
import dev.scheduling.outbox.OutboxMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Messages a second that have an effect, an INSERT each, with the inbox and without. */
final class ConsumerCost {

  private static final int BATCH = 500;

  private final Database database;

  ConsumerCost(Database database) {
    this.database = database;
  }

  void prepare() throws SQLException {
    database.execute(
        List.of(
            "DROP TABLE IF EXISTS effect",
            "CREATE TABLE effect (id bigserial PRIMARY KEY, message text NOT NULL)"));
  }

  double measure(int messages, boolean withInbox) throws SQLException {
    JdbcStores stores = JdbcStores.on(database.pool());
    InProcessSender consumer =
        InProcessSender.builder(
                stores.transactions(),
                withInbox ? stores.inbox() : new Forgetful(),
                InstantSource.system())
            .consumer("c", Set.of("event.created"), ConsumerCost::insert)
            .build();
    List<List<OutboxMessage>> batches = new ArrayList<>();
    for (int from = 0; from < messages; from += BATCH) {
      List<OutboxMessage> batch = new ArrayList<>();
      for (int i = from; i < from + BATCH; i++) {
        batch.add(Drain.message("key-" + i % 200));
      }
      batches.add(batch);
    }
    database.settle();
    long started = System.nanoTime();
    batches.forEach(consumer::send);
    return Drain.rate(batches.size() * BATCH, started);
  }

  private static void insert(Transaction tx, OutboxMessage message) {
    try (var insert =
        JdbcTransactions.connection(tx)
            .prepareStatement("INSERT INTO effect (message) VALUES (?)")) {
      insert.setString(1, message.id());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes everything for new. */
  private static final class Forgetful implements InboxStore {

    @Override
    public Set<String> take(
        Transaction tx, String consumer, Collection<String> messageIds, Instant at) {
      return Set.copyOf(messageIds);
    }

    @Override
    public Map<String, Long> advance(
        Transaction tx, String consumer, SortedMap<String, Long> marks) {
      return Map.of();
    }

    @Override
    public int prune(Transaction tx, Instant before, int limit) {
      return 0;
    }
  }
}
