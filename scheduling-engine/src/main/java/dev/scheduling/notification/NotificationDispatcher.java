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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
   * Tells owners, each in the order given, in the transaction of what makes it known.
   *
   * <p>What the page itself shows, such as an event that was changed, goes there in any case: who
   * does not want to be told of it gets it as a {@linkplain NotificationKind#silent silent} kind,
   * so that the page can show what is true without saying a word.
   */
  public void tell(Transaction tx, List<Announcement> announcements) {
    // In one order everywhere, so that two transactions wait for each other and never deadlock.
    List<Announcement> ordered =
        announcements.stream().sorted(Comparator.comparing(Announcement::owner)).toList();
    for (int from = 0; from < ordered.size(); from += NotificationChannel.MOST_OWNERS) {
      int to = Math.min(from + NotificationChannel.MOST_OWNERS, ordered.size());
      tellSome(tx, ordered.subList(from, to));
    }
  }

  private void tellSome(Transaction tx, List<Announcement> some) {
    Map<OwnerId, ChannelPreferences> preferences =
        beyond.map(b -> b.store.preferences(tx, owners(some))).orElse(Map.of());
    SortedMap<OwnerId, List<NewNotification>> shown = new TreeMap<>();
    for (Announcement each : some) {
      onPage(each, of(each, preferences))
          .ifPresent(
              notification ->
                  shown
                      .computeIfAbsent(each.owner(), owner -> new ArrayList<>())
                      .add(notification));
    }
    if (!shown.isEmpty()) {
      List<Notification> committed = store.append(tx, shown);
      tx.afterCommit(() -> committed.forEach(listener::committed));
    }
    beyond.ifPresent(b -> b.channels.forEach(channel -> tell(tx, b, channel, some, preferences)));
  }

  private static Set<OwnerId> owners(List<Announcement> some) {
    return some.stream().map(Announcement::owner).collect(Collectors.toSet());
  }

  private static ChannelPreferences of(
      Announcement announcement, Map<OwnerId, ChannelPreferences> preferences) {
    return preferences.getOrDefault(announcement.owner(), ChannelPreferences.DEFAULT);
  }

  private Optional<NewNotification> onPage(Announcement told, ChannelPreferences preferences) {
    NewNotification notification = told.notification();
    if (isWanted(told, preferences, NotificationChannel.PAGE)) {
      return Optional.of(notification);
    }
    return NotificationKind.silent(notification.kind())
        .map(
            kind ->
                new NewNotification(
                    notification.id(), kind, notification.at(), notification.data()));
  }

  private boolean isWanted(Announcement told, ChannelPreferences preferences, String channel) {
    return told.only().stream().anyMatch(this::isHere)
        ? told.only().contains(channel)
        : preferences.wants(told.notification().kind(), channel);
  }

  private boolean isHere(String channel) {
    return channel.equals(NotificationChannel.PAGE)
        || beyond.stream()
            .flatMap(b -> b.channels.stream())
            .anyMatch(each -> each.name().equals(channel));
  }

  private void tell(
      Transaction tx,
      Beyond b,
      NotificationChannel channel,
      List<Announcement> some,
      Map<OwnerId, ChannelPreferences> preferences) {
    List<Announcement> wanted =
        some.stream()
            .filter(each -> isWanted(each, of(each, preferences), channel.name()))
            .toList();
    if (wanted.isEmpty()) {
      return;
    }
    Map<OwnerId, List<String>> addresses = channel.addresses(tx, owners(wanted));
    Instant now = b.clock.instant();
    List<OutboxMessage> messages = new ArrayList<>();
    for (Announcement each : wanted) {
      List<String> reached = addresses.getOrDefault(each.owner(), List.of());
      if (!reached.isEmpty()) {
        messages.addAll(messages(tx, b, channel, each, of(each, preferences), reached, now));
      }
    }
    b.outbox.append(tx, messages);
  }

  /** What delivers one announcement, now or when it may go. */
  private static List<OutboxMessage> messages(
      Transaction tx,
      Beyond b,
      NotificationChannel channel,
      Announcement told,
      ChannelPreferences preferences,
      List<String> addresses,
      Instant now) {
    NewNotification notification = told.notification();
    OwnerId owner = told.owner();
    boolean urgent = NotificationKind.isUrgent(notification.kind());
    Duration gathers = urgent ? Duration.ZERO : channel.gathers();
    Instant free = now.plus(gathers);
    Instant until = preferences.quietUntil(notification.kind(), free).orElse(free);
    if (until.equals(now)) {
      return deliveries(now, channel.name(), addresses, owner, List.of(notification), 0);
    }
    return b.store.hold(tx, owner, channel.name(), told.collapseKey(), notification)
        ? List.of(release(owner, channel.name(), until, now))
        : List.of();
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

  private static List<OutboxMessage> deliveries(
      Instant now,
      String channel,
      List<String> addresses,
      OwnerId owner,
      List<NewNotification> notifications,
      int more) {
    return addresses.stream()
        .map(address -> Delivery.of(owner, channel, address, notifications, more))
        .map(delivery -> delivery.toMessage(now))
        .toList();
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
      b.outbox.append(tx, deliveries(now, name, addresses, owner, wanted, held.more()));
    }
  }
}
