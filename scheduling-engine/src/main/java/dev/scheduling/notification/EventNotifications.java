package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owner of a calendar what happened in it: makes a notification of each of the engine's
 * own messages. Thread-safe.
 *
 * <p>Such a message is a flat JSON object with {@code kind} and {@code owner}; its other fields
 * become the notification's data, and its id the notification's id.
 */
public final class EventNotifications implements MessageConsumer {

  /** The types of the engine's messages that concern owners of calendars. */
  public static final Set<String> TYPES =
      Set.of("event.created", "event.changed", "event.cancelled", "calendar.imported");

  private final NotificationDispatcher dispatcher;

  /**
   * A consumer that tells owners on the page alone.
   *
   * @param listener hears of each notification once it is committed
   */
  public EventNotifications(NotificationStore store, NotificationListener listener) {
    this(NotificationDispatcher.toPage(store, listener));
  }

  /** A consumer that tells owners by way of a dispatcher. */
  public EventNotifications(NotificationDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    consume(tx, message, null);
  }

  /** As another kind than the message says, if one is given. */
  void consume(Transaction tx, OutboxMessage message, @Nullable String kind) {
    FlatJson content = FlatJson.read(message);
    OwnerId owner = content.owner();
    NewNotification fresh;
    try {
      fresh =
          new NewNotification(
              message.id(),
              kind == null ? content.required("kind") : kind,
              message.notBefore().orElse(message.created()),
              content.data());
    } catch (IllegalArgumentException e) {
      throw new RefusedException("the message makes no notification", e);
    }
    // Of what happened to one event only the last is worth telling to who was not told yet.
    String collapseKey = content.value("eventId").map(id -> "event." + id).orElse(fresh.id());
    Set<String> only =
        content
            .value("channels")
            .map(names -> new TreeSet<>(List.of(names.split(","))))
            .orElseGet(TreeSet::new);
    dispatcher.tell(tx, owner, fresh, collapseKey, only);
  }
}
