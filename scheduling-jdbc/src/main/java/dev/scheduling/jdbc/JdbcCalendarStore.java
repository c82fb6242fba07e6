package dev.scheduling.jdbc;

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
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Calendars, events and the log of changes in a database. Thread-safe. */
public final class JdbcCalendarStore implements CalendarStore {

  private final String prefix;
  private final EventRows events;
  private final ChangeRows log;
  private final ReminderRows reminders;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcCalendarStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /**
   * A store on the tables with a prefix of one's own choice.
   *
   * @throws IllegalArgumentException if it is no prefix that {@link JdbcSchema#of(Dialect, String)}
   *     takes
   */
  public JdbcCalendarStore(String prefix) {
    this.prefix = JdbcSchema.checkPrefix(prefix);
    this.events = new EventRows(prefix);
    this.log = new ChangeRows(prefix);
    this.reminders = new ReminderRows(prefix + "calendar_reminder", "calendar_id");
  }

  private static Handle handle(Transaction tx) {
    return JdbcTransaction.of(tx).handle();
  }

  @Override
  public void insertCalendar(Transaction tx, Calendar calendar) {
    handle(tx)
        .createUpdate(
            "INSERT INTO "
                + prefix
                + "calendar (calendar_id, owner_id, name, zone, color, conflict_policy, revision,"
                + " held_until_ms) VALUES (:id, :owner, :name, :zone, :color, :policy, :revision,"
                + " :heldUntil)")
        .bind("owner", calendar.owner().value())
        .bind("revision", calendar.revision())
        .bind("id", calendar.id().value())
        .bind("name", calendar.name())
        .bind("zone", calendar.zone().getId())
        .bind("color", calendar.color().orElse(null))
        .bind("policy", calendar.conflictPolicy().name())
        .bind("heldUntil", calendar.heldUntil().toEpochMilli())
        .execute();
    reminders.insert(handle(tx), calendar.id().value(), calendar.defaultReminders());
  }

  @Override
  public void updateCalendar(Transaction tx, Calendar calendar) {
    int updated =
        handle(tx)
            .createUpdate(
                "UPDATE "
                    + prefix
                    + "calendar SET name = :name, zone = :zone, color = :color,"
                    + " conflict_policy = :policy, held_until_ms = :heldUntil WHERE calendar_id = :id")
            .bind("id", calendar.id().value())
            .bind("name", calendar.name())
            .bind("zone", calendar.zone().getId())
            .bind("color", calendar.color().orElse(null))
            .bind("policy", calendar.conflictPolicy().name())
            .bind("heldUntil", calendar.heldUntil().toEpochMilli())
            .execute();
    if (updated > 0) {
      reminders.delete(handle(tx), calendar.id().value());
      reminders.insert(handle(tx), calendar.id().value(), calendar.defaultReminders());
    }
  }

  @Override
  public void deleteCalendar(Transaction tx, CalendarId calendar) {
    handle(tx)
        .createUpdate("DELETE FROM " + prefix + "calendar WHERE calendar_id = :id")
        .bind("id", calendar.value())
        .execute();
  }

  @Override
  public Optional<Calendar> calendar(Transaction tx, CalendarId calendar) {
    return read(handle(tx), calendar, "");
  }

  private Optional<Calendar> read(Handle handle, CalendarId id, String locking) {
    return read(handle, List.of(id.value()), locking).stream().findFirst();
  }

  private List<Calendar> read(Handle handle, List<String> ids, String locking) {
    // Says along with the row whether there are reminders to be read: a booking holds the lock, and
    // others wait for it, as long as each further question takes.
    return InLists.bind(
            handle.createQuery(
                "SELECT c.*, EXISTS (SELECT 1 FROM "
                    + prefix
                    + "calendar_reminder r WHERE r.calendar_id = c.calendar_id) AS reminds FROM "
                    + prefix
                    + "calendar c WHERE c.calendar_id"
                    + InLists.in(ids)
                    + locking),
            ids)
        .map((row, context) -> row.getBoolean("reminds") ? remindedOf(handle, row) : calendar(row))
        .list();
  }

