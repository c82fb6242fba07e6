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
 * the time that is held, laid over it. Thread-safe. When its transaction has ended, it shows what
 * was committed since in part, and is good for suggestions only.
 */
public final class CalendarView {

  /** An event that is newer than the index, and when it is busy. */
  private record Changed(Event event, PlacedEvent placed) {}

  private final CalendarIndex index;
  private final Map<EventId, Optional<Changed>> overlay;
  private final Set<EventId> holds;

  /**
   * @param index what is committed, perhaps a little old
   * @param overlay every event that changed since the index's revision, as it is now; empty where
   *     deleted
   */
  public CalendarView(CalendarIndex index, Map<EventId, Optional<Event>> overlay) {
    this(index, placed(overlay, index.zone()), Set.of());
  }

  private static Map<EventId, Optional<Changed>> placed(
      Map<EventId, Optional<Event>> changed, ZoneId zone) {
    Map<EventId, Optional<Changed>> placed = new HashMap<>();
    changed.forEach((id, event) -> placed.put(id, event.map(now -> placed(now, zone))));
    return placed;
  }

  private static Changed placed(Event event, ZoneId zone) {
    return new Changed(event, PlacedEvent.of(event, zone));
  }

  private CalendarView(
      CalendarIndex index, Map<EventId, Optional<Changed>> overlay, Set<EventId> holds) {
    this.index = index;
    this.overlay = overlay;
    this.holds = holds;
  }

  /** The same calendar with one more change: an event as it is to be. */
  public CalendarView with(Event event) {
    Map<EventId, Optional<Changed>> changed = new HashMap<>(overlay);
    changed.put(event.id(), Optional.of(placed(event, zone())));
    return new CalendarView(index, changed, holds);
  }

  /** The same calendar, the view's own, with time that somebody holds in it. */
  public CalendarView with(Collection<Hold> held, CalendarId calendar) {
    Map<EventId, Optional<Changed>> all = new HashMap<>(overlay);
    Set<EventId> ids = new HashSet<>(holds);
    for (Hold hold : held) {
      Event event = hold.asEvent(calendar);
      all.put(event.id(), Optional.of(placed(event, zone())));
      ids.add(event.id());
    }
    return new CalendarView(index, all, ids);
  }

  /** An event or a hold that is newer than the index, as it is now. */
  Optional<Event> changed(EventId id) {
    Optional<Changed> changed = overlay.get(id);
    return changed == null ? Optional.empty() : changed.map(Changed::event);
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
   * Shows the busy times of events that take place a few times at most, where they overlap {@code
   * range}: those of the index in order of start and then those of the overlay.
   *
   * @param without an event to leave out
   */
  void forEachTime(TimeRange range, EventId without, CalendarIndex.TimeVisitor visitor) {
    if (range.isEmpty()) {
      return;
    }
    long start = second(range.start());
    long end = second(range.end());
    boolean[] enough = {false};
    index.forEachTime(
        start,
        end,
        (event, s, e) -> {
          if (event.equals(without) || overlay.containsKey(event)) {
            return true;
          }
          enough[0] = !visitor.visit(event, s, e);
          return !enough[0];
        });
    for (Optional<Changed> each : overlay.values()) {
      Changed changed = each.orElse(null);
      if (changed == null || changed.event().id().equals(without)) {
        continue;
      }
      long[] times = changed.placed().times();
      for (int i = 0; i < times.length && !enough[0]; i += 2) {
        if (times[i] < end && times[i + 1] > start) {
          enough[0] = !visitor.visit(changed.event().id(), times[i], times[i + 1]);
        }
      }
    }
  }

  /** The series of many times that may be busy, {@code without} left out. */
  List<IndexedSeries> series(EventId without) {
    List<IndexedSeries> all = new ArrayList<>();
    for (IndexedSeries each : index.series()) {
      EventId id = each.event().id();
      if (!id.equals(without) && !overlay.containsKey(id)) {
        all.add(each);
      }
    }
    for (Optional<Changed> changed : overlay.values()) {
      changed
          .filter(each -> !each.event().id().equals(without))
          .flatMap(each -> each.placed().series())
          .ifPresent(all::add);
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
    long start = second(window.start());
    long end = second(window.end());
    index.forEachBusy(window, start, end, overlay.keySet(), visitor);
    for (Optional<Changed> changed : overlay.values()) {
      changed.ifPresent(each -> forEachBusy(each, window, start, end, visitor));
    }
  }

  private static void forEachBusy(
      Changed changed, TimeRange window, long start, long end, BusyVisitor visitor) {
    boolean tentative = CalendarIndex.isTentative(changed.event());
    long[] times = changed.placed().times();
    for (int i = 0; i < times.length; i += 2) {
      if (times[i] < end && times[i + 1] > start) {
        visitor.visit(times[i], times[i + 1], tentative);
      }
    }
    changed.placed().series().ifPresent(series -> series.forEachBusy(window, visitor));
  }

  /** How many series there are, more or less: what it costs to compare one with all of them. */
  public int seriesCount() {
    return index.series().size() + overlay.size();
  }

  /** No time that {@link #forEachTime} shows ends later than this second. */
  long latestEnd() {
    long latest = index.latestEnd();
    for (Optional<Changed> changed : overlay.values()) {
      latest = Math.max(latest, changed.map(each -> each.placed().latestEnd()).orElse(latest));
    }
    return latest;
  }

  /** Whether anything but {@code without} is busy in {@code range}. */
  public boolean isBusy(TimeRange range, EventId without) {
    boolean[] busy = {false};
    forEachTime(
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

  private static long second(Instant instant) {
    return Math.max(
        -IntervalIndex.LIMIT + 1, Math.min(IntervalIndex.LIMIT - 1, instant.getEpochSecond()));
  }
}
