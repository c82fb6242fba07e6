package dev.scheduling.memory;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.ChannelPreferences;
import dev.scheduling.notification.ChannelStore;
import dev.scheduling.notification.NewNotification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What owners chose and what is held for them, in memory. Thread-safe. */
public final class InMemoryChannelStore implements ChannelStore {

  private final TransactionalMap<OwnerId, ChannelPreferences> preferences;
  private final TransactionalMap<Place, NewNotification> held;

  private record Place(OwnerId owner, String channel, String collapseKey)
      implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::owner)
            .thenComparing(Place::channel)
            .thenComparing(Place::collapseKey);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A store in which nobody has chosen anything.
   *
   * @param transactions of all stores that it shares transactions with
   */
  public InMemoryChannelStore(InMemoryTransactions transactions) {
    preferences = new TransactionalMap<>(transactions);
    held = new TransactionalMap<>(transactions);
  }

  @Override
  public Map<OwnerId, ChannelPreferences> preferences(Transaction tx, Set<OwnerId> owners) {
    Map<OwnerId, ChannelPreferences> chosen = new HashMap<>();
    for (OwnerId owner : owners) {
      preferences.get(tx, owner).ifPresent(choice -> chosen.put(owner, choice));
    }
    return chosen;
  }

  @Override
  public void choose(Transaction tx, OwnerId owner, ChannelPreferences chosen) {
    preferences.put(tx, owner, chosen);
  }

  @Override
  public boolean hold(
      Transaction tx,
      OwnerId owner,
      String channel,
      String collapseKey,
      NewNotification notification) {
    Place place = new Place(owner, channel, collapseKey);
    boolean fresh = held.get(tx, place).isEmpty();
    held.put(tx, place, notification);
    return fresh;
  }

  @Override
  public Held takeHeld(Transaction tx, OwnerId owner, String channel) {
    List<Map.Entry<Place, NewNotification>> rows =
        held.rows(tx).tailMap(new Place(owner, channel, ""), true).entrySet().stream()
            .takeWhile(
                row -> row.getKey().owner().equals(owner) && row.getKey().channel().equals(channel))
            .sorted(
                Comparator.comparing((Map.Entry<Place, NewNotification> row) -> row.getValue().at())
                    .thenComparing(row -> row.getValue().id()))
            .map(Map.Entry::copyOf)
            .toList();
    rows.forEach(row -> held.remove(tx, row.getKey()));
    int more = Math.max(0, rows.size() - MOST_TAKEN);
    return new Held(rows.stream().skip(more).map(Map.Entry::getValue).toList(), more);
  }
}