  private Calendar remindedOf(Handle handle, ResultSet row) throws SQLException {
    Calendar calendar = calendar(row);
    String id = calendar.id().value();
    return calendar.withDefaultReminders(
        reminders.read(handle, List.of(id)).getOrDefault(id, List.of()));
  }

  @Override
  public List<Calendar> calendars(Transaction tx, OwnerId owner, int limit) {
    List<Calendar> plain =
        handle(tx)
            .createQuery(
                "SELECT * FROM "
                    + prefix
                    + "calendar WHERE owner_id = :owner ORDER BY name, calendar_id LIMIT :limit")
            .bind("owner", owner.value())
            .bind("limit", limit)
            .map((row, context) -> calendar(row))
            .list();
    var byCalendar =
        reminders.read(handle(tx), plain.stream().map(each -> each.id().value()).toList());
    return plain.stream()
        .map(
            each ->
                each.withDefaultReminders(byCalendar.getOrDefault(each.id().value(), List.of())))
        .toList();
  }

  private static Calendar calendar(ResultSet row) throws SQLException {
    String id = row.getString("calendar_id");
    ZoneId zone;
    try {
      zone = ZoneId.of(row.getString("zone"));
    } catch (DateTimeException e) {
      throw new SchedulingException("the calendar " + id + " has a zone that nobody knows", e);
    }
    return Calendar.of(OwnerId.of(row.getString("owner_id")), row.getString("name"), zone)
        .withId(CalendarId.of(id))
        .withColor(row.getString("color"))
        .withConflictPolicy(ConflictPolicy.valueOf(row.getString("conflict_policy")))
        .withRevision(row.getLong("revision"))
        .withHeldUntil(Instant.ofEpochMilli(row.getLong("held_until_ms")));
  }

  @Override
  public Map<CalendarId, Calendar> lock(Transaction tx, SortedSet<CalendarId> calendars) {
    Map<CalendarId, Calendar> locked = new LinkedHashMap<>();
    for (CalendarId id : calendars) {
      read(handle(tx), id, " FOR UPDATE").ifPresent(calendar -> locked.put(id, calendar));
    }
    return locked;
  }

  @Override
  public Map<CalendarId, Calendar> lockIfFree(Transaction tx, SortedSet<CalendarId> calendars) {
    Map<CalendarId, Calendar> locked = new LinkedHashMap<>();
    InLists.forEach(
        calendars.stream().map(CalendarId::value).toList(),
        chunk ->
            read(handle(tx), chunk, " FOR UPDATE SKIP LOCKED")
                .forEach(calendar -> locked.put(calendar.id(), calendar)));
    return locked;
  }

  @Override
  public void recordChanges(
      Transaction tx, Map<CalendarId, List<CalendarChange>> changes, Instant at) {
    log.append(handle(tx), changes, at);
  }

  @Override
  public int pruneChanges(Transaction tx, Instant before, int limit) {
    return log.prune(handle(tx), before, limit);
  }

  @Override
  public List<CalendarChange> changes(Transaction tx, CalendarId calendar, long after, int limit) {
    return log.after(handle(tx), calendar, after, limit);
  }

  @Override
  public void insertEvents(Transaction tx, List<BoundedEvent> fresh) {
    events.insert(handle(tx), fresh);
  }

  @Override
  public void updateEvent(Transaction tx, CalendarId from, Event event, TimeRange bounds) {
    events.update(handle(tx), from, event, bounds, "deleted_ms IS NULL");
  }

  @Override
  public void deleteEvent(Transaction tx, CalendarId calendar, EventId event, Instant at) {
    handle(tx)
        .createUpdate(
            "UPDATE "
                + prefix
                + "event SET deleted_ms = :at WHERE event_id = :event"
                + " AND calendar_id = :calendar AND deleted_ms IS NULL")
        .bind("at", at.toEpochMilli())
        .bind("event", event.value())
        .bind("calendar", calendar.value())
        .execute();
  }

