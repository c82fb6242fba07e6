package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.realtime.Feeds;
import io.javalin.http.Context;
import java.util.List;

/** {@code /v1/notifications}: what one was told, and how far one has read. */
public final class NotificationHandler {

  private static final int PAGE = 100;
  private static final int MOST_PER_PAGE = 500;

  private final Feeds feeds;

  public NotificationHandler(Feeds feeds) {
    this.feeds = feeds;
  }

  void list(Context ctx) {
    // The sequence of the last one shown is also the token of the next page.
    long after = Requests.sequence(ctx, "pageToken", Requests.sequence(ctx, "after", 0));
    int pageSize = Requests.number(ctx, "pageSize", 1, MOST_PER_PAGE, PAGE);
    List<Notification> found = feeds.after(Requests.caller(ctx).account(), after, pageSize + 1);
    List<Notification> shown = found.subList(0, Math.min(pageSize, found.size()));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (Notification notification : shown) {
      items.add(Feeds.write(notification).put("read", notification.read()));
    }
    if (found.size() > pageSize) {
      json.put("nextPageToken", Long.toString(shown.get(pageSize - 1).sequence()));
    }
    Requests.answer(ctx, 200, json);
  }

  void markRead(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    Long upTo = body.integer("upTo", 0, Long.MAX_VALUE);
    if (upTo == null && !body.has("upTo")) {
      body.wrong("upTo", "upTo is missing");
    }
    body.check();
    NotificationFeed feed = feeds.markRead(Requests.caller(ctx).account(), upTo == null ? 0 : upTo);
    Requests.answer(
        ctx,
        200,
        Json.object()
            .put("epoch", feed.epoch())
            .put("latest", feed.latest())
            .put("readUpTo", feed.readUpTo()));
  }
}
