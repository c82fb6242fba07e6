package dev.scheduling.conflict;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.Occurrence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks one event against one calendar. Made for one check; not thread-safe.
 *
 * <p>Half-open ranges: what ends at ten does not get in the way of what starts at ten. Transparent
 * and cancelled events, and moments that last no time, get in nobody's way.
 */
public final class ConflictCheck {

  private static final int WALK_BUDGET = 20_000;
  private static final int SWEEP_BUDGET = 2_000;

  private record Hit(EventId existing, Occurrence requested) {}

  private record Clash(Occurrence existing, Occurrence requested) {}

  private final Event requested;
  private final CalendarView calendar;
  private final int most;
  private final EventOccurrences occurrences;
  private final List<Hit> inTree = new ArrayList<>();
  private final List<Clash> series = new ArrayList<>();
  private @Nullable Instant noneBefore;

  private ConflictCheck(Event requested, CalendarView calendar, int most) {
    this.requested = requested;
    this.calendar = calendar;
    this.most = most;
    this.occurrences = requested.occurrences(calendar.zone());
  }

  /**
   * What stands in the way of {@code requested}. An event with the same id does not: it is the one
   * that is being changed.
   *
   * @param id the calendar's
   * @param events reads the events that were found, for the report; one that it does not find is
   *     left out
   */
  public static ConflictReport of(
      Event requested,
      CalendarId id,
      CalendarView calendar,
      Function<Collection<EventId>, List<Event>> events) {
    return of(requested, calendar).report(id, events);
  }

  /** What stands in the way of {@code requested}, as yet without a word on what that is. */
  public static ConflictCheck of(Event requested, CalendarView calendar) {
    ConflictCheck check = new ConflictCheck(requested, calendar, ConflictReport.MOST_COUNTED);
    if (!isNeverBusy(requested)) {
      check.run();
    }
    return check;
  }

  /** Whether nothing stands in the way, as far as was decided. */
  public boolean isClear() {
    return found() == 0;
  }

  /**
   * Whether nothing stands in the way of {@code requested}, as far as is decided; reads nothing.
   */
  public static boolean isClear(Event requested, CalendarView calendar) {
    if (isNeverBusy(requested)) {
      return true;
    }
    ConflictCheck check = new ConflictCheck(requested, calendar, 1);
    check.run();
    return check.isClear();
  }

  private static boolean isNeverBusy(Event event) {
    return !event.isBusy() && event.overrides().isEmpty();
  }

  private void run() {
    againstTimes();
    if (found() < most) {
      againstSeries();
    }
  }

  private int found() {
    return inTree.size() + series.size();
  }

  private void againstTimes() {
    // So that an endless series need not be walked for ever.
    long latest = calendar.latestEnd();
    TimeRange bounds = occurrences.bounds();
    int walked = 0;
    Iterator<Occurrence> candidates = occurrences.in(bounds);
    while (candidates.hasNext() && walked < WALK_BUDGET) {
      Occurrence candidate = candidates.next();
      walked++;
      if (candidate.range().start().getEpochSecond() >= latest) {
        return;
      }
      if (candidate.isBusy() && !collect(candidate)) {
        return;
      }
    }
    if (candidates.hasNext()) {
      againstEachTime(TimeRange.of(candidates.next().range().start(), bounds.end()));
    }
  }

  private boolean collect(Occurrence candidate) {
    calendar.forEachTime(
        candidate.range(),
        requested.id(),
        (event, start, end) -> {
          inTree.add(new Hit(event, candidate));
          return found() < most;
        });
    return found() < most;
  }

  /** For dense series: asks the series about each time instead of the other way round. */
  private void againstEachTime(TimeRange window) {
    calendar.forEachTime(
        window,
        requested.id(),
        (event, start, end) -> {
          TimeRange range = range(start, end);
          Iterator<Occurrence> there = occurrences.in(range);
          while (there.hasNext()) {
            Occurrence candidate = there.next();
            if (candidate.isBusy() && candidate.range().overlaps(range)) {
              inTree.add(new Hit(event, candidate));
              return found() < most;
            }
          }
          return true;
        });
  }

