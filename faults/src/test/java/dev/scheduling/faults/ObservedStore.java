package dev.scheduling.faults;

import dev.scheduling.Transaction;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PartitionLease;
import dev.scheduling.outbox.PendingMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * An outbox store that says when it comes to a {@link FaultPoint}, writes down under which epoch
 * each completion was accepted, and has a bug if it is to have one.
 */
final class ObservedStore {

  private final OutboxStore store;
  private final Orders orders;
  private final Bug bug;
  private final DataSource dataSource;
  private final Map<Integer, Long> lastNumbers = new ConcurrentHashMap<>();

  private ObservedStore(OutboxStore store, Orders orders, Bug bug, DataSource dataSource) {
    this.store = store;
    this.orders = orders;
    this.bug = bug;
    this.dataSource = dataSource;
  }

  static OutboxStore of(OutboxStore store, Orders orders, Bug bug, DataSource dataSource) {
    ObservedStore observed = new ObservedStore(store, orders, bug, dataSource);
    return (OutboxStore)
        Proxy.newProxyInstance(
            OutboxStore.class.getClassLoader(),
            new Class<?>[] {OutboxStore.class},
            (proxy, method, arguments) -> observed.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return switch (method.getName()) {
        case "next" -> next(method, arguments);
        case "complete" ->
            complete(
                (Transaction) arguments[0],
                (PartitionLease) arguments[1],
                (Completion) arguments[2]);
        default -> method.invoke(store, arguments);
      };
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  private List<PendingMessage> next(Method method, Object[] arguments) throws Exception {
    List<PendingMessage> found = (List<PendingMessage>) method.invoke(store, arguments);
    int partition = (Integer) arguments[1];
    if (bug == Bug.CURSOR_BY_ID) {
      long last = lastNumbers.getOrDefault(partition, 0L);
      found = found.stream().filter(pending -> pending.number() > last).toList();
      found.forEach(pending -> lastNumbers.merge(partition, pending.number(), Math::max));
    }
    if (bug == Bug.DELETE_BEFORE_SEND) {
      Transaction tx = (Transaction) arguments[0];
      List<PendingMessage> queued =
          found.stream().filter(each -> each.place() == PendingMessage.Place.QUEUE).toList();
      store.complete(
          tx,
          new PartitionLease(partition, epoch(tx, partition)),
          new Completion(queued, List.of(), List.of(), List.of(), orders.instant()));
    }
    if (!found.isEmpty()) {
      orders.at(FaultPoint.AFTER_CLAIM);
    }
    return found;
  }

  private boolean complete(Transaction tx, PartitionLease lease, Completion completion)
      throws SQLException {
    orders.at(FaultPoint.BETWEEN_ACK_AND_DELETE);
    if (!recorded(tx, lease, completion)) {
      return false;
    }
    try (PreparedStatement insert =
        JdbcTransactions.connection(tx)
            .prepareStatement(
                "INSERT INTO fault_completion (part, claimed, actual) VALUES (?, ?, ?)")) {
      insert.setInt(1, lease.partition());
      insert.setLong(2, lease.epoch());
      insert.setLong(3, epoch(tx, lease.partition()));
      insert.executeUpdate();
    }
    if (!completion.deaths().isEmpty() && bug != Bug.DEAD_LETTER_OUTSIDE) {
      orders.at(FaultPoint.AT_DEAD_LETTER_INSERT);
    }
    orders.at(FaultPoint.INSIDE_COMPLETION);
    return true;
  }

  private boolean recorded(Transaction tx, PartitionLease lease, Completion completion)
      throws SQLException {
    if (bug == Bug.NO_FENCE) {
      long epoch = epoch(tx, lease.partition());
      return store.complete(tx, new PartitionLease(lease.partition(), epoch), completion);
    }
    if (bug == Bug.DEAD_LETTER_OUTSIDE && !completion.deaths().isEmpty()) {
      List<PendingMessage> gone = new java.util.ArrayList<>(completion.sent());
      completion.deaths().forEach(death -> gone.add(death.pending()));
      tx.afterCommit(
          () -> {
            orders.at(FaultPoint.AT_DEAD_LETTER_INSERT);
            completion.deaths().forEach(this::buryOutside);
          });
      return store.complete(
          tx,
          lease,
          new Completion(
              gone,
              completion.retries(),
              Collections.emptyList(),
              completion.behind(),
              completion.at()));
    }
    return store.complete(tx, lease, completion);
  }

  private void buryOutside(Completion.Death death) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO scheduling_dead_letter (append_no, partition_no, message_id,"
                    + " message_key, message_type, content_type, headers, payload, not_before_ms,"
                    + " created_ms, attempts, cause, died_ms)"
                    + " VALUES (?, ?, ?, ?, ?, 'text/plain', '{}', '', 0, 0, 1, ?, 0)")) {
      insert.setLong(1, death.pending().number());
      insert.setInt(2, death.pending().message().partition());
      insert.setString(3, death.pending().message().id());
      insert.setString(4, death.pending().key());
      insert.setString(5, death.pending().message().type());
      insert.setString(6, death.cause());
      insert.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long epoch(Transaction tx, int partition) throws SQLException {
    try (PreparedStatement select =
        JdbcTransactions.connection(tx)
            .prepareStatement(
                "SELECT epoch FROM scheduling_outbox_partition WHERE partition_no = ?")) {
      select.setInt(1, partition);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
