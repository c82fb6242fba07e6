package dev.scheduling.memory;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.InboxStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** An inbox in memory. */
public final class InMemoryInboxStore implements InboxStore {

  private final TransactionalMap<Taken, Instant> taken;

  /** By key instead of id. */
  private final TransactionalMap<Taken, Long> marks;

  private record Taken(String consumer, String messageId) implements Comparable<Taken> {

    private static final Comparator<Taken> ORDER =
        Comparator.comparing(Taken::consumer).thenComparing(Taken::messageId);

    @Override
    public int compareTo(Taken other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * An empty inbox.
   *
   * @param transactions of all stores that it shares transactions with
   */
  public InMemoryInboxStore(InMemoryTransactions transactions) {
    taken = new TransactionalMap<>(transactions);
    marks = new TransactionalMap<>(transactions);
  }

  @Override
  public Set<String> take(
      Transaction tx, String consumer, Collection<String> messageIds, Instant at) {
    Set<String> fresh = new HashSet<>();
    for (String id : messageIds) {
      Taken row = new Taken(consumer, id);
      if (taken.get(tx, row).isEmpty()) {
        taken.put(tx, row, at);
        fresh.add(id);
      }
    }
    return fresh;
  }

  @Override
  public Map<String, Long> advance(
      Transaction tx, String consumer, SortedMap<String, Long> wanted) {
    Map<String, Long> before = new HashMap<>();
    wanted.forEach(
        (key, number) -> {
          Taken mark = new Taken(consumer, key);
          marks.get(tx, mark).ifPresent(last -> before.put(key, last));
          marks.put(tx, mark, Math.max(number, before.getOrDefault(key, 0L)));
        });
    return before;
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    List<Taken> old =
        taken.rows(tx).entrySet().stream()
            .filter(row -> row.getValue().isBefore(before))
            .sorted(Map.Entry.comparingByValue())
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    old.forEach(row -> taken.remove(tx, row));
    return old.size();
  }
}
