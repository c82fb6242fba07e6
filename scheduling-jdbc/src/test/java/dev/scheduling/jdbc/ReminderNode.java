package dev.scheduling.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.notification.ReminderNotifications;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.reminder.ReminderDelivery;
import dev.scheduling.reminder.ReminderScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A node that stages and delivers reminders until it is killed, or its standard input ends.
 * Arguments: the URL of the database, its user.
 */
final class ReminderNode {

  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration POLL = Duration.ofSeconds(1);
  static final Duration GRACE = Duration.ofHours(1);

  private ReminderNode() {}

  public static void main(String[] arguments) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setMaximumPoolSize(4);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    InstantSource clock = InstantSource.system();
    try (HikariDataSource pool = new HikariDataSource(config)) {
      JdbcStores stores = JdbcStores.on(pool);
      ReminderNotifications effect =
          new ReminderNotifications(
              new ReminderDelivery(stores.reminders(), GRACE, clock),
              stores.notifications(),
              notification -> {});
      InProcessSender sender =
          InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
              .consumer(
                  "reminders",
                  ReminderDelivery.TYPES,
                  (tx, message) -> {
                    effect.consume(tx, message);
                    // When it had its effect is part of the effect, so no kill can part the two.
                    JdbcTransaction.of(tx)
                        .handle()
                        .execute(
                            "INSERT INTO effect_time (message_id, due_ms, at_ms) VALUES (?, ?, ?)",
                            message.id(),
                            message.notBefore().orElseThrow().toEpochMilli(),
                            clock.millis());
                  })
              .build();
      try (OutboxRelay relay =
              OutboxRelay.builder(stores.transactions(), stores.outbox(), sender)
                  .lease(LEASE)
                  .poll(Duration.ofMillis(5), POLL)
                  .build()
                  .start();
          ReminderScheduler scheduler =
              ReminderScheduler.builder(
                      stores.transactions(),
                      stores.calendars(),
                      stores.reminders(),
                      stores.outbox())
                  .lookAhead(Duration.ofSeconds(5))
                  .grace(GRACE)
                  .poll(Duration.ofMillis(200))
                  .listener(due -> relay.nudge())
                  .build()
                  .start()) {
        System.out.println("running " + scheduler.isRunning());
        while (System.in.read() >= 0) {}
      }
    }
  }
}
