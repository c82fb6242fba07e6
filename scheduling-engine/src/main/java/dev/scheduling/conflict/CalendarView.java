package dev.scheduling.conflict;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Hold;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A calendar as one transaction sees it: an index of committed revisions with newer changes, and
 * the time that is held, laid over it. Not thread-safe; it ends with its transaction.
 */
public final class CalendarView {

  private final CalendarIndex index;
  private final Map<EventId, Optional<Event>> overlay;
  private final Set<EventId> holds;

  /**
   * @param index what is committed, perhaps a little old
   * @param overlay every event that changed since the index's revision, as it is now; empty where
   *     deleted
   */
  public CalendarView(CalendarIndex index, Map<EventId, Optional<Event>> overlay) {
    this(index, Map.copyOf(overlay), Set.of());
  }

  private CalendarView(
      CalendarIndex index, Map<EventId, Optional<Event>> overlay, Set<EventId> holds) {
    this.index = index;
    this.overlay = overlay;
    this.holds = holds;
  }

  /** The same calendar with one more change: an event as it is to be. */
  public CalendarView with(Event event) {
    Map<EventId, Optional<Event>> changed = new HashMap<>(overlay);
    changed.put(event.id(), Optional.of(event));
    return new CalendarView(index, changed, holds);
  }

  /** The same calendar, the view's own, with time that somebody holds in it. */
  public CalendarView with(Collection<Hold> held, CalendarId calendar) {
    Map<EventId, Optional<Event>> all = new HashMap<>(overlay);
    Set<EventId> ids = new HashSet<>(holds);
    for (Hold hold : held) {
      Event event = hold.asEvent(calendar);
      all.put(event.id(), Optional.of(event));
      ids.add(event.id());
    }
    return new CalendarView(index, all, ids);
  }

  /** An event or a hold that is newer than the index, as it is now. */
  Optional<Event> changed(EventId id) {
    Optional<Event> changed = overlay.get(id);
    return changed == null ? Optional.empty() : changed;
  }

  /** Whether what a query showed under this id is a hold. */
  boolean isHold(EventId id) {
    return holds.contains(id);
  }

  /** The calendar's zone. */
  public ZoneId zone() {
    return index.zone();
  }

  /**
   * Shows the busy events that take place once and overlap {@code range}, those of the index in
   * order of start and then those of the overlay.
   *
   * @param without an event to leave out
   */
  void forEachSingle(TimeRange range, EventId without, CalendarIndex.SingleVisitor visitor) {
    if (range.isEmpty()) {
      return;
    }
    long start = second(range.start());
    long end = second(range.end());
    boolean[] enough = {false};
    index.forEachSingle(
        start,
        end,
        (event, s, e) -> {
          if (event.equals(without) || overlay.containsKey(event)) {
            return true;
          }
          enough[0] = !visitor.visit(event, s, e);
          return !enough[0];
        });
    for (Optional<Event> changed : overlay.values()) {
      if (enough[0]) {
        return;
      }
      Event event = changed.orElse(null);
      if (event == null || isSeries(event) || event.id().equals(without)) {
        continue;
      }
      Optional<TimeRange> own = CalendarIndex.rangeOf(event, zone());
      if (own.isPresent() && own.get().overlaps(range)) {
        enough[0] = !visitor.visit(event.id(), second(own.get().start()), second(own.get().end()));
      }
    }
  }

  /** The series that may be busy, {@code without} left out. */
  List<IndexedSeries> series(EventId without) {
    List<IndexedSeries> all = new ArrayList<>();
    for (IndexedSeries each : index.series()) {
      EventId id = each.event().id();
      if (!id.equals(without) && !overlay.containsKey(id)) {
        all.add(each);
      }
    }
    for (Optional<Event> changed : overlay.values()) {
      changed
          .filter(event -> isSeries(event) && !event.id().equals(without))
          .ifPresent(event -> all.add(new IndexedSeries(event, zone())));
    }
    return all;
  }

  /**
   * Shows every time at which the calendar is busy in {@code window}, in no particular order and
   * not cut to it: events that take place once, and each occurrence of series.
   */
  public void forEachBusy(TimeRange window, BusyVisitor visitor) {
    if (window.isEmpty()) {
      return;
    }
    index.forEachBusy(
        window, second(window.start()), second(window.end()), overlay.keySet(), visitor);
    for (Optional<Event> changed : overlay.values()) {
      changed.ifPresent(event -> new IndexedSeries(event, zone()).forEachBusy(window, visitor));
    }
  }

  /** How many series there are, more or less: what it costs to compare one with all of them. */
  public int seriesCount() {
    return index.series().size() + overlay.size();
  }

  /** How many single events there are, more or less. */
  long singles() {
    return index.singles() + overlay.size();
  }

  /** Whether anything but {@code without} is busy in {@code range}. */
  public boolean isBusy(TimeRange range, EventId without) {
    boolean[] busy = {false};
    forEachSingle(
        range,
        without,
        (event, s, e) -> {
          busy[0] = true;
          return false;
        });
    if (busy[0]) {
      return true;
    }
    for (IndexedSeries each : series(without)) {
      if (each.isBusy(range)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSeries(Event event) {
    return event.isRecurring() || !event.overrides().isEmpty();
  }

  private static long second(Instant instant) {
    return Math.max(
        -IntervalIndex.LIMIT + 1, Math.min(IntervalIndex.LIMIT - 1, instant.getEpochSecond()));
  }
}
