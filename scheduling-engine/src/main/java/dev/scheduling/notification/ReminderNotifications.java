package dev.scheduling.notification;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.reminder.ReminderDelivery;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes notifications of reminders that are due, each after the check that it still stands: what
 * was staged before its event was changed or deleted is dropped. Thread-safe.
 */
public final class ReminderNotifications implements MessageConsumer {

  private final ReminderDelivery delivery;
  private final NotificationDispatcher dispatcher;

  /**
   * A consumer that checks, and then tells owners on the page alone.
   *
   * @param listener hears of each notification once it is committed
   */
  public ReminderNotifications(
      ReminderDelivery delivery, NotificationStore store, NotificationListener listener) {
    this(delivery, NotificationDispatcher.toPage(store, listener));
  }

  /** A consumer that checks, and then tells owners by way of a dispatcher. */
  public ReminderNotifications(ReminderDelivery delivery, NotificationDispatcher dispatcher) {
    this.delivery = delivery;
    this.dispatcher = dispatcher;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    consumeAll(tx, List.of(message));
  }

  @Override
  public void consumeAll(Transaction tx, List<OutboxMessage> messages) {
    List<ReminderDelivery.Outcome> outcomes = delivery.settle(tx, messages);
    List<Announcement> announcements = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      OutboxMessage message = messages.get(i);
      switch (outcomes.get(i)) {
        case FIRES -> announcements.add(EventNotifications.read(message, ReminderDelivery.DUE));
        case MISSED -> announcements.add(EventNotifications.read(message, ReminderDelivery.MISSED));
        case VOID -> {}
      }
    }
    dispatcher.tell(tx, announcements);
  }
}