  private void againstSeries() {
    IndexedSeries mine = new IndexedSeries(requested, calendar.zone());
    for (IndexedSeries existing : calendar.series(requested.id())) {
      if (found() >= most) {
        return;
      }
      if (mine.bounds().overlaps(existing.bounds())) {
        decide(mine, existing);
      }
    }
  }

  /** Two endless series are decided for all time; what that does not cover is walked through. */
  private void decide(IndexedSeries mine, IndexedSeries existing) {
    TimeRange common = mine.bounds().intersection(existing.bounds());
    if (requested.isRecurring() && mine.series().isPresent() && existing.series().isPresent()) {
      FirstConflict first = SeriesConflicts.first(mine.series().get(), existing.series().get());
      if (first instanceof FirstConflict.Never) {
        return;
      }
      if (first instanceof FirstConflict.NoneBefore none) {
        noneBefore = earlier(noneBefore, none.instant());
        return;
      }
      Instant at = ((FirstConflict.Conflict) first).instant();
      common = TimeRange.of(at, common.end());
    }
    int before = series.size();
    SeriesSweep.Walked walked =
        SeriesSweep.walk(
            mine.occurrences(),
            existing.occurrences(),
            common,
            SWEEP_BUDGET,
            (requestedOne, existingOne) -> {
              series.add(new Clash(existingOne, requestedOne));
              return series.size() - before < ConflictReport.MOST_LISTED && found() < most;
            });
    if (series.size() == before && walked.lookedUntil() != null) {
      noneBefore = earlier(noneBefore, walked.lookedUntil());
    }
  }

  private static Instant earlier(@Nullable Instant a, Instant b) {
    return a == null || b.isBefore(a) ? b : a;
  }

  /**
   * Tells what stands in the way.
   *
   * @param id the calendar's
   * @param events reads the events that were found; one that it does not find is left out
   */
  public ConflictReport report(CalendarId id, Function<Collection<EventId>, List<Event>> events) {
    if (found() == 0) {
      return new ConflictReport(List.of(), 0, noneBefore);
    }
    List<Hit> listed = listed();
    Map<EventId, Event> byId = new HashMap<>();
    Set<EventId> missing = toRead();
    for (EventId each : named(listed)) {
      calendar.changed(each).ifPresent(event -> byId.put(each, event));
    }
    if (!missing.isEmpty()) {
      events.apply(missing).forEach(event -> byId.put(event.id(), event));
    }
    List<Conflict> conflicts = new ArrayList<>();
    for (Clash clash : series) {
      conflicts.add(new Conflict(id, clash.requested(), clash.existing(), false));
    }
    for (Hit hit : listed) {
      Event existing = byId.get(hit.existing());
      if (existing != null) {
        inTheWay(existing, hit.requested().range())
            .ifPresent(
                there ->
                    conflicts.add(
                        new Conflict(id, hit.requested(), there, calendar.isHold(existing.id()))));
      }
    }
    conflicts.sort(ConflictReport.ORDER);
    return new ConflictReport(
        conflicts.subList(0, Math.min(conflicts.size(), ConflictReport.MOST_LISTED)),
        found(),
        null);
  }

  private Optional<Occurrence> inTheWay(Event existing, TimeRange range) {
    Iterator<Occurrence> there = existing.occurrences(calendar.zone()).in(range);
    while (there.hasNext()) {
      Occurrence occurrence = there.next();
      if (occurrence.isBusy() && occurrence.range().overlaps(range)) {
        return Optional.of(occurrence);
      }
    }
    return Optional.empty();
  }

  private List<Hit> listed() {
    return inTree.stream()
        .sorted(Comparator.comparing(hit -> hit.requested().range().start()))
        .limit(ConflictReport.MOST_LISTED)
        .toList();
  }

  /** All that stands in the way, the series too, so that the caller can tell what is gone. */
  private Set<EventId> named(List<Hit> listed) {
    Set<EventId> ids = new LinkedHashSet<>();
    listed.forEach(hit -> ids.add(hit.existing()));
    series.forEach(clash -> ids.add(clash.existing().event().id()));
    return ids;
  }

  /** The events that a report has to read; none that is newer than the index. */
  public Set<EventId> toRead() {
    Set<EventId> ids = named(listed());
    ids.removeIf(id -> calendar.changed(id).isPresent());
    return ids;
  }

  private static TimeRange range(long start, long end) {
    return TimeRange.of(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
  }
}
