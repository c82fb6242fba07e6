package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.calendar.Hold;
import dev.scheduling.calendar.HoldStore;
import dev.scheduling.conflict.CalendarIndex;
import dev.scheduling.conflict.CalendarView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The indexes of the calendars that were used last, within a limit on memory. Thread-safe. */
final class CalendarIndexes {

  /*
   * Only committed revisions may enter an index that others see. Inside a transaction, though, the
   * store also shows what the transaction itself wrote, and in a joined transaction that may be the
   * work of an earlier call that is rolled back later. So a transaction reads the changes since the
   * index's revision into a CalendarView of its own, and the shared index takes them over only from a
   * hint that runs after the commit of a transaction that is ours. Where no such hint comes (joined
   * transactions, a lost hint), the index falls behind, which costs reading and is never wrong; once
   * it is far behind it is caught up by a transaction of its own, before anything is locked.
   *
   * Holds are in no index, since they end by themselves and without a revision: a view reads them
   * where the calendar's row says that there may be some.
   */

  /** The most holds that a calendar may have at a time. */
  static final int MOST_HOLDS = 200;

  private static final int PAGE = EventFilter.MOST;
  private static final int FAR_BEHIND = 500;

  private static final class Entry {
    private final CalendarIndex index;
    private long bytes;

    Entry(CalendarIndex index) {
      this.index = index;
    }
  }

  private final CalendarStore store;
  private final HoldStore holds;
  private final Transactions own;
  private final long mostBytes;
  private final InstantSource clock;
  private final Map<CalendarId, Entry> recent = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<CalendarId> stale = new HashSet<>();
  private long bytes;

