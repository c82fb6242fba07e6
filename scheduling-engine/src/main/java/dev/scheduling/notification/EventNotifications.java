package dev.scheduling.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.outbox.MessageConsumer;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import java.util.SortedSet;
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
      Set.of("event.created", "event.changed", "event.cancelled", "calendar.imported");

  private static final JsonFactory JSON = new JsonFactory();

  private final NotificationStore store;
  private final Audience audience;
  private final NotificationListener listener;

  /**
   * A consumer that writes into a store and tells nobody but owners.
   *
   * @param listener hears of each notification once it is committed
   */
  public EventNotifications(NotificationStore store, NotificationListener listener) {
    this(store, Audience.OWNER_ALONE, listener);
  }

  /**
   * A consumer that writes into a store.
   *
   * @param audience says who is told besides the owner
   * @param listener hears of each notification once it is committed
   */
  public EventNotifications(
      NotificationStore store, Audience audience, NotificationListener listener) {
    this.store = store;
    this.audience = audience;
    this.listener = listener;
  }

  @Override
  public void consume(Transaction tx, OutboxMessage message) {
    consume(tx, message, null);
  }

  /** As another kind than the message says, if one is given. */
  void consume(Transaction tx, OutboxMessage message, @Nullable String kind) {
    Content content = read(message);
    NewNotification fresh;
    // Feeds are locked one after the other; in one order everywhere, no two wait for each other.
    SortedSet<OwnerId> told = new TreeSet<>();
    CalendarId calendar;
    try {
      told.add(OwnerId.of(content.owner()));
      calendar = content.calendar() == null ? null : CalendarId.of(content.calendar());
      fresh =
          new NewNotification(
              message.id(),
              kind == null ? content.kind() : kind,
              message.notBefore().orElse(message.created()),
              content.data());
    } catch (IllegalArgumentException e) {
      throw new RefusedException("the message makes no notification", e);
    }
    if (calendar != null) {
      told.addAll(audience.besidesOwner(tx, calendar));
    }
    for (OwnerId each : told) {
      Notification notification = store.append(tx, each, fresh);
      tx.afterCommit(() -> listener.committed(notification));
    }
  }

  private record Content(String kind, String owner, @Nullable String calendar, String data) {}

  private static Content read(OutboxMessage message) {
    String kind = null;
    String owner = null;
    String calendar = null;
    StringWriter data = new StringWriter();
    try (JsonParser in = JSON.createParser(message.payload());
        JsonGenerator out = JSON.createGenerator(data)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedException("the message is not a JSON object");
      }
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (!value.isScalarValue()) {
          throw new RefusedException("field " + name + " of the message is not a single value");
        }
        switch (name) {
          case "kind" -> kind = in.getText();
          case "owner" -> owner = in.getText();
          default -> {
            if (name.equals("calendarId")) {
              calendar = in.getText();
            }
            out.writeFieldName(name);
            out.copyCurrentEvent(in);
          }
        }
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new RefusedException("the message is not JSON", e);
    }
    return new Content(required("kind", kind), required("owner", owner), calendar, data.toString());
  }

  private static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new RefusedException("the message has no field " + name);
    }
    return value;
  }
}
