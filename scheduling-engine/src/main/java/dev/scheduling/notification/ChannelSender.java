package dev.scheduling.notification;

import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.SendResult;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Takes the messages that carry a channel's deliveries to the channel. What has waited so long that
 * nobody needs it any more is dropped. Thread-safe.
 */
public final class ChannelSender implements Function<OutboxMessage, SendResult> {

  private final NotificationChannel channel;
  private final InstantSource clock;

  public ChannelSender(NotificationChannel channel, InstantSource clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Delivers what a message carries.
   *
   * @throws dev.scheduling.outbox.RefusedException if it carries no delivery
   */
  @Override
  public SendResult apply(OutboxMessage message) {
    Delivery delivery = Delivery.read(message);
    if (delivery.expires().isBefore(clock.instant())) {
      return SendResult.sent();
    }
    DeliveryResult result = channel.deliver(delivery);
    return switch (result.kind()) {
      case DELIVERED -> SendResult.sent();
      case FAILED -> SendResult.failed(result.cause());
      case REFUSED -> SendResult.refused(result.cause());
      case GONE -> {
        channel.switchOff(delivery, result.cause());
        yield SendResult.sent();
      }
    };
  }
}
