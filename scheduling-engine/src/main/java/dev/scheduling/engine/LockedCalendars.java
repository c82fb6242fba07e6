package dev.scheduling.engine;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.Transaction;
import dev.scheduling.availability.AlternativeSlots;
import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.CalendarView;
import dev.scheduling.conflict.ConflictCheck;
import dev.scheduling.conflict.ConflictReport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calendars that one transaction has locked, as it sees them. Not thread-safe. */
final class LockedCalendars {

  private final Transaction tx;
  private final CalendarStore store;
  private final CalendarIndexes indexes;
  private final @Nullable HoldId redeemed;
  private final Map<CalendarId, Calendar> locked;
  private final Map<CalendarId, CalendarView> views = new HashMap<>();
  private final List<Event> booked = new ArrayList<>();

  /**
   * @param redeemed a hold that is in nobody's way from now on; null for none
   * @param locked what was locked; what is not there is missed when it is asked for
   */
  LockedCalendars(
      Transaction tx,
      CalendarStore store,
      CalendarIndexes indexes,
      @Nullable HoldId redeemed,
      Map<CalendarId, Calendar> locked) {
    this.tx = tx;
    this.store = store;
    this.indexes = indexes;
    this.redeemed = redeemed;
    this.locked = locked;
  }

  /**
   * A calendar, as it was when it was locked.
   *
   * @throws NotFoundException if it is not there, or was not locked
   */
  Calendar get(CalendarId id) {
    Calendar calendar = locked.get(id);
    if (calendar == null) {
      throw new NotFoundException("calendar", id);
    }
    return calendar;
  }

  boolean has(CalendarId id) {
    return locked.containsKey(id);
  }

  boolean has(Collection<CalendarId> ids) {
    return locked.keySet().containsAll(ids);
  }

  /** From now on, an event that this transaction is to write is in the way of others. */
  void add(Event event) {
    booked.add(event);
    event.calendars().forEach(id -> views.computeIfPresent(id, (same, view) -> view.with(event)));
  }

  /** The calendar as it was when it was locked, with what was added. */
  private CalendarView view(CalendarId id) {
    CalendarView known = views.get(id);
    if (known != null) {
      return known;
    }
    CalendarView view = indexes.view(tx, get(id), redeemed);
    for (Event event : booked) {
      view = event.isIn(id) ? view.with(event) : view;
    }
    views.put(id, view);
    return view;
  }

  /**
   * What stands in the way of an event.
   *
   * @param report what was found, in all calendars together
   * @param refused whether a calendar where something was found refuses conflicts
   */
  record Findings(ConflictReport report, boolean refused) {}

  /**
   * Holds an event against every calendar that it is to be in, and that looks at conflicts. Where
   * it is already, at the very same times, it is let be.
   *
   * @param now the event as it is; null for a new one
   */
  Findings check(Event next, @Nullable Event now) {
    boolean sameTime = now != null && now.takesSameTimeAs(next);
    List<CalendarId> toCheck =
        next.calendars().stream()
            .filter(id -> !sameTime || now == null || !now.isIn(id))
            .filter(id -> get(id).conflictPolicy() != ConflictPolicy.ALLOW)
            .toList();
    return check(toCheck, id -> check(id, next, null));
  }

  /** Holds the later part of a series against every calendar, in which the earlier one ends. */
  Findings checkBeside(Event later, Event earlier) {
    List<CalendarId> toCheck =
        later.calendars().stream()
            .filter(id -> get(id).conflictPolicy() != ConflictPolicy.ALLOW)
            .toList();
    return check(toCheck, id -> check(id, later, earlier));
  }

  private Findings check(List<CalendarId> ids, Function<CalendarId, ConflictReport> one) {
    List<ConflictReport> reports = new ArrayList<>();
    boolean refused = false;
    for (CalendarId id : ids) {
      ConflictReport report = one.apply(id);
      reports.add(report);
      refused |= !report.isClear() && get(id).conflictPolicy() == ConflictPolicy.REJECT;
    }
    return new Findings(
        reports.isEmpty() ? ConflictReport.CLEAR : ConflictReport.merged(reports), refused);
  }

