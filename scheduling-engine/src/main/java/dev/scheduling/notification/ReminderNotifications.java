package dev.scheduling.notification;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.reminder.ReminderDelivery;

/**
 * Makes notifications of reminders that are due, each after the check that it still stands: what
 * was staged before its event was changed or deleted is dropped. Thread-safe.
 */
public final class ReminderNotifications implements MessageConsumer {

  private final ReminderDelivery delivery;
  private final EventNotifications notifications;

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
    this.notifications = new EventNotifications(dispatcher, Audience.OWNER_ALONE);
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    switch (delivery.settle(tx, message)) {
      case FIRES -> notifications.consume(tx, message, ReminderDelivery.DUE);
      case MISSED -> notifications.consume(tx, message, ReminderDelivery.MISSED);
      case VOID -> {}
    }
  }
}
