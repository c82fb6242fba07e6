package dev.scheduling.memory;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.SchedulingException;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.calendar.CalendarStore;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calendars, events and the log of changes in memory. Thread-safe. */
public final class InMemoryCalendarStore implements CalendarStore {

  private record Row(Event event, TimeRange bounds, @Nullable Instant deleted) {}

  private record Line(CalendarChange change, Instant at) {}

  private record ChangeKey(CalendarId calendar, long revision) implements Comparable<ChangeKey> {
    @Override
    public int compareTo(ChangeKey other) {
      int byCalendar = calendar.compareTo(other.calendar);
      return byCalendar != 0 ? byCalendar : Long.compare(revision, other.revision);
    }
  }

  private final TransactionalMap<CalendarId, Calendar> calendars;
  private final TransactionalMap<EventId, Row> events;
  private final TransactionalMap<ChangeKey, Line> changes;

  /** A store without calendars that takes part in the given transactions. */
  public InMemoryCalendarStore(InMemoryTransactions transactions) {
    calendars = new TransactionalMap<>(transactions);
    events = new TransactionalMap<>(transactions);
    changes = new TransactionalMap<>(transactions);
  }

  @Override
  public void insertCalendar(Transaction tx, Calendar calendar) {
    calendars.put(tx, calendar.id(), calendar);
  }

  @Override
  public void updateCalendar(Transaction tx, Calendar calendar) {
    calendars
        .get(tx, calendar.id())
        .ifPresent(now -> calendars.put(tx, calendar.id(), calendar.withRevision(now.revision())));
  }

  @Override
  public void deleteCalendar(Transaction tx, CalendarId calendar) {
    calendars.remove(tx, calendar);
    List<Row> touched =
        events.rows(tx).values().stream().filter(row -> row.event().isIn(calendar)).toList();
    for (Row row : touched) {
      Event event = row.event();
      if (event.calendar().equals(calendar)) {
        events.remove(tx, event.id());
      } else {
        List<CalendarId> left =
            event.alsoIn().stream().filter(other -> !other.equals(calendar)).toList();
        Event without = event.toBuilder().alsoIn(left).build();
        events.put(tx, event.id(), new Row(without, row.bounds(), row.deleted()));
      }
    }
    List.copyOf(
            changes
                .rows(tx)
                .subMap(new ChangeKey(calendar, 0), new ChangeKey(calendar, Long.MAX_VALUE))
                .keySet())
        .forEach(key -> changes.remove(tx, key));
  }

  @Override
  public Optional<Calendar> calendar(Transaction tx, CalendarId calendar) {
    return calendars.get(tx, calendar);
  }

  @Override
  public List<Calendar> calendars(Transaction tx, OwnerId owner, int limit) {
    return calendars.rows(tx).values().stream()
        .filter(calendar -> calendar.owner().equals(owner))
        .sorted(Comparator.comparing(Calendar::name).thenComparing(Calendar::id))
        .limit(limit)
        .toList();
  }

  @Override
  public Map<CalendarId, Calendar> lock(Transaction tx, SortedSet<CalendarId> ids) {
    // The transaction has everything to itself already.
    Map<CalendarId, Calendar> locked = new LinkedHashMap<>();
    for (CalendarId id : ids) {
      calendars.get(tx, id).ifPresent(calendar -> locked.put(id, calendar));
    }
    return locked;
  }

  @Override
  public Map<CalendarId, Calendar> lockIfFree(Transaction tx, SortedSet<CalendarId> ids) {
    return lock(tx, ids);
  }

  @Override
  public void recordChanges(
      Transaction tx, Map<CalendarId, List<CalendarChange>> changes, Instant at) {
    changes.forEach((id, lines) -> recordChanges(tx, id, lines, at));
  }

  private void recordChanges(
      Transaction tx, CalendarId id, List<CalendarChange> lines, Instant at) {
    long before = CalendarChange.revisionBefore(lines);
    Calendar calendar =
        calendars
            .get(tx, id)
            .filter(now -> now.revision() == before)
            .orElseThrow(
                () ->
                    new SchedulingException(
                        "the calendar " + id + " is not at revision " + before));
    calendars.put(tx, id, calendar.withRevision(before + lines.size()));
    lines.forEach(line -> changes.put(tx, new ChangeKey(id, line.revision()), new Line(line, at)));
  }

  @Override
  public int pruneChanges(Transaction tx, Instant before, int limit) {
    List<ChangeKey> old =
        changes.rows(tx).entrySet().stream()
            .filter(line -> line.getValue().at().isBefore(before))
            .sorted(Comparator.comparing(line -> line.getValue().at()))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    old.forEach(key -> changes.remove(tx, key));
    return old.size();
  }

  @Override
  public List<CalendarChange> changes(Transaction tx, CalendarId calendar, long after, int limit) {
    return changes
        .rows(tx)
        .subMap(
            new ChangeKey(calendar, after), false, new ChangeKey(calendar, Long.MAX_VALUE), true)
        .values()
        .stream()
        .map(Line::change)
        .limit(limit)
        .toList();
  }

  @Override
  public void insertEvents(Transaction tx, List<BoundedEvent> fresh) {
    for (BoundedEvent each : fresh) {
      EventId id = each.event().id();
      if (events.get(tx, id).isPresent()) {
        throw new IllegalArgumentException("the event id " + id + " is in use");
      }
      events.put(tx, id, new Row(each.event(), each.bounds(), null));
    }
  }

