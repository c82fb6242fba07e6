package dev.scheduling.notification;

import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import dev.scheduling.reminder.ReminderCheck;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * Takes the messages that carry a channel's deliveries to the channel. What has waited so long that
 * nobody needs it any more is dropped, and so is a reminder of what was moved or deleted while the
 * receiver was away. Thread-safe.
 */
public final class ChannelSender implements Function<OutboxMessage, SendResult> {

  private final NotificationChannel channel;
  private final ReminderCheck reminders;
  private final InstantSource clock;

  public ChannelSender(NotificationChannel channel, ReminderCheck reminders, InstantSource clock) {
    this.channel = channel;
    this.reminders = reminders;
    this.clock = clock;
  }

  /**
   * Delivers what a message carries.
   *
   * @throws dev.scheduling.outbox.RefusedException if it carries no delivery
   */
  @Override
  public SendResult apply(OutboxMessage message) {
    Delivery whole = Delivery.read(message);
    List<NewNotification> standing = whole.notifications().stream().filter(this::stands).toList();
    if (standing.isEmpty() || whole.expires().isBefore(clock.instant())) {
      return SendResult.sent();
    }
    Delivery delivery = whole.with(standing);
    DeliveryResult result = channel.deliver(delivery);
    return switch (result.kind()) {
      case DELIVERED -> SendResult.sent();
      case FAILED, BUSY -> SendResult.failed(result.cause());
      case REFUSED -> SendResult.refused(result.cause());
      case GONE -> {
        channel.switchOff(delivery, result.cause());
        yield SendResult.sent();
      }
    };
  }

  private boolean stands(NewNotification notification) {
    if (!notification.kind().equals(NotificationKind.REMINDER.word())) {
      return true;
    }
    FlatJson data = FlatJson.read(notification.data().getBytes(StandardCharsets.UTF_8));
    // One that names no reminder of ours is an embedder's own, and nothing is known of it.
    return data.value("reminderId").isEmpty()
        || reminders.stands(data.required("reminderId"), Instant.parse(data.required("due")));
  }
}