  @Override
  public Optional<Event> deletedEvent(
      Transaction tx, CalendarId calendar, EventId event, Instant since) {
    return events
        .select(
            handle(tx), "calendar_id = :calendar AND event_id = :event AND deleted_ms >= :since")
        .bind("calendar", calendar.value())
        .bind("event", event.value())
        .bind("since", since.toEpochMilli())
        .first();
  }

  @Override
  public void restoreEvent(Transaction tx, Event event, TimeRange bounds) {
    events.update(handle(tx), event.calendar(), event, bounds, "deleted_ms IS NOT NULL");
  }

  @Override
  public int purgeDeleted(Transaction tx, Instant before, int limit) {
    List<String> ids =
        handle(tx)
            .createQuery(
                "SELECT event_id FROM "
                    + prefix
                    + "event WHERE deleted_ms < :before ORDER BY deleted_ms LIMIT :limit")
            .bind("before", before.toEpochMilli())
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
    return events.purge(handle(tx), ids);
  }

  @Override
  public Optional<Event> event(Transaction tx, CalendarId calendar, EventId event) {
    return events
        .select(handle(tx), events.readThroughCalendar())
        .bind("calendar", calendar.value())
        .bind("event", event.value())
        .first();
  }

  @Override
  public Optional<Event> eventByIcalUid(Transaction tx, CalendarId calendar, String icalUid) {
    return events.byUid(handle(tx), calendar, icalUid);
  }

  @Override
  public SortedSet<CalendarId> calendarsOf(Transaction tx, CalendarId calendar, EventId event) {
    return calendarIds(
        handle(tx)
            .createQuery(
                "SELECT e.calendar_id, a.calendar_id FROM "
                    + prefix
                    + "event e LEFT JOIN "
                    + prefix
                    + "event_also_in a ON a.event_id = e.event_id"
                    + " WHERE e.event_id = :event AND e.calendar_id = :calendar")
            .bind("event", event.value())
            .bind("calendar", calendar.value()));
  }

  @Override
  public SortedSet<CalendarId> calendarsBeside(Transaction tx, CalendarId calendar, int limit) {
    return calendarIds(
        handle(tx)
            .createQuery(
                "SELECT DISTINCT a.calendar_id FROM "
                    + prefix
                    + "event e JOIN "
                    + prefix
                    + "event_also_in a ON a.event_id = e.event_id"
                    + " WHERE e.calendar_id = :calendar AND e.deleted_ms IS NULL"
                    + " ORDER BY a.calendar_id LIMIT :limit")
            .bind("calendar", calendar.value())
            .bind("limit", limit));
  }

  /** Every calendar that is named in any column. */
  private static SortedSet<CalendarId> calendarIds(Query query) {
    SortedSet<CalendarId> ids = new TreeSet<>();
    query
        .map(
            (row, context) -> {
              int columns = row.getMetaData().getColumnCount();
              for (int column = 1; column <= columns; column++) {
                String id = row.getString(column);
                if (id != null) {
                  ids.add(CalendarId.of(id));
                }
              }
              return columns;
            })
        .list();
    return ids;
  }

  @Override
  public List<Event> eventsAlsoElsewhere(Transaction tx, CalendarId calendar, int limit) {
    return events
        .select(
            handle(tx),
            "calendar_id = :calendar AND deleted_ms IS NULL AND event_id IN (SELECT event_id FROM "
                + prefix
                + "event_also_in) ORDER BY event_id LIMIT :limit")
        .bind("calendar", calendar.value())
        .bind("limit", limit)
        .list();
  }

  @Override
  public List<Event> events(Transaction tx, CalendarId calendar, Collection<EventId> ids) {
    return events.byIds(handle(tx), calendar, ids);
  }

  @Override
  public List<Event> events(Transaction tx, CalendarId calendar, EventFilter filter) {
    return events.filtered(handle(tx), calendar, filter);
  }

  @Override
  public void forEachEvent(Transaction tx, CalendarId calendar, Consumer<Event> visitor) {
    events.forEach(handle(tx), calendar, visitor);
  }

  @Override
  public List<Event> eventsIn(
      Transaction tx, Collection<CalendarId> calendars, TimeRange window, int limit) {
    return events.in(handle(tx), calendars, window, limit);
  }
}
