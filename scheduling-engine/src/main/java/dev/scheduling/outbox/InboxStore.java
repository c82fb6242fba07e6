package dev.scheduling.outbox;

import dev.scheduling.Transaction;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * Where consumers remember what they have taken.
 *
 * <p>Every call works inside the transaction it is given. Implementations are thread-safe and hold
 * to {@code InboxStoreContract}.
 */
public interface InboxStore {

  /**
   * Remembers that a consumer takes messages. Of two transactions that take the same message at the
   * same time one waits for the other; it is new to only one of those that commit.
   *
   * @param consumer names the consumer: 1 to 200 visible ASCII characters
   * @param at when, for {@link #prune}
   * @return the ids that are new to the consumer
   */
  Set<String> take(Transaction tx, String consumer, Collection<String> messageIds, Instant at);

  /**
   * Moves a consumer's marks forward, each to a number unless it is further already. Of two
   * transactions that move the same mark at the same time one waits for the other.
   *
   * @param marks by message key, in its order; numbers from 1
   * @return the marks as they were; without those that had never been moved
   */
  Map<String, Long> advance(Transaction tx, String consumer, SortedMap<String, Long> marks);

  /**
   * Forgets the ids that were taken before an instant, the oldest first; marks stay. What is
   * forgotten would have its effect again if it came again, so keep it longer than anything is ever
   * redriven.
   *
   * @param limit the most to forget
   * @return how many were forgotten
   */
  int prune(Transaction tx, Instant before, int limit);
}
