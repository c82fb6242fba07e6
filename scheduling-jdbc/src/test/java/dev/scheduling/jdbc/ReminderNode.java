package dev.scheduling.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.Transaction;
import dev.scheduling.notification.ChannelSender;
import dev.scheduling.notification.Delivery;
import dev.scheduling.notification.NotificationDispatcher;
import dev.scheduling.notification.ReminderNotifications;
import dev.scheduling.outbox.DetachedSender;
import dev.scheduling.outbox.InProcessSender;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.MessageSender;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.OutboxRelay;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.reminder.ReminderCheck;
import dev.scheduling.reminder.ReminderDelivery;
import dev.scheduling.reminder.ReminderScheduler;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A node that stages and delivers reminders until it is killed, or its standard input ends.
 * Arguments: the URL of the database, its user.
 */
final class ReminderNode {

  static final Duration LEASE = Duration.ofSeconds(3);
  static final Duration POLL = Duration.ofSeconds(1);
  static final Duration GRACE = Duration.ofHours(1);

  static final int BATCH = 100;
  static final int LANES = 2;

  private ReminderNode() {}

  /** Notes when a reminder had its effect, as part of the effect: no kill can part the two. */
  private record Timed(MessageConsumer effect, InstantSource clock) implements MessageConsumer {

    @Override
    public void consume(Transaction tx, OutboxMessage message) {
      consumeAll(tx, List.of(message));
    }

    @Override
    public void consumeAll(Transaction tx, List<OutboxMessage> messages) {
      effect.consumeAll(tx, messages);
      for (OutboxMessage message : messages) {
        JdbcTransaction.of(tx)
            .handle()
            .execute(
                "INSERT INTO effect_time (message_id, due_ms, at_ms) VALUES (?, ?, ?)",
                message.id(),
                message.notBefore().orElseThrow().toEpochMilli(),
                clock.millis());
      }
    }
  }

  private static List<SendResult> send(
      List<OutboxMessage> messages, MessageSender calls, MessageSender consumers) {
    String delivery = Delivery.typeOf(SlowReceiver.SLACK);
    Predicate<OutboxMessage> isCall = message -> message.type().equals(delivery);
    Iterator<SendResult> called = send(messages.stream().filter(isCall).toList(), calls);
    Iterator<SendResult> effects =
        send(messages.stream().filter(isCall.negate()).toList(), consumers);
    return messages.stream()
        .map(message -> (isCall.test(message) ? called : effects).next())
        .toList();
  }

  private static Iterator<SendResult> send(List<OutboxMessage> some, MessageSender sender) {
    return (some.isEmpty() ? List.<SendResult>of() : sender.send(some)).iterator();
  }

  public static void main(String[] arguments) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setMaximumPoolSize(8);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    InstantSource clock = InstantSource.system();
    try (HikariDataSource pool = new HikariDataSource(config)) {
      JdbcStores stores = JdbcStores.on(pool);
      SlowReceiver receiver = new SlowReceiver(pool, clock);
      ReminderNotifications effect =
          new ReminderNotifications(
              new ReminderDelivery(stores.reminders(), GRACE, clock),
              NotificationDispatcher.toPage(stores.notifications(), notification -> {})
                  .withChannels(
                      stores.channels(), Outbox.of(stores.outbox()), List.of(receiver), clock));
      ReminderCheck check =
          new ReminderCheck(stores.transactions(), stores.calendars(), stores.reminders());
      InProcessSender consumers =
          InProcessSender.builder(stores.transactions(), stores.inbox(), clock)
              .consumer("reminders", ReminderDelivery.TYPES, new Timed(effect, clock))
              .build();
      try (DetachedSender calls =
              new DetachedSender(
                  "receiver",
                  4,
                  Duration.ofMillis(200),
                  new ChannelSender(receiver, check, clock));
          OutboxRelay relay =
              OutboxRelay.builder(
                      stores.transactions(),
                      stores.outbox(),
                      messages -> send(messages, calls, consumers))
                  .lease(LEASE)
                  .poll(Duration.ofMillis(5), POLL)
                  .batch(BATCH)
                  .lanes(LANES)
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
