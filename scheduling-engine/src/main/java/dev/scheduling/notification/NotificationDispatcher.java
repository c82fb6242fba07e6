package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells owners what happened by the channels that they chose, at once or when they want to be
 * disturbed again. Thread-safe.
 *
 * <p>It also consumes messages of its own, of the {@link #TYPES}: each says that what is held for
 * an owner's channel may go.
 */
public final class NotificationDispatcher implements MessageConsumer {

  /*
   * All of it is decided in the transaction of the consumer that tells: what the page shows is
   * written there, and for each address of each other channel one message is appended, under an id
   * that follows from what it tells. The consumer's inbox sees to it that this happens once; what
   * may happen twice is only the call to a third party, and that carries the id.
   *
   * What has to wait, because the hours are quiet or because more may come, is held in a row under
   * a key; another one under the same key takes its place. Each row that is new sends a message that
   * is not due before the wait is over. The first of them takes everything that is held for that
   * channel and makes one delivery of it; later ones find nothing. So nobody has to keep a timer,
   * and nothing depends on which message comes first. Preferences are read again at that time.
   */

  /** The type of the messages that it consumes. */
  public static final Set<String> TYPES = Set.of("channel.release");

  private static final String RELEASE = "channel.release";

  private final NotificationStore store;
  private final NotificationListener listener;
  private final Optional<Beyond> beyond;

  /** What there is beyond the page. */
  private record Beyond(
      ChannelStore store, Outbox outbox, List<NotificationChannel> channels, InstantSource clock) {}

  private NotificationDispatcher(
      NotificationStore store, NotificationListener listener, Optional<Beyond> beyond) {
    this.store = store;
    this.listener = listener;
    this.beyond = beyond;
  }

  /**
   * A dispatcher that knows the page alone, and tells everything there.
   *
   * @param listener hears of each notification once it is committed
   */
  public static NotificationDispatcher toPage(
      NotificationStore store, NotificationListener listener) {
    return new NotificationDispatcher(store, listener, Optional.empty());
  }

  /**
   * A dispatcher to the page and to other channels, as owners chose.
   *
   * @param outbox takes the messages that carry deliveries, to be sent by a {@link ChannelSender}
   *     of the same channels, and those that this dispatcher consumes
   */
  public NotificationDispatcher withChannels(
      ChannelStore preferences,
      Outbox outbox,
      Collection<? extends NotificationChannel> channels,
      InstantSource clock) {
    return new NotificationDispatcher(
        store,
        listener,
        Optional.of(new Beyond(preferences, outbox, List.copyOf(channels), clock)));
  }

  /**
   * Tells an owner, in the transaction of what makes it known.
   *
   * @param collapseKey the same for what makes an earlier notification needless that is still held:
   *     1 to 200 visible ASCII characters
   * @param only by these channels, whatever the owner prefers; if there is none of them here, by
   *     those that the owner prefers
   */
  public void tell(
      Transaction tx,
      OwnerId owner,
      NewNotification notification,
      String collapseKey,
      Set<String> only) {
    ChannelPreferences preferences =
        beyond.map(b -> b.store.preferences(tx, owner)).orElse(ChannelPreferences.DEFAULT);
    Predicate<String> isWanted =
        only.stream().anyMatch(this::isHere)
            ? only::contains
            : channel -> preferences.wants(notification.kind(), channel);
    if (isWanted.test(NotificationChannel.PAGE)) {
      Notification shown = store.append(tx, owner, notification);
      tx.afterCommit(() -> listener.committed(shown));
    }
    beyond.ifPresent(
        b -> {
          for (NotificationChannel channel : b.channels) {
            if (isWanted.test(channel.name())) {
              tell(tx, b, preferences, channel, owner, notification, collapseKey);
            }
          }
        });
  }

  private boolean isHere(String channel) {
    return channel.equals(NotificationChannel.PAGE)
        || beyond.stream()
            .flatMap(b -> b.channels.stream())
            .anyMatch(each -> each.name().equals(channel));
  }

  private static void tell(
      Transaction tx,
      Beyond b,
      ChannelPreferences preferences,
      NotificationChannel channel,
      OwnerId owner,
      NewNotification notification,
      String collapseKey) {
    List<String> addresses = channel.addresses(tx, owner);
    if (addresses.isEmpty()) {
      return;
    }
    Instant now = b.clock.instant();
    boolean urgent = NotificationKind.isUrgent(notification.kind());
    Duration gathers = urgent ? Duration.ZERO : channel.gathers();
    Instant free = now.plus(gathers);
    Instant until = preferences.quietUntil(notification.kind(), free).orElse(free);
    if (until.equals(now)) {
      deliver(tx, b, channel.name(), addresses, owner, List.of(notification), 0);
    } else if (b.store.hold(tx, owner, channel.name(), collapseKey, notification)) {
      b.outbox.append(tx, release(owner, channel.name(), until, now));
    }
  }

  private static OutboxMessage release(
      OwnerId owner, String channel, Instant until, Instant created) {
    // Identifiers are plain ASCII without quotes, so nothing needs escaping.
    String json = "{\"owner\":\"%s\",\"channel\":\"%s\"}".formatted(owner, channel);
    return OutboxMessage.builder(RELEASE, Delivery.key(owner, channel, ""), created)
        .notBefore(until)
        .payload("application/json", json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private static void deliver(
      Transaction tx,
      Beyond b,
      String channel,
      List<String> addresses,
      OwnerId owner,
      List<NewNotification> notifications,
      int more) {
    b.outbox.append(
        tx,
        addresses.stream()
            .map(address -> Delivery.of(owner, channel, address, notifications, more))
            .map(delivery -> delivery.toMessage(b.clock.instant()))
            .toList());
  }

  /** Sends what is held for an owner's channel, as one. */
  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    Beyond b = beyond.orElseThrow(() -> new RefusedException("there is no channel but the page"));
    FlatJson content = FlatJson.read(message);
    OwnerId owner = content.owner();
    String name = content.required("channel");
    NotificationChannel channel =
        b.channels.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new RefusedException("there is no channel " + name));
    ChannelPreferences preferences = b.store.preferences(tx, owner);
    Instant now = b.clock.instant();
    // Nothing that is urgent is ever held, so they all wait for the same hours.
    Optional<Instant> quiet =
        Optional.ofNullable(preferences.quietHours()).flatMap(hours -> hours.endOf(now));
    if (quiet.isPresent()) {
      // The owner's hours are others by now.
      b.outbox.append(tx, release(owner, name, quiet.get(), now));
      return;
    }
    ChannelStore.Held held = b.store.takeHeld(tx, owner, name);
    List<NewNotification> wanted = new ArrayList<>(held.notifications());
    wanted.removeIf(notification -> !preferences.wants(notification.kind(), name));
    List<String> addresses = channel.addresses(tx, owner);
    if (!wanted.isEmpty() && !addresses.isEmpty()) {
      deliver(tx, b, name, addresses, owner, wanted, held.more());
    }
  }
}
