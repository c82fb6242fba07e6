package dev.scheduling.memory;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.reminder.ReminderCursor;
import dev.scheduling.reminder.ReminderStore;
import dev.scheduling.reminder.ReminderTime;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cursors of reminders in memory; what is due is found by looking at all. Thread-safe. */
public final class InMemoryReminderStore implements ReminderStore {

  private final TransactionalMap<String, ReminderCursor> cursors;

  /**
   * A store without cursors.
   *
   * @param transactions of all stores that it shares transactions with
   */
  public InMemoryReminderStore(InMemoryTransactions transactions) {
    cursors = new TransactionalMap<>(transactions);
  }

  @Override
  public void insert(Transaction tx, List<ReminderCursor> fresh) {
    fresh.forEach(cursor -> cursors.put(tx, cursor.id(), cursor));
  }

  @Override
  public void update(Transaction tx, List<ReminderCursor> changed) {
    for (ReminderCursor cursor : changed) {
      if (cursors.get(tx, cursor.id()).isPresent()) {
        cursors.put(tx, cursor.id(), cursor);
      }
    }
  }

  @Override
  public void delete(Transaction tx, Collection<String> ids) {
    ids.forEach(id -> cursors.remove(tx, id));
  }

  @Override
  public List<ReminderCursor> ofEvent(Transaction tx, EventId event) {
    return those(tx, cursor -> cursor.event().equals(event))
        .sorted(Comparator.comparingInt(ReminderCursor::position).thenComparing(ReminderCursor::id))
        .toList();
  }

  @Override
  public void stop(Transaction tx, EventId event) {
    for (ReminderCursor cursor : ofEvent(tx, event)) {
      cursors.put(
          tx,
          cursor.id(),
          with(cursor, null, Instant.EPOCH, cursor.settled(), cursor.revision() + 1, ""));
    }
  }

  @Override
  public void deleteCalendar(Transaction tx, CalendarId calendar) {
    delete(
        tx,
        those(tx, cursor -> cursor.calendar().equals(calendar)).map(ReminderCursor::id).toList());
  }

  @Override
  public Optional<ReminderCursor> find(Transaction tx, String id) {
    return cursors.get(tx, id);
  }

  @Override
  public List<ReminderCursor> claim(Transaction tx, Instant until, int limit) {
    return those(tx, cursor -> !due(cursor).isAfter(until))
        .sorted(Comparator.comparing(InMemoryReminderStore::due).thenComparing(ReminderCursor::id))
        .limit(limit)
        .toList();
  }

  private static Instant due(ReminderCursor cursor) {
    ReminderTime next = cursor.next();
    return next == null ? Instant.MAX : next.due();
  }

  @Override
  public Set<String> advance(Transaction tx, List<Advance> steps) {
    Set<String> advanced = new HashSet<>();
    for (Advance step : steps) {
      ReminderCursor now = cursors.get(tx, step.from().id()).orElse(null);
      if (now != null
          && now.revision() == step.from().revision()
          && now.next() != null
          && step.from().next() != null
          && now.next().occurrence().equals(step.from().next().occurrence())) {
        cursors.put(
            tx,
            now.id(),
            with(now, step.next(), due(now), now.settled(), now.revision(), step.zoneRules()));
        advanced.add(now.id());
      }
    }
    return advanced;
  }

  @Override
  public List<Boolean> settle(Transaction tx, List<Settlement> settlements) {
    return settlements.stream().map(each -> settle(tx, each)).toList();
  }

  private boolean settle(Transaction tx, Settlement one) {
    ReminderCursor now = cursors.get(tx, one.id()).orElse(null);
    if (now == null || now.revision() != one.revision() || now.settled().isAfter(one.due())) {
      return false;
    }
    cursors.put(
        tx,
        one.id(),
        with(now, now.next(), now.staged(), one.due(), one.revision(), now.zoneRules()));
    return true;
  }

  @Override
  public List<ReminderCursor> outdated(Transaction tx, String zoneRules, String after, int limit) {
    return cursors.rows(tx).tailMap(after, false).values().stream()
        .filter(cursor -> cursor.next() != null && !cursor.zoneRules().equals(zoneRules))
        .limit(limit)
        .toList();
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    List<String> old =
        those(tx, cursor -> cursor.next() == null)
            .filter(cursor -> cursor.staged().isBefore(before) && cursor.settled().isBefore(before))
            .map(ReminderCursor::id)
            .limit(limit)
            .toList();
    delete(tx, old);
    return old.size();
  }

  private Stream<ReminderCursor> those(Transaction tx, Predicate<ReminderCursor> wanted) {
    return cursors.rows(tx).values().stream().filter(wanted);
  }

  private static ReminderCursor with(
      ReminderCursor cursor,
      @Nullable ReminderTime next,
      Instant staged,
      Instant settled,
      long revision,
      String zoneRules) {
    return new ReminderCursor(
        cursor.id(),
        cursor.owner(),
        cursor.calendar(),
        cursor.event(),
        cursor.placement(),
        cursor.position(),
        cursor.channels(),
        next,
        cursor.repeats(),
        staged,
        settled,
        revision,
        zoneRules);
  }
}
