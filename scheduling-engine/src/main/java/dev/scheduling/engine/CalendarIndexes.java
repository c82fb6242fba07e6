package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.Transactions;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.conflict.CalendarIndex;
import dev.scheduling.conflict.CalendarView;
import java.util.HashMap;
import java.util.HashSet;
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
   */

  private static final int PAGE = EventFilter.MOST;
  private static final int FAR_BEHIND = 500;

  private final CalendarStore store;
  private final Transactions own;
  private final long mostBytes;
  private final Map<CalendarId, CalendarIndex> recent = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<CalendarId> stale = new HashSet<>();

  /**
   * @param own opens transactions that see nothing but what is committed
   * @param mostBytes how much memory the indexes may take, by their own estimate
   */
  CalendarIndexes(CalendarStore store, Transactions own, long mostBytes) {
    this.store = store;
    this.own = own;
    this.mostBytes = mostBytes;
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
   */
  CalendarView view(Transaction tx, Calendar locked) {
    CalendarIndex index = known(locked.id());
    return view(tx, locked, index, index == null ? 0 : index.revision());
  }

  /**
   * A calendar as the transaction reads it, without a lock; empty if there is none. What is
   * committed meanwhile may be in it or not, each event by itself.
   */
  Optional<CalendarView> unlockedView(Transaction tx, CalendarId id) {
    CalendarIndex index = known(id);
    // Before the calendar is read, so that only a restored backup can be older than the index.
    long revision = index == null ? 0 : index.revision();
    return store.calendar(tx, id).map(calendar -> view(tx, calendar, index, revision));
  }

  private CalendarView view(
      Transaction tx, Calendar calendar, @Nullable CalendarIndex index, long indexed) {
    if (index == null || !index.zone().equals(calendar.zone()) || indexed > calendar.revision()) {
      // Not warmed, or no longer the calendar that was indexed (another zone, a restored backup):
      // an
      // index for this transaction alone, and a new one for all before the next.
      forget(calendar.id());
      return new CalendarView(load(tx, calendar), Map.of());
    }
    long behind = calendar.revision() - indexed;
    if (behind == 0) {
      return new CalendarView(index, Map.of());
    }
    if (behind > FAR_BEHIND) {
      synchronized (recent) {
        stale.add(calendar.id());
      }
    }
    Map<EventId, Optional<Event>> changed = changedSince(tx, calendar, indexed);
    return changed == null
        ? new CalendarView(load(tx, calendar), Map.of())
        : new CalendarView(index, changed);
  }

  /** Takes over a committed change; call after the commit. */
  void committed(CalendarId id, long revision, EventId event, Optional<Event> now) {
    CalendarIndex index = known(id);
    if (index != null && index.revision() == revision - 1) {
      index.apply(revision, Map.of(event, now));
    }
  }

  /** Forgets a calendar: it was deleted, or its zone was changed. */
  void forget(CalendarId id) {
    synchronized (recent) {
      recent.remove(id);
      stale.remove(id);
    }
  }

  private boolean isStale(CalendarId id) {
    synchronized (recent) {
      return stale.contains(id);
    }
  }

  private @Nullable CalendarIndex known(CalendarId id) {
    synchronized (recent) {
      return recent.get(id);
    }
  }

  private void remember(CalendarId id, CalendarIndex index) {
    synchronized (recent) {
      recent.put(id, index);
      stale.remove(id);
      long bytes = 0;
      for (CalendarIndex each : recent.values()) {
        bytes += each.estimatedBytes();
      }
      var eldest = recent.entrySet().iterator();
      while (bytes > mostBytes && recent.size() > 1 && eldest.hasNext()) {
        Map.Entry<CalendarId, CalendarIndex> oldest = eldest.next();
        bytes -= oldest.getValue().estimatedBytes();
        stale.remove(oldest.getKey());
        eldest.remove();
      }
    }
  }

  private CalendarIndex load(Transaction tx, Calendar calendar) {
    CalendarIndex index = new CalendarIndex(calendar.zone(), calendar.revision());
    EventFilter filter = EventFilter.all(PAGE);
    while (true) {
      List<Event> page = store.events(tx, calendar.id(), filter);
      page.forEach(index::load);
      if (page.size() < PAGE) {
        return index;
      }
      filter = filter.after(page.get(page.size() - 1).id());
    }
  }

  private void catchUp(Transaction tx, Calendar calendar, CalendarIndex index) {
    Map<EventId, Optional<Event>> changed = changedSince(tx, calendar, index.revision());
    if (changed == null) {
      remember(calendar.id(), load(tx, calendar));
    } else {
      index.apply(calendar.revision(), changed);
      synchronized (recent) {
        stale.remove(calendar.id());
      }
    }
  }

  /** What changed after {@code after}, as it is now; null where the log has a gap. */
  private @Nullable Map<EventId, Optional<Event>> changedSince(
      Transaction tx, Calendar calendar, long after) {
    Map<EventId, Optional<Event>> changed = new HashMap<>();
    long reached = after;
    while (reached < calendar.revision()) {
      List<CalendarChange> page = store.changes(tx, calendar.id(), reached, PAGE);
      if (page.isEmpty() || page.get(0).revision() != reached + 1) {
        return null;
      }
      for (CalendarChange change : page) {
        changed.put(change.event(), Optional.empty());
      }
      reached = page.get(page.size() - 1).revision();
    }
    store
        .events(tx, calendar.id(), List.copyOf(changed.keySet()))
        .forEach(event -> changed.put(event.id(), Optional.of(event)));
    return changed;
  }
}