  @Override
  public void updateEvent(Transaction tx, CalendarId from, Event event, TimeRange bounds) {
    owned(tx, from, event.id())
        .ifPresent(now -> events.put(tx, event.id(), new Row(event, bounds, null)));
  }

  @Override
  public void deleteEvent(Transaction tx, CalendarId calendar, EventId event, Instant at) {
    owned(tx, calendar, event)
        .ifPresent(row -> events.put(tx, event, new Row(row.event(), row.bounds(), at)));
  }

  @Override
  public Optional<Event> deletedEvent(
      Transaction tx, CalendarId calendar, EventId event, Instant since) {
    return events
        .get(tx, event)
        .filter(row -> row.event().calendar().equals(calendar))
        .filter(row -> row.deleted() != null && !row.deleted().isBefore(since))
        .map(Row::event);
  }

  @Override
  public void restoreEvent(Transaction tx, Event event, TimeRange bounds) {
    events
        .get(tx, event.id())
        .filter(row -> row.event().calendar().equals(event.calendar()) && row.deleted() != null)
        .ifPresent(row -> events.put(tx, event.id(), new Row(event, bounds, null)));
  }

  @Override
  public int purgeDeleted(Transaction tx, Instant before, int limit) {
    List<EventId> old =
        events.rows(tx).values().stream()
            .filter(row -> row.deleted() != null && row.deleted().isBefore(before))
            .map(row -> row.event().id())
            .limit(limit)
            .toList();
    old.forEach(event -> events.remove(tx, event));
    return old.size();
  }

  @Override
  public Optional<Event> event(Transaction tx, CalendarId calendar, EventId event) {
    return live(tx, calendar, event).map(Row::event);
  }

  private Optional<Row> live(Transaction tx, CalendarId calendar, EventId event) {
    return events.get(tx, event).filter(row -> row.deleted() == null && row.event().isIn(calendar));
  }

  private Optional<Row> owned(Transaction tx, CalendarId calendar, EventId event) {
    return live(tx, calendar, event).filter(row -> row.event().calendar().equals(calendar));
  }

  private Stream<Row> live(Transaction tx, CalendarId calendar) {
    return events.rows(tx).values().stream()
        .filter(row -> row.deleted() == null && row.event().isIn(calendar));
  }

  @Override
  public SortedSet<CalendarId> calendarsOf(Transaction tx, CalendarId calendar, EventId event) {
    return events
        .get(tx, event)
        .map(Row::event)
        .filter(found -> found.calendar().equals(calendar))
        .map(Event::calendars)
        .orElseGet(TreeSet::new);
  }

  @Override
  public SortedSet<CalendarId> calendarsBeside(Transaction tx, CalendarId calendar, int limit) {
    return live(tx, calendar)
        .map(Row::event)
        .filter(event -> event.calendar().equals(calendar))
        .flatMap(event -> event.alsoIn().stream())
        .distinct()
        .limit(limit)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<Event> eventsAlsoElsewhere(Transaction tx, CalendarId calendar, int limit) {
    return live(tx, calendar)
        .map(Row::event)
        .filter(event -> event.calendar().equals(calendar) && !event.alsoIn().isEmpty())
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Event> eventByIcalUid(Transaction tx, CalendarId calendar, String icalUid) {
    return live(tx, calendar)
        .map(Row::event)
        .filter(event -> event.icalUid().equals(icalUid))
        .findFirst();
  }

  @Override
  public List<Event> events(Transaction tx, CalendarId calendar, Collection<EventId> ids) {
    List<Event> found = new ArrayList<>();
    for (EventId id : ids) {
      event(tx, calendar, id).ifPresent(found::add);
    }
    return found;
  }

  @Override
  public List<Event> events(Transaction tx, CalendarId calendar, EventFilter filter) {
    return live(tx, calendar)
        .map(Row::event)
        .filter(event -> passes(event, filter))
        .limit(filter.limit())
        .toList();
  }

  @Override
  public void forEachEvent(Transaction tx, CalendarId calendar, Consumer<Event> visitor) {
    live(tx, calendar).map(Row::event).forEach(visitor);
  }

  private static boolean passes(Event event, EventFilter filter) {
    String text = filter.text();
    String tag = filter.tag();
    Instant since = filter.updatedSince();
    EventId after = filter.after();
    return (text == null
            || contains(event.title(), text)
            || contains(event.description(), text)
            || contains(event.location(), text))
        && (tag == null || event.tags().stream().anyMatch(tag::equalsIgnoreCase))
        && (since == null || !event.stamp().updated().isBefore(since))
        && (after == null || event.id().compareTo(after) > 0);
  }

  private static boolean contains(String where, String what) {
    return where.toLowerCase(Locale.ROOT).contains(what.toLowerCase(Locale.ROOT));
  }

  @Override
  public List<Event> eventsIn(
      Transaction tx, Collection<CalendarId> in, TimeRange window, int limit) {
    return in.stream()
        .flatMap(calendar -> live(tx, calendar))
        .filter(
            row ->
                !row.bounds().end().isBefore(window.start())
                    && row.bounds().start().isBefore(window.end()))
        .map(Row::event)
        .distinct()
        .limit(limit)
        .toList();
  }
}
