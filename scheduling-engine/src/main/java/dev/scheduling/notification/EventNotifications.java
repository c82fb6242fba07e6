package dev.scheduling.notification;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owner of a calendar, and its audience, what happened in it: makes a notification for
 * each of them of each of the engine's own messages. Thread-safe.
 *
 * <p>Such a message is a flat JSON object with {@code kind} and {@code owner}, and with {@code
 * calendarId} where others may be told too; all but kind and owner become the notification's data,
 * and its id the notification's id.
 */
public final class EventNotifications implements MessageConsumer {

  /** The types of the engine's messages that concern owners of calendars. */
  public static final Set<String> TYPES =
      Set.of(
          "event.created",
          "event.changed",
          "event.cancelled",
          "calendar.imported",
          "conflict.warned");

  private final NotificationDispatcher dispatcher;
  private final Audience audience;

  /**
   * A consumer that tells nobody but owners, on the page alone.
   *
   * @param listener hears of each notification once it is committed
   */
  public EventNotifications(NotificationStore store, NotificationListener listener) {
    this(store, Audience.OWNER_ALONE, listener);
  }

  /**
   * A consumer that tells on the page alone.
   *
   * @param audience says who is told besides the owner
   * @param listener hears of each notification once it is committed
   */
  public EventNotifications(
      NotificationStore store, Audience audience, NotificationListener listener) {
    this(NotificationDispatcher.toPage(store, listener), audience);
  }

  /**
   * A consumer that tells by way of a dispatcher.
   *
   * @param audience says who is told besides the owner
   */
  public EventNotifications(NotificationDispatcher dispatcher, Audience audience) {
    this.dispatcher = dispatcher;
    this.audience = audience;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    consumeAll(tx, List.of(message));
  }

  @Override
  public void consumeAll(Transaction tx, List<OutboxMessage> messages) {
    List<News> news = messages.stream().map(message -> news(message, null)).toList();
    Set<CalendarId> calendars = new HashSet<>();
    news.forEach(each -> each.calendar().ifPresent(calendars::add));
    Map<CalendarId, List<OwnerId>> others =
        calendars.isEmpty() ? Map.of() : audience.besidesOwners(tx, calendars);
    List<Announcement> announcements = new ArrayList<>();
    for (News each : news) {
      Set<OwnerId> told = new TreeSet<>(Set.of(each.owner()));
      each.calendar().ifPresent(calendar -> told.addAll(others.getOrDefault(calendar, List.of())));
      told.forEach(owner -> announcements.add(each.to(owner)));
    }
    dispatcher.tell(tx, announcements);
  }

  /** What a message says, before it is known to whom. */
  private record News(
      OwnerId owner,
      Optional<CalendarId> calendar,
      NewNotification notification,
      String collapseKey,
      Set<String> channels) {

    Announcement to(OwnerId told) {
      return new Announcement(told, notification, collapseKey, channels);
    }
  }

  /** What a message tells its owner alone, as another kind than it says. */
  static Announcement read(OutboxMessage message, String kind) {
    News news = news(message, kind);
    return news.to(news.owner());
  }

  private static News news(OutboxMessage message, @Nullable String kind) {
    FlatJson content = FlatJson.read(message);
    Optional<CalendarId> calendar;
    NewNotification fresh;
    try {
      calendar = content.value("calendarId").map(CalendarId::of);
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
    String collapseKey =
        content
            .value("eventId")
            .filter(id -> TYPES.contains(message.type()))
            .map(id -> (message.type().startsWith("event.") ? "event." : "conflict.") + id)
            .orElse(fresh.id());
    Set<String> channels =
        content
            .value("channels")
            .map(names -> new TreeSet<>(List.of(names.split(","))))
            .orElseGet(TreeSet::new);
    return new News(content.owner(), calendar, fresh, collapseKey, channels);
  }
}
