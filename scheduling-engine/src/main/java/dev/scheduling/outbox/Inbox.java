package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;

/**
 * One consumer's memory of what it has taken, kept in the transaction of the effect: a message that
 * comes twice has its effect once. Thread-safe.
 */
public final class Inbox {

  private final InboxStore store;
  private final String consumer;
  private final InstantSource clock;

  private Inbox(InboxStore store, String consumer, InstantSource clock) {
    this.store = store;
    this.consumer = MessageLimits.checkToken("consumer", consumer);
    this.clock = clock;
  }

  /**
   * The inbox of a consumer.
   *
   * @param consumer names the consumer, always the same: 1 to 200 visible ASCII characters
   */
  public static Inbox of(InboxStore store, String consumer, InstantSource clock) {
    return new Inbox(store, consumer, clock);
  }

  /**
   * Takes a message in the transaction of its effect.
   *
   * @return whether it is new; if not, it had its effect before
   */
  public boolean take(Transaction tx, String messageId) {
    return !take(tx, Set.of(messageId)).isEmpty();
  }

  /** Takes many messages at once. Returns the ids that are new. */
  public Set<String> take(Transaction tx, Collection<String> messageIds) {
    return store.take(tx, consumer, messageIds, clock.instant());
  }
}
