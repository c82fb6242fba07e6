package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The rows of events, read and written: what stands in their columns is in {@link EventColumns},
 * and what stands in the tables beside in {@link EventParts}.
 */
final class EventRows {

  /** How many rows are read, and how many events are held, at a time when all are asked for. */
  private static final int PAGE = 1_000;

  /** What the instants may be off by after a zone's rules or the calendar's zone changed. */
  private static final Duration ZONE_MARGIN = Duration.ofHours(27);

  /*
   * The events that belong to a calendar, and those that are in it as well. Two conditions and not
   * one with OR: each follows an index of its own, and no planner has to find that out.
   */
  private static final String OWN = "calendar_id = :calendar";
  private static final String GUESTS =
      "event_id IN (SELECT event_id FROM ${prefix}event_also_in WHERE calendar_id = :calendar)";

  private final String prefix;
  private final EventParts parts;
  private final RowInserts inserts;

  EventRows(String prefix) {
    this.prefix = prefix;
    this.parts = new EventParts(prefix);
    this.inserts = new RowInserts(prefix + "event", EventColumns.NAMES);
  }

  void insert(Handle handle, List<BoundedEvent> events) {
    inserts.insert(
        handle.getConnection(),
        events.stream().map(each -> EventColumns.values(each.event(), each.bounds())).toList());
    events.forEach(each -> parts.insert(handle, each.event()));
  }

  /** Replaces the row that is in {@code from} and meets {@code condition}, if there is one. */
  void update(Handle handle, CalendarId from, Event event, TimeRange bounds, String condition) {
    String which = " WHERE event_id = ? AND calendar_id = ? AND " + condition;
    String id = event.id().value();
    Optional<Integer> before =
        handle
            .createQuery("SELECT parts FROM " + prefix + "event" + which)
            .bind(0, id)
            .bind(1, from.value())
            .mapTo(Integer.class)
            .findOne();
    if (before.isEmpty()) {
      return;
    }
    String columns = String.join(" = ?, ", EventColumns.NAMES);
    try (PreparedStatement update =
        handle
            .getConnection()
            .prepareStatement(
                "UPDATE " + prefix + "event SET deleted_ms = NULL, " + columns + " = ?" + which)) {
      int bound = RowInserts.bind(update, 0, EventColumns.values(event, bounds));
      RowInserts.bind(update, bound, id, from.value());
      update.executeUpdate();
    } catch (SQLException e) {
      throw JdbcFailures.translate("change an event", e);
    }
    parts.delete(handle, id, before.get());
    parts.insert(handle, event);
  }

  int purge(Handle handle, List<String> ids) {
    int[] purged = {0};
    InLists.forEach(
        ids,
        chunk ->
            purged[0] +=
                InLists.bind(
                        handle.createUpdate(
                            "DELETE FROM "
                                + prefix
                                + "event WHERE event_id"
                                + InLists.in(chunk)
                                + " AND deleted_ms IS NOT NULL"),
                        chunk)
                    .execute());
    return purged[0];
  }

  /** A condition for one event, read through a calendar that it is in. */
  String readThroughCalendar() {
    return "event_id = :event AND deleted_ms IS NULL AND ("
        + OWN
        + " OR EXISTS (SELECT 1 FROM "
        + prefix
        + "event_also_in a WHERE a.event_id = :event AND a.calendar_id = :calendar))";
  }

