package dev.scheduling.conflict;

import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The busy time of one calendar as of one committed revision.
 *
 * <p>Thread-safe: changes are applied one after the other, and who decides on a booking never waits
 * for them.
 */
public final class CalendarIndex {

  /*
   * Events that take place once, or a few times, stand in an IntervalIndex by their instants; other
   * series are kept as they are and asked directly, so an endless one costs no more than one of some
   * hundred times (PlacedEvent). Only committed
   * revisions are ever applied. A transaction that is open looks through a CalendarView, which lays
   * its own changes over this index and is dropped with it.
   */

  /** What stands in the tree under one handle. */
  private record Single(EventId event, PlacedEvent placed) {}

  // A handle is odd where the event is tentative, so that free/busy time needs the ranges alone.

  // Rough figures: two entries of the maps and the identifier's text; a range and its entry in the
  // tree.
  private static final long BYTES_AN_EVENT = 250;
  private static final long BYTES_A_TIME = 50;
  private static final long BYTES_A_SERIES = 4_000;

  private final ZoneId zone;
  private final IntervalIndex ranges = IntervalIndex.empty();
  private final Map<Long, Single> singlesByHandle = new ConcurrentHashMap<>();
  private final Map<EventId, Long> handles = new ConcurrentHashMap<>();
  private final Map<EventId, IndexedSeries> series = new ConcurrentHashMap<>();
  private final AtomicLong nextHandle = new AtomicLong();
  private volatile long revision;

  /** No range of the tree ends later, nor did any that is gone. */
  private volatile long latestEnd = Long.MIN_VALUE;

  /**
   * An index without events.
   *
   * @param zone the calendar's zone, in which floating events are placed
   * @param revision the revision at which the calendar is about to be read
   */
  public CalendarIndex(ZoneId zone, long revision) {
    this.zone = zone;
    this.revision = revision;
  }

  /** The zone in which floating events are placed; an index is of no use in another one. */
  public ZoneId zone() {
    return zone;
  }

  /** The committed revision that the index reflects. */
  public long revision() {
    return revision;
  }

  /** Adds an event while the index is being loaded. */
  public void load(Event event) {
    put(event);
  }

  /**
   * Applies what committed revisions up to {@code upTo} did. Older revisions than the index has are
   * ignored, so that late news do no harm.
   *
   * @param changed the changed events as they are now; empty where deleted
   */
  public synchronized void apply(long upTo, Map<EventId, Optional<Event>> changed) {
    if (upTo <= revision) {
      return;
    }
    changed.forEach(
        (id, event) -> {
          remove(id);
          event.ifPresent(this::put);
        });
    revision = upTo;
  }

  private void put(Event event) {
    PlacedEvent placed = PlacedEvent.of(event, zone);
    placed.series().ifPresent(each -> series.put(event.id(), each));
    long[] times = placed.times();
    if (times.length == 0) {
      return;
    }
    long handle = nextHandle.addAndGet(2) + (isTentative(event) ? 1 : 0);
    latestEnd = Math.max(latestEnd, placed.latestEnd());
    singlesByHandle.put(handle, new Single(event.id(), placed));
    handles.put(event.id(), handle);
    for (int i = 0; i < times.length; i += 2) {
      ranges.add(times[i], times[i + 1], handle);
    }
  }

  private void remove(EventId id) {
    series.remove(id);
    Long handle = handles.remove(id);
    if (handle == null) {
      return;
    }
    Single single = singlesByHandle.remove(handle);
    if (single != null) {
      long[] times = single.placed().times();
      for (int i = 0; i < times.length; i += 2) {
        ranges.remove(times[i], times[i + 1], handle);
      }
    }
  }

  /** What is done with each time of an event that a query finds. */
  interface TimeVisitor {
    /** Returns whether to go on. */
    boolean visit(EventId event, long startSecond, long endSecond);
  }

  /**
   * Shows the times in the tree, those of series apart, that overlap {@code [start, end)} in epoch
   * seconds.
   */
  void forEachTime(long start, long end, TimeVisitor visitor) {
    ranges.forEachOverlap(
        start,
        end,
        (s, e, handle) -> {
          Single single = singlesByHandle.get(handle);
          return single == null || visitor.visit(single.event(), s, e);
        });
  }

  static boolean isTentative(Event event) {
    return event.status() == EventStatus.TENTATIVE;
  }

  /**
   * Shows the times at which {@code [start, end)} is busy, in no particular order. Waits while a
   * change is applied: without a lock on the calendar, a reader could otherwise meet an event
   * between its old and its new place.
   *
   * @param hidden events that are left out
   */
  synchronized void forEachBusy(
      TimeRange window, long start, long end, Set<EventId> hidden, BusyVisitor visitor) {
    ranges.forEachOverlap(
        start,
        end,
        (s, e, handle) -> {
          Single single = hidden.isEmpty() ? null : singlesByHandle.get(handle);
          if (single == null || !hidden.contains(single.event())) {
            visitor.visit(s, e, (handle & 1) != 0);
          }
          return true;
        });
    for (IndexedSeries each : series.values()) {
      if (hidden.isEmpty() || !hidden.contains(each.event().id())) {
        each.forEachBusy(window, visitor);
      }
    }
  }

  /** How many times stand in the tree. */
  long times() {
    return ranges.size();
  }

  /** No time in the tree ends later than this second; it may be later than need be. */
  long latestEnd() {
    return latestEnd;
  }

  Collection<IndexedSeries> series() {
    return series.values();
  }

  /** About how much memory the index takes, in bytes. */
  public long estimatedBytes() {
    return 1_000
        + handles.size() * BYTES_AN_EVENT
        + ranges.size() * BYTES_A_TIME
        + series.size() * BYTES_A_SERIES;
  }
}
