package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.Transactions;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What there is to tell an account, each look in a transaction of its own. Thread-safe. */
public final class Feeds {

  private final Transactions transactions;
  private final NotificationStore store;

  public Feeds(Transactions transactions, NotificationStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /** How far an account's notifications have come. */
  public NotificationFeed position(OwnerId account) {
    return transactions.inTransaction(tx -> store.feed(tx, account));
  }

  /** Those after a sequence, in order; at most {@code limit}. */
  public List<Notification> after(OwnerId account, long sequence, int limit) {
    return transactions.inTransaction(tx -> store.after(tx, account, sequence, limit));
  }

  /** Remembers that everything up to a sequence was seen. */
  public NotificationFeed markRead(OwnerId account, long upTo) {
    return transactions.inTransaction(tx -> store.markRead(tx, account, upTo));
  }

  /** A notification in JSON, without what differs between the frame and the list. */
  public static ObjectNode write(Notification notification) {
    ObjectNode json =
        Json.object()
            .put("epoch", notification.epoch())
            .put("sequence", notification.sequence())
            .put("id", notification.id())
            .put("kind", notification.kind())
            .put("at", notification.at().toString());
    json.set("data", Json.readObject(notification.data().getBytes(StandardCharsets.UTF_8)));
    return json;
  }
}
