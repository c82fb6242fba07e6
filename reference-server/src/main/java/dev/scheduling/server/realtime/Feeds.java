package dev.scheduling.server.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.OwnerId;
import dev.scheduling.Transactions;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.notification.NotificationStore;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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

  /** How far the feeds of several accounts have come; those that have not begun are left out. */
  Map<OwnerId, Long> latest(Collection<OwnerId> accounts) {
    return transactions.inTransaction(tx -> store.latest(tx, accounts));
  }

  /** The last notifications of several accounts; those without any are left out. */
  Map<OwnerId, List<Notification>> newest(Collection<OwnerId> accounts, int last) {
    return transactions.inTransaction(tx -> store.newest(tx, accounts, last));
  }

  /**
   * What follows on a sequence.
   *
   * @param notifications in order; at most as many as were asked for
   * @param feed how far it has come, read after them: if something between was pruned, it says so
   */
  record Page(List<Notification> notifications, NotificationFeed feed) {}

  /** The next notifications after a sequence, and whether they are all there. */
  Page page(OwnerId account, long sequence, int limit) {
    return transactions.inTransaction(
        tx -> {
          List<Notification> notifications = store.after(tx, account, sequence, limit);
          return new Page(notifications, store.feed(tx, account));
        });
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