  /**
   * @param own opens transactions that see nothing but what is committed
   * @param mostBytes how much memory the indexes may take, by their own estimate
   */
  CalendarIndexes(
      CalendarStore store, HoldStore holds, Transactions own, long mostBytes, InstantSource clock) {
    this.store = store;
    this.holds = holds;
    this.own = own;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /** Makes sure that a calendar's index is loaded and not far behind; call before locking. */
  void warm(CalendarId id) {
    CalendarIndex known = known(id);
    if (known != null && !isStale(id)) {
      return;
    }
    own.inTransaction(
        tx -> {
          Calendar calendar = store.calendar(tx, id).orElse(null);
          if (calendar == null) {
            forget(id);
          } else if (known == null || !known.zone().equals(calendar.zone())) {
            remember(id, load(tx, calendar));
          } else {
            catchUp(tx, calendar, known);
          }
          return id;
        });
  }

  /**
   * The calendar as the transaction sees it. The calendar must be locked, so that nothing is
   * committed meanwhile.
   *
   * @param redeemed a hold that is not in the way, since it is its owner who books; null for none
   */
  CalendarView view(Transaction tx, Calendar locked, @Nullable HoldId redeemed) {
    CalendarIndex index = known(locked.id());
    CalendarView view = committedView(tx, locked, index, index == null ? 0 : index.revision());
    return withHolds(tx, locked, view, redeemed);
  }

  /**
   * A calendar as the transaction reads it, without a lock; empty if there is none. What is
   * committed meanwhile may be in it or not, each event by itself.
   */
  Optional<CalendarView> unlockedView(Transaction tx, CalendarId id) {
    CalendarIndex index = known(id);
    // Before the calendar is read, so that only a restored backup can be older than the index.
    long indexed = index == null ? 0 : index.revision();
    return store
        .calendar(tx, id)
        .map(
            calendar -> withHolds(tx, calendar, committedView(tx, calendar, index, indexed), null));
  }

  private CalendarView withHolds(
      Transaction tx, Calendar calendar, CalendarView view, @Nullable HoldId redeemed) {
    Instant now = clock.instant();
    if (!calendar.heldUntil().isAfter(now)) {
      return view;
    }
    List<Hold> active =
        holds.active(tx, calendar.id(), now, MOST_HOLDS).stream()
            .filter(hold -> !hold.id().equals(redeemed))
            .toList();
    return active.isEmpty() ? view : view.with(active, calendar.id());
  }

  private CalendarView committedView(
      Transaction tx, Calendar calendar, @Nullable CalendarIndex index, long indexed) {
    if (index == null || !index.zone().equals(calendar.zone()) || indexed > calendar.revision()) {
      // Not warmed, or no longer the calendar that was indexed (another zone, a restored backup):
      // an index for this transaction alone, and a new one for all before the next.
      forget(calendar.id());
      return new CalendarView(load(tx, calendar), Map.of());
    }
    long behind = calendar.revision() - indexed;
    if (behind == 0) {
      return new CalendarView(index, Map.of());
    }
    Map<EventId, Optional<Event>> changed = changedSince(tx, calendar, indexed);
    if (changed == null) {
      forget(calendar.id());
      return new CalendarView(load(tx, calendar), Map.of());
    }
    if (behind > FAR_BEHIND) {
      synchronized (recent) {
        stale.add(calendar.id());
      }
    }
    tx.afterCommit(() -> apply(calendar.id(), index, calendar.revision(), changed));
    return new CalendarView(index, changed);
  }

  /**
   * Takes over what a transaction changed; call after its commit.
   *
   * @param before the revision of the calendar before
   * @param upTo its revision now
   * @param changed the changed events as they are now; empty where deleted
   */
  void committed(CalendarId id, long before, long upTo, Map<EventId, Optional<Event>> changed) {
    CalendarIndex index = known(id);
    if (index != null && index.revision() == before) {
      apply(id, index, upTo, changed);
    }
  }

  private void apply(
      CalendarId id, CalendarIndex index, long upTo, Map<EventId, Optional<Event>> changed) {
    index.apply(upTo, changed);
    synchronized (recent) {
      Entry entry = recent.get(id);
      if (entry != null && entry.index == index) {
        stale.remove(id);
        weigh(entry);
      }
    }
  }

  /** Forgets a calendar: it was deleted, or its zone was changed. */
  void forget(CalendarId id) {
    synchronized (recent) {
      Entry entry = recent.remove(id);
      if (entry != null) {
        bytes -= entry.bytes;
      }
      stale.remove(id);
    }
  }

  /** What the indexes take together, by their own estimate. */
  long bytes() {
    synchronized (recent) {
      return bytes;
    }
  }

  private boolean isStale(CalendarId id) {
    synchronized (recent) {
      return stale.contains(id);
    }
  }

  private @Nullable CalendarIndex known(CalendarId id) {
    synchronized (recent) {
      Entry entry = recent.get(id);
      return entry == null ? null : entry.index;
    }
  }

  private void remember(CalendarId id, CalendarIndex index) {
    synchronized (recent) {
      forget(id);
      Entry entry = new Entry(index);
      recent.put(id, entry);
      weigh(entry);
    }
  }

  /** Counts what an index takes now, and lets go of those that were not used for longest. */
  private void weigh(Entry entry) {
    long now = entry.index.estimatedBytes();
    bytes += now - entry.bytes;
    entry.bytes = now;
    Iterator<Map.Entry<CalendarId, Entry>> eldest = recent.entrySet().iterator();
    while (bytes > mostBytes && recent.size() > 1 && eldest.hasNext()) {
      Map.Entry<CalendarId, Entry> oldest = eldest.next();
      bytes -= oldest.getValue().bytes;
      stale.remove(oldest.getKey());
      eldest.remove();
    }
  }

  private CalendarIndex load(Transaction tx, Calendar calendar) {
    CalendarIndex index = new CalendarIndex(calendar.zone(), calendar.revision());
    store.forEachEvent(tx, calendar.id(), index::load);
    return index;
  }

  private void catchUp(Transaction tx, Calendar calendar, CalendarIndex index) {
    Map<EventId, Optional<Event>> changed = changedSince(tx, calendar, index.revision());
    if (changed == null) {
      remember(calendar.id(), load(tx, calendar));
    } else {
      apply(calendar.id(), index, calendar.revision(), changed);
    }
  }

  /** What changed after {@code after}, as it is now; null where the log has a gap. */
  private @Nullable Map<EventId, Optional<Event>> changedSince(
      Transaction tx, Calendar calendar, long after) {
    Map<EventId, Optional<Event>> changed = new HashMap<>();
    long reached = after;
    while (reached < calendar.revision()) {
      List<CalendarChange> page = store.changes(tx, calendar.id(), reached, PAGE);
      if (page.isEmpty()) {
        return null;
      }
      for (CalendarChange change : page) {
        if (change.revision() != ++reached) {
          return null;
        }
        changed.put(change.event(), Optional.empty());
      }
    }
    store
        .events(tx, calendar.id(), List.copyOf(changed.keySet()))
        .forEach(event -> changed.put(event.id(), Optional.of(event)));
    return changed;
  }
}
