package dev.scheduling.faults;

import dev.scheduling.Transaction;
import dev.scheduling.jdbc.JdbcTransactions;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The consumer: a row for each message, in the transaction of the inbox. */
final class Effects implements MessageConsumer {

  private final Bug bug;
  private final DataSource dataSource;
  private final Set<String> failedBefore = ConcurrentHashMap.newKeySet();

  Effects(Bug bug, DataSource dataSource) {
    this.bug = bug;
    this.dataSource = dataSource;
  }

  static Set<String> types() {
    return Set.of(Kind.PLAIN.type(), Kind.FLAKY.type(), Kind.REFUSED.type(), Kind.HOPELESS.type());
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    Kind kind = Kind.of(message.type());
    if (kind == Kind.REFUSED) {
      throw new RefusedException(Kind.CAUSE_OF_REFUSED);
    }
    try {
      if (bug == Bug.AUTO_COMMIT) {
        try (Connection own = dataSource.getConnection()) {
          insert(own, message);
          own.commit();
        }
      } else {
        insert(JdbcTransactions.connection(tx), message);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the effect could not be written", e);
    }
    // After the effect, so that there is something to take back.
    if (kind == Kind.HOPELESS) {
      throw new IllegalStateException(Kind.CAUSE_OF_HOPELESS);
    }
    if (kind == Kind.FLAKY && failedBefore.add(message.id())) {
      throw new IllegalStateException("fails the first time");
    }
  }

  private static void insert(Connection connection, OutboxMessage message) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO fault_effect (message_id, agg, seq) VALUES (?, ?, ?)")) {
      insert.setString(1, message.id());
      insert.setString(2, message.key());
      insert.setLong(3, Long.parseLong(new String(message.payload(), StandardCharsets.UTF_8)));
      insert.executeUpdate();
    }
  }
}