  /** The event with a UID, by id the first, among those that belong to a calendar or are in it. */
  Optional<Event> byUid(Handle handle, CalendarId calendar, String uid) {
    for (String which : List.of(OWN, GUESTS)) {
      Optional<Event> found =
          select(handle, inCalendar(which) + " AND ical_uid = :uid ORDER BY event_id LIMIT 1")
              .bind("calendar", calendar.value())
              .bind("uid", uid)
              .first();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Events that meet a condition; the values of its names are still to be bound. */
  Selection select(Handle handle, String condition) {
    return new Selection(
        handle, handle.createQuery("SELECT * FROM " + prefix + "event WHERE " + condition));
  }

  List<Event> byIds(Handle handle, CalendarId calendar, Collection<EventId> ids) {
    List<Event> found = new ArrayList<>();
    InLists.forEach(
        ids.stream().map(EventId::value).toList(),
        chunk -> {
          Query query =
              handle.createQuery(
                  "SELECT * FROM "
                      + prefix
                      + "event WHERE event_id"
                      + InLists.in(chunk)
                      + " AND deleted_ms IS NULL AND (calendar_id = ? OR EXISTS (SELECT 1 FROM "
                      + prefix
                      + "event_also_in WHERE event_id = "
                      + prefix
                      + "event.event_id AND calendar_id = ?))");
          InLists.bind(query, chunk)
              .bind(chunk.size(), calendar.value())
              .bind(chunk.size() + 1, calendar.value());
          found.addAll(assemble(handle, query));
        });
    return found;
  }

  List<Event> filtered(Handle handle, CalendarId calendar, EventFilter filter) {
    List<Event> own = filtered(handle, OWN, calendar, filter);
    List<Event> guests = filtered(handle, GUESTS, calendar, filter);
    if (guests.isEmpty()) {
      return own;
    }
    return Stream.concat(own.stream(), guests.stream())
        .sorted(Comparator.comparing(Event::id))
        .limit(filter.limit())
        .toList();
  }

  private List<Event> filtered(
      Handle handle, String which, CalendarId calendar, EventFilter filter) {
    StringBuilder condition = new StringBuilder(inCalendar(which));
    if (filter.text() != null) {
      condition.append(
          " AND (LOWER(title) LIKE :text ESCAPE '!' OR LOWER(description) LIKE :text ESCAPE '!'"
              + " OR LOWER(location) LIKE :text ESCAPE '!')");
    }
    if (filter.tag() != null) {
      condition
          .append(" AND event_id IN (SELECT event_id FROM ")
          .append(prefix)
          .append("event_tag WHERE LOWER(tag) = :tag)");
    }
    if (filter.updatedSince() != null) {
      condition.append(" AND updated_ms >= :since");
    }
    if (filter.after() != null) {
      condition.append(" AND event_id > :after");
    }
    Selection selection =
        select(handle, condition + " ORDER BY event_id LIMIT :limit")
            .bind("calendar", calendar.value())
            .bind("limit", filter.limit());
    if (filter.text() != null) {
      selection.bind("text", "%" + escaped(filter.text().toLowerCase(Locale.ROOT)) + "%");
    }
    if (filter.tag() != null) {
      selection.bind("tag", filter.tag().toLowerCase(Locale.ROOT));
    }
    if (filter.updatedSince() != null) {
      selection.bind("since", filter.updatedSince().toEpochMilli());
    }
    if (filter.after() != null) {
      selection.bind("after", filter.after().value());
    }
    return selection.list();
  }

  private String inCalendar(String which) {
    return which.replace("${prefix}", prefix) + " AND deleted_ms IS NULL";
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  /** The events that meet a window, each once, also where it is in several of the calendars. */
  List<Event> in(Handle handle, Collection<CalendarId> calendars, TimeRange window, int limit) {
    Map<EventId, Event> found = new LinkedHashMap<>();
    for (CalendarId calendar : calendars) {
      for (String which : List.of(OWN, GUESTS)) {
        if (found.size() < limit) {
          select(
                  handle,
                  inCalendar(which)
                      + " AND last_ms >= :from AND first_ms < :to ORDER BY event_id LIMIT :limit")
              .bind("calendar", calendar.value())
              .bind("from", window.start().minus(ZONE_MARGIN).toEpochMilli())
              .bind("to", window.end().plus(ZONE_MARGIN).toEpochMilli())
              .bind("limit", limit)
              .list()
              .forEach(event -> found.put(event.id(), event));
        }
      }
    }
    return found.values().stream().limit(limit).toList();
  }

  /** A query for events that is being bound. */
  final class Selection {

    private final Handle handle;
    private final Query query;

    private Selection(Handle handle, Query query) {
      this.handle = handle;
      this.query = query;
    }

    Selection bind(String name, @Nullable Object value) {
      query.bind(name, value);
      return this;
    }

    List<Event> list() {
      return assemble(handle, query);
    }

    Optional<Event> first() {
      return list().stream().findFirst();
    }
  }

  /**
   * Hands over every event that is in a calendar, in one pass over each of the two kinds. Pages in
   * the order of ids would cost a sort of all that is left for each page, wherever the planner does
   * not know better.
   */
  void forEach(Handle handle, CalendarId calendar, Consumer<Event> visitor) {
    for (String which : List.of(OWN, GUESTS)) {
      Rows rows = new Rows();
      handle
          .createQuery("SELECT * FROM " + prefix + "event WHERE " + inCalendar(which))
          .bind("calendar", calendar.value())
          .setFetchSize(PAGE)
          .map(
              (row, context) -> {
                rows.add(row);
                return rows.size() < PAGE ? List.<Event>of() : rows.assemble(handle);
              })
          .forEach(page -> page.forEach(visitor));
      rows.assemble(handle).forEach(visitor);
    }
  }

  private List<Event> assemble(Handle handle, Query query) {
    Rows rows = new Rows();
    query
        .map(
            (row, context) -> {
              rows.add(row);
              return 0;
            })
        .list();
    return rows.assemble(handle);
  }

  /** Rows of events that still lack what stands in the tables beside. */
  private final class Rows {

    private final Map<String, Event.Builder> builders = new LinkedHashMap<>();
    private final Map<String, Integer> partsOf = new HashMap<>();

    int size() {
      return builders.size();
    }

    void add(ResultSet row) throws SQLException {
      String id = row.getString("event_id");
      builders.put(id, EventColumns.event(row));
      partsOf.put(id, row.getInt("parts"));
    }

    /** The events; after that there are no rows. */
    List<Event> assemble(Handle handle) {
      parts.read(handle, partsOf, builders);
      List<Event> events = builders.values().stream().map(Event.Builder::build).toList();
      builders.clear();
      partsOf.clear();
      return events;
    }
  }
}
