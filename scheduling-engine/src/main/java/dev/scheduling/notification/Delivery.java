package dev.scheduling.notification;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scheduling.OwnerId;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes to one address of an owner: one notification, or several that were held. Immutable and
 * thread-safe.
 *
 * @param id the same for every attempt, and different for every address: 24 characters of {@code
 *     A-Z a-z 0-9 _ -}. Whoever receives it twice can tell by it
 * @param owner whom it tells
 * @param channel the name of the channel
 * @param address which of the owner's addresses of that channel
 * @param notifications at least one, in the order in which they happened
 * @param more how many more there were before those
 */
public record Delivery(
    String id,
    OwnerId owner,
    String channel,
    String address,
    List<NewNotification> notifications,
    int more) {

  /** What the types of messages with a delivery begin with; the channel's name follows. */
  static final String TYPE = "delivery.";

  private static final JsonFactory JSON = new JsonFactory();
  private static final int ID_BYTES = 18;

  public Delivery {
    notifications = List.copyOf(notifications);
    if (notifications.isEmpty()) {
      throw new IllegalArgumentException("a delivery has at least one notification");
    }
  }

  /** A delivery whose id follows from what it tells, and to which address. */
  public static Delivery of(
      OwnerId owner,
      String channel,
      String address,
      List<NewNotification> notifications,
      int more) {
    StringBuilder name = new StringBuilder(owner + "\n" + channel + "\n" + address);
    notifications.forEach(each -> name.append('\n').append(each.id()));
    return new Delivery(digest(name.toString()), owner, channel, address, notifications, more);
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The type of the messages that carry a channel's deliveries. */
  public static String typeOf(String channel) {
    return TYPE + channel;
  }

  /** The same with fewer notifications. */
  Delivery with(List<NewNotification> some) {
    return new Delivery(id, owner, channel, address, some, more);
  }

  /** The last of its notifications. */
  public NewNotification latest() {
    return notifications.get(notifications.size() - 1);
  }

  /** When it is no longer worth delivering. */
  public Instant expires() {
    return latest().at().plus(NotificationKind.lifetimeOf(latest().kind()));
  }

  /** What the messages of an owner's address have as their key: they stay in order. */
  static String key(OwnerId owner, String channel, String address) {
    return owner + "~" + channel + "~" + address;
  }

  OutboxMessage toMessage(Instant created) {
    return OutboxMessage.builder(typeOf(channel), key(owner, channel, address), created)
        .id(id)
        .payload("application/json", json())
        .build();
  }

  private byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("owner", owner.value());
      out.writeStringField("channel", channel);
      out.writeStringField("address", address);
      out.writeNumberField("more", more);
      out.writeArrayFieldStart("notifications");
      for (NewNotification each : notifications) {
        out.writeStartObject();
        out.writeStringField("id", each.id());
        out.writeStringField("kind", each.kind());
        out.writeStringField("at", each.at().toString());
        out.writeStringField("data", each.data());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The delivery that a message carries.
   *
   * @throws RefusedException if it carries none
   */
  static Delivery read(OutboxMessage message) {
    Map<String, String> fields = new HashMap<>();
    List<NewNotification> notifications = new ArrayList<>();
    try (JsonParser in = JSON.createParser(message.payload())) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        if (in.nextToken() == JsonToken.START_ARRAY) {
          while (in.nextToken() == JsonToken.START_OBJECT) {
            notifications.add(notification(in));
          }
        } else {
          fields.put(name, in.getText());
        }
      }
      return new Delivery(
          message.id(),
          OwnerId.of(fields.getOrDefault("owner", "")),
          fields.getOrDefault("channel", ""),
          fields.getOrDefault("address", ""),
          notifications,
          Integer.parseInt(fields.getOrDefault("more", "0")));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new RefusedException("the message carries no delivery", e);
    }
  }

  private static NewNotification notification(JsonParser in) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      fields.put(name, in.getText());
    }
    return new NewNotification(
        fields.getOrDefault("id", ""),
        fields.getOrDefault("kind", ""),
        Instant.parse(fields.getOrDefault("at", "")),
        fields.getOrDefault("data", ""));
  }
}