  /** What stands in the way in one calendar, whatever its policy. */
  ConflictReport check(CalendarId id, Event next, @Nullable Event earlier) {
    try {
      return report(id, next, earlier);
    } catch (GhostException e) {
      // Rows that the database deleted by itself, with the account that owned their calendar, leave
      // no line in another calendar's log. The calendar is locked: read it again, and believe that.
      indexes.forget(id);
      views.remove(id);
      return report(id, next, earlier);
    }
  }

  private ConflictReport report(CalendarId id, Event next, @Nullable Event earlier) {
    CalendarView view = earlier == null ? view(id) : view(id).with(earlier);
    return ConflictCheck.of(next, id, view, ids -> read(id, ids));
  }

  private List<Event> read(CalendarId id, Collection<EventId> ids) {
    List<Event> found = store.events(tx, id, ids);
    if (found.size() < ids.size()) {
      throw new GhostException();
    }
    return found;
  }

  /** A new event that was held against its calendars; who is in its way was not read yet. */
  final class Held {

    private final Event event;
    private final Map<CalendarId, ConflictCheck> checks = new LinkedHashMap<>();

    private Held(Event event) {
      this.event = event;
      for (CalendarId id : event.calendars()) {
        if (get(id).conflictPolicy() != ConflictPolicy.ALLOW) {
          checks.put(id, ConflictCheck.of(event, view(id)));
        }
      }
    }

    Event event() {
      return event;
    }

    /** Whether a calendar where something was found refuses conflicts. */
    boolean isRefused() {
      return checks.entrySet().stream()
          .anyMatch(
              check ->
                  !check.getValue().isClear()
                      && get(check.getKey()).conflictPolicy() == ConflictPolicy.REJECT);
    }
  }

  /** Holds a new event against every calendar that it is to be in, and that looks at conflicts. */
  Held hold(Event event) {
    return new Held(event);
  }

  /**
   * What stands in the way of several events, all of it read at once.
   *
   * @throws RuntimeException if some of it is not in the store; the indexes that know it are
   *     forgotten, and the transaction is to be made anew
   */
  List<ConflictReport> reports(List<Held> held) {
    Map<CalendarId, Set<EventId>> wanted = new HashMap<>();
    for (Held each : held) {
      each.checks.forEach(
          (id, check) ->
              wanted.computeIfAbsent(id, none -> new LinkedHashSet<>()).addAll(check.toRead()));
    }
    Map<CalendarId, List<Event>> found = new HashMap<>();
    wanted.forEach((id, ids) -> found.put(id, ids.isEmpty() ? List.of() : readOrForget(id, ids)));
    return held.stream()
        .map(
            each ->
                ConflictReport.merged(
                    each.checks.entrySet().stream()
                        .map(
                            check ->
                                check
                                    .getValue()
                                    .report(
                                        check.getKey(), ids -> among(found, check.getKey(), ids)))
                        .toList()))
        .toList();
  }

  private static List<Event> among(
      Map<CalendarId, List<Event>> found, CalendarId id, Collection<EventId> ids) {
    return found.getOrDefault(id, List.of()).stream()
        .filter(event -> ids.contains(event.id()))
        .toList();
  }

  private List<Event> readOrForget(CalendarId id, Set<EventId> ids) {
    try {
      return read(id, ids);
    } catch (GhostException e) {
      indexes.forget(id);
      throw e;
    }
  }

  /** The index knows an event that the store does not. */
  private static final class GhostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GhostException() {
      super(null, null, false, false);
    }
  }

  /**
   * Looks for times at which a refused event would fit into all its calendars, as they are seen
   * now; the search may be made when the transaction has ended.
   */
  Supplier<List<SlotSuggestion>> alternatives(Event refused, Instant notBefore, int count) {
    Map<CalendarId, CalendarView> seen = new HashMap<>();
    for (CalendarId id : refused.calendars()) {
      if (get(id).conflictPolicy() != ConflictPolicy.ALLOW) {
        seen.put(id, view(id));
      }
    }
    ZoneId zone = get(refused.calendar()).zone();
    return () ->
        AlternativeSlots.near(
            refused,
            zone,
            notBefore,
            moved -> seen.values().stream().allMatch(view -> ConflictCheck.isClear(moved, view)),
            count);
  }
}
