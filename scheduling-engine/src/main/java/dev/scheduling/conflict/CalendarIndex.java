package dev.scheduling.conflict;

import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.Occurrence;
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
   * Events that take place once stand in an IntervalIndex by their instants; series are kept as they
   * are and asked directly, so an endless one costs no more than a short one. Only committed
   * revisions are ever applied. A transaction that is open looks through a CalendarView, which lays
   * its own changes over this index and is dropped with it.
   */

  private record Single(EventId event, long start, long end) {}

  // A handle is odd where the event is tentative, so that free/busy time needs the ranges alone.

  // A rough figure: an entry of the tree, two of the maps, the identifier's text.
  private static final long BYTES_A_SINGLE = 300;
  private static final long BYTES_A_SERIES = 4_000;

  private final ZoneId zone;
  private final IntervalIndex ranges = IntervalIndex.empty();
  private final Map<Long, Single> singlesByHandle = new ConcurrentHashMap<>();
  private final Map<EventId, Long> handles = new ConcurrentHashMap<>();
  private final Map<EventId, IndexedSeries> series = new ConcurrentHashMap<>();
  private final AtomicLong nextHandle = new AtomicLong();
  private volatile long revision;

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
    if (!event.isBusy() && event.overrides().isEmpty()) {
      return;
    }
    if (event.isRecurring() || !event.overrides().isEmpty()) {
      series.put(event.id(), new IndexedSeries(event, zone));
      return;
    }
    rangeOf(event, zone)
        .ifPresent(
            range -> {
              long handle = nextHandle.addAndGet(2) + (isTentative(event) ? 1 : 0);
              long start = range.start().getEpochSecond();
              long end = range.end().getEpochSecond();
              singlesByHandle.put(handle, new Single(event.id(), start, end));
              handles.put(event.id(), handle);
              ranges.add(start, end, handle);
            });
  }

  private void remove(EventId id) {
    series.remove(id);
    Long handle = handles.remove(id);
    if (handle != null) {
      Single single = singlesByHandle.remove(handle);
      if (single != null) {
        ranges.remove(single.start(), single.end(), handle);
      }
    }
  }

  /** The time that an event which takes place once is busy; empty if it lasts no time. */
  static Optional<TimeRange> rangeOf(Event event, ZoneId zone) {
    return event.occurrences(zone).first().filter(Occurrence::isBusy).map(Occurrence::range);
  }

  /** What is done with each single event that a query finds. */
  interface SingleVisitor {
    /** Returns whether to go on. */
    boolean visit(EventId event, long startSecond, long endSecond);
  }

  /** Shows the single events that overlap {@code [start, end)} in epoch seconds. */
  void forEachSingle(long start, long end, SingleVisitor visitor) {
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

  long singles() {
    return ranges.size();
  }

  Collection<IndexedSeries> series() {
    return series.values();
  }

  /** About how much memory the index takes, in bytes. */
  public long estimatedBytes() {
    return 1_000 + ranges.size() * BYTES_A_SINGLE + series.size() * BYTES_A_SERIES;
  }
}
