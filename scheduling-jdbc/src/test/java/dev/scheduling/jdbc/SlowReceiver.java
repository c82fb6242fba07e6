package dev.scheduling.jdbc;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.notification.NotificationChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A channel to somebody who keeps what is delivered at once and answers a little later, as a mail
 * server does: a node may be killed after the delivery and before it knows of it.
 */
final class SlowReceiver implements NotificationChannel {

  static final String TABLE =
      "CREATE TABLE received (delivery_id varchar(200) NOT NULL, notification_id varchar(200) NOT"
          + " NULL, at_ms bigint NOT NULL)";

  private static final int ANSWER_AFTER_MILLIS = 20;

  private final DataSource database;
  private final InstantSource clock;

  SlowReceiver(DataSource database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public String name() {
    return SLACK;
  }

  @Override
  public Duration gathers() {
    return Duration.ZERO;
  }

  @Override
  public Map<OwnerId, List<String>> addresses(Transaction tx, Set<OwnerId> owners) {
    return owners.stream().collect(Collectors.toMap(owner -> owner, owner -> List.of("one")));
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    long now = clock.millis();
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO received VALUES (?, ?, ?)");
        PreparedStatement wait = connection.prepareStatement("SELECT pg_sleep(?)")) {
      for (NewNotification notification : delivery.notifications()) {
        insert.setString(1, delivery.id());
        insert.setString(2, notification.id());
        insert.setLong(3, now);
        insert.executeUpdate();
      }
      connection.commit();
      wait.setDouble(1, ANSWER_AFTER_MILLIS / 1_000.0);
      wait.execute();
      connection.commit();
      return DeliveryResult.delivered();
    } catch (SQLException e) {
      return DeliveryResult.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void switchOff(Delivery delivery, String cause) {
    throw new IllegalStateException("the receiver is there for good: " + cause);
  }
}
