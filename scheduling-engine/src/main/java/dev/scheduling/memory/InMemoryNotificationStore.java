package dev.scheduling.memory;

import dev.scheduling.OwnerId;
import dev.scheduling.SchedulingException;
import dev.scheduling.Transaction;
import dev.scheduling.notification.NewNotification;
import dev.scheduling.notification.Notification;
import dev.scheduling.notification.NotificationFeed;
import dev.scheduling.notification.NotificationStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Notifications in memory. Thread-safe. */
public final class InMemoryNotificationStore implements NotificationStore {

  private final TransactionalMap<OwnerId, NotificationFeed> feeds;
  private final TransactionalMap<Place, NewNotification> notifications;

  private record Place(OwnerId owner, long sequence) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::owner).thenComparing(Place::sequence);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A store without notifications.
   *
   * @param transactions of all stores that it shares transactions with
   */
  public InMemoryNotificationStore(InMemoryTransactions transactions) {
    feeds = new TransactionalMap<>(transactions);
    notifications = new TransactionalMap<>(transactions);
  }

  @Override
  public List<Notification> append(
      Transaction tx, SortedMap<OwnerId, List<NewNotification>> notifications) {
    List<Notification> added = new ArrayList<>();
    notifications.forEach((owner, some) -> some.forEach(one -> added.add(add(tx, owner, one))));
    return added;
  }

  private Notification add(Transaction tx, OwnerId owner, NewNotification notification) {
    if (of(tx, owner, 0).anyMatch(row -> row.getValue().id().equals(notification.id()))) {
      throw new SchedulingException(owner + " has a notification " + notification.id());
    }
    NotificationFeed now = feed(tx, owner);
    NotificationFeed next =
        new NotificationFeed(
            owner, now.epoch(), now.latest() + 1, now.readUpTo(), now.prunedUpTo());
    feeds.put(tx, owner, next);
    notifications.put(tx, new Place(owner, next.latest()), notification);
    return notification(next, next.latest(), notification);
  }

  @Override
  public NotificationFeed feed(Transaction tx, OwnerId owner) {
    return feeds
        .get(tx, owner)
        .orElseGet(
            () -> {
              NotificationFeed fresh =
                  new NotificationFeed(owner, UUID.randomUUID().toString(), 0, 0, 0);
              feeds.put(tx, owner, fresh);
              return fresh;
            });
  }

  @Override
  public List<Notification> after(Transaction tx, OwnerId owner, long sequence, int limit) {
    NotificationFeed feed = feed(tx, owner);
    return of(tx, owner, sequence)
        .limit(limit)
        .map(row -> notification(feed, row.getKey().sequence(), row.getValue()))
        .toList();
  }

  @Override
  public Map<OwnerId, Long> latest(Transaction tx, Collection<OwnerId> owners) {
    Map<OwnerId, Long> latest = new HashMap<>();
    for (OwnerId owner : owners) {
      feeds.get(tx, owner).ifPresent(feed -> latest.put(owner, feed.latest()));
    }
    return latest;
  }

  @Override
  public Map<OwnerId, List<Notification>> newest(
      Transaction tx, Collection<OwnerId> owners, int last) {
    Map<OwnerId, List<Notification>> newest = new HashMap<>();
    latest(tx, owners)
        .forEach((owner, latest) -> newest.put(owner, after(tx, owner, latest - last, last)));
    newest.values().removeIf(List::isEmpty);
    return newest;
  }

  @Override
  public NotificationFeed markRead(Transaction tx, OwnerId owner, long upTo) {
    NotificationFeed now = feed(tx, owner);
    long readUpTo = Math.max(now.readUpTo(), Math.min(upTo, now.latest()));
    NotificationFeed next =
        new NotificationFeed(owner, now.epoch(), now.latest(), readUpTo, now.prunedUpTo());
    feeds.put(tx, owner, next);
    return next;
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    Map<OwnerId, Long> lastOld = new TreeMap<>();
    notifications
        .rows(tx)
        .forEach(
            (place, notification) -> {
              if (notification.at().isBefore(before)
                  && (lastOld.size() < limit || lastOld.containsKey(place.owner()))) {
                lastOld.put(place.owner(), place.sequence());
              }
            });
    int count = 0;
    for (Map.Entry<OwnerId, Long> old : lastOld.entrySet()) {
      NotificationFeed now = feed(tx, old.getKey());
      List<Place> gone =
          of(tx, old.getKey(), 0)
              .map(Map.Entry::getKey)
              .filter(place -> place.sequence() <= old.getValue())
              .toList();
      gone.forEach(place -> notifications.remove(tx, place));
      count += gone.size();
      feeds.put(
          tx,
          old.getKey(),
          new NotificationFeed(
              old.getKey(), now.epoch(), now.latest(), now.readUpTo(), old.getValue()));
    }
    return count;
  }

  private Stream<Map.Entry<Place, NewNotification>> of(
      Transaction tx, OwnerId owner, long sequence) {
    return notifications.rows(tx).tailMap(new Place(owner, sequence), false).entrySet().stream()
        .takeWhile(row -> row.getKey().owner().equals(owner));
  }

  private static Notification notification(
      NotificationFeed feed, long sequence, NewNotification notification) {
    return new Notification(
        feed.owner(),
        feed.epoch(),
        sequence,
        notification.id(),
        notification.kind(),
        notification.at(),
        notification.data(),
        sequence <= feed.readUpTo());
  }
}
