package dev.scheduling.memory;

import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Hold;
import dev.scheduling.calendar.HoldStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Holds in memory. Thread-safe. */
public final class InMemoryHoldStore implements HoldStore {

  private final TransactionalMap<HoldId, Hold> holds;
  private final InMemoryCalendarStore calendars;

  /** A store without holds that takes part in the given transactions. */
  public InMemoryHoldStore(InMemoryTransactions transactions, InMemoryCalendarStore calendars) {
    this.holds = new TransactionalMap<>(transactions);
    this.calendars = calendars;
  }

  @Override
  public void insert(Transaction tx, Hold hold) {
    if (holds.get(tx, hold.id()).isPresent()) {
      throw new IllegalArgumentException("the hold id " + hold.id() + " is in use");
    }
    holds.put(tx, hold.id(), hold);
  }

  @Override
  public Optional<Hold> find(Transaction tx, HoldId hold) {
    return holds.get(tx, hold).flatMap(found -> present(tx, found));
  }

  /** The hold in the calendars that still exist; empty without any. */
  private Optional<Hold> present(Transaction tx, Hold hold) {
    SortedSet<CalendarId> left = new TreeSet<>(hold.calendars());
    left.removeIf(calendar -> calendars.calendar(tx, calendar).isEmpty());
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hold(hold.id(), hold.owner(), left, hold.range(), hold.expires()));
  }

  @Override
  public List<Hold> active(Transaction tx, CalendarId calendar, Instant now, int limit) {
    return holds.rows(tx).values().stream()
        .filter(hold -> hold.calendars().contains(calendar) && !hold.isExpired(now))
        .flatMap(hold -> present(tx, hold).stream())
        .sorted(Comparator.comparing((Hold hold) -> hold.range().start()).thenComparing(Hold::id))
        .limit(limit)
        .toList();
  }

  @Override
  public boolean delete(Transaction tx, HoldId hold) {
    return holds.remove(tx, hold).isPresent();
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    List<HoldId> old =
        holds.rows(tx).values().stream()
            .filter(hold -> hold.expires().isBefore(before))
            .map(Hold::id)
            .limit(limit)
            .toList();
    old.forEach(hold -> holds.remove(tx, hold));
    return old.size();
  }
}
