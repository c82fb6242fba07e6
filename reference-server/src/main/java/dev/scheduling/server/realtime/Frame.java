package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A notification as it goes to clients: written once, however many there are. Immutable and
 * thread-safe.
 *
 * @param sequence its number in the account's feed
 * @param text the frame's JSON
 */
record Frame(long sequence, String text) {

  static List<Frame> of(List<Notification> notifications) {
    return notifications.stream()
        .map(
            notification ->
                new Frame(
                    notification.sequence(),
                    text(object("notification").setAll(Feeds.write(notification)))))
        .toList();
  }

  /** The answer to a good hello. */
  static String welcome(NotificationFeed feed) {
    return text(position("welcome", feed));
  }

  /** History is gone: the client reads everything anew and goes on from here. */
  static String reset(NotificationFeed feed) {
    return text(position("reset", feed));
  }

  /** The end of what was missed. */
  static String live() {
    return text(object("live"));
  }

  private static ObjectNode position(String type, NotificationFeed feed) {
    return object(type).put("epoch", feed.epoch()).put("latest", feed.latest());
  }

  private static ObjectNode object(String type) {
    return Json.object().put("type", type);
  }

  private static String text(ObjectNode json) {
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }
}
