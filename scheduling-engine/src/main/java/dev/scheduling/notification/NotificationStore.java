package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where owners' notifications are kept.
 *
 * <p>Every call works inside the transaction it is given. Implementations are thread-safe and hold
 * to {@code NotificationStoreContract}. All methods throw {@link
 * dev.scheduling.SchedulingException} when the store fails.
 */
public interface NotificationStore {

  /**
   * Adds notifications, each under its owner's next sequence. Whoever adds others for the same
   * owners waits until this transaction ends, so that there are no gaps and nothing appears out of
   * order.
   *
   * @param notifications of each owner in the order in which they are to be told
   * @return as they were added, owner by owner
   * @throws dev.scheduling.SchedulingException if an owner has one with the same id
   */
  List<Notification> append(
      Transaction tx, SortedMap<OwnerId, List<NewNotification>> notifications);

  /** Adds a notification under the owner's next sequence. */
  default Notification append(Transaction tx, OwnerId owner, NewNotification notification) {
    return append(tx, new TreeMap<>(Map.of(owner, List.of(notification)))).get(0);
  }

  /** How far an owner's feed has come; it begins with this call if there is none. */
  NotificationFeed feed(Transaction tx, OwnerId owner);

  /**
   * The notifications of an owner in the order of their sequence.
   *
   * @param sequence only those after it; 0 for all
   * @param limit the most
   */
  List<Notification> after(Transaction tx, OwnerId owner, long sequence, int limit);

  /**
   * How far the feeds of several owners have come: the last sequence of each. Owners whose feed has
   * not begun are left out.
   */
  Map<OwnerId, Long> latest(Transaction tx, Collection<OwnerId> owners);

  /**
   * The last notifications of several owners, each owner's in the order of their sequence. Owners
   * who were told nothing are left out.
   *
   * @param last how many of each owner, counted from the end of the feed; at least 1
   */
  Map<OwnerId, List<Notification>> newest(Transaction tx, Collection<OwnerId> owners, int last);

  /**
   * Remembers that an owner has seen everything up to a sequence. What was seen stays seen, and
   * what has not been given yet cannot be.
   *
   * @return how far the feed has come
   */
  NotificationFeed markRead(Transaction tx, OwnerId owner, long upTo);

  /**
   * Forgets notifications from before an instant, together with all that precede them in their
   * feed.
   *
   * @param limit the most feeds to go through
   * @return how many notifications were forgotten
   */
  int prune(Transaction tx, Instant before, int limit);
}
