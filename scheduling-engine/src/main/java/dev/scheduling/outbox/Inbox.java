package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /**
   * Takes messages in their order: by the number of the last one of its key where they have a
   * {@linkplain OutboxMessage#sequence sequence}, which costs a row for each key, and else by id.
   *
   * @return those that are new, in their order
   */
  public List<OutboxMessage> takeAll(Transaction tx, List<OutboxMessage> messages) {
    SortedMap<String, Long> marks = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (OutboxMessage message : messages) {
      if (message.sequence().isPresent()) {
        marks.merge(message.key(), message.sequence().getAsLong(), Math::max);
      } else {
        ids.add(message.id());
      }
    }
    Map<String, Long> last =
        new TreeMap<>(marks.isEmpty() ? Map.of() : store.advance(tx, consumer, marks));
    Set<String> freshIds = new HashSet<>(ids.isEmpty() ? Set.of() : take(tx, ids));
    List<OutboxMessage> fresh = new ArrayList<>();
    for (OutboxMessage message : messages) {
      if (message.sequence().isEmpty()) {
        if (freshIds.remove(message.id())) {
          fresh.add(message);
        }
      } else if (message.sequence().getAsLong() > last.getOrDefault(message.key(), 0L)) {
        last.put(message.key(), message.sequence().getAsLong());
        fresh.add(message);
      }
    }
    return fresh;
  }
}
