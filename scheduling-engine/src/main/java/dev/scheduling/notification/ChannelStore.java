package dev.scheduling.notification;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where it is kept by which channels owners want to be told, and what is held for them until later.
 *
 * <p>Every call works inside the transaction it is given. Implementations are thread-safe and hold
 * to {@code ChannelStoreContract}. All methods throw {@link dev.scheduling.SchedulingException}
 * when the store fails.
 */
public interface ChannelStore {

  /** The most notifications that {@link #takeHeld} returns: {@value}. */
  int MOST_TAKEN = 100;

  /** What an owner has chosen; {@link ChannelPreferences#DEFAULT} if nothing. */
  default ChannelPreferences preferences(Transaction tx, OwnerId owner) {
    return preferences(tx, Set.of(owner)).getOrDefault(owner, ChannelPreferences.DEFAULT);
  }

  /** What each of several owners has chosen; those who have chosen nothing are left out. */
  Map<OwnerId, ChannelPreferences> preferences(Transaction tx, Set<OwnerId> owners);

  /** Replaces what an owner has chosen. */
  void choose(Transaction tx, OwnerId owner, ChannelPreferences preferences);

  /**
   * Holds a notification for later. One that is held under the same key is replaced: of what
   * happened to one thing only the last is told.
   *
   * @param collapseKey 1 to 200 visible ASCII characters
   * @return whether nothing was held under that key
   */
  boolean hold(
      Transaction tx,
      OwnerId owner,
      String channel,
      String collapseKey,
      NewNotification notification);

  /** Takes all that is held for an owner's channel. */
  Held takeHeld(Transaction tx, OwnerId owner, String channel);

  /**
   * What was held. Immutable and thread-safe.
   *
   * @param notifications the latest {@value ChannelStore#MOST_TAKEN}, in the order in which they
   *     happened
   * @param more how many there were before those
   */
  record Held(List<NewNotification> notifications, int more) {
    public Held {
      notifications = List.copyOf(notifications);
    }
  }
}
