package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.BoundedEvent;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Transparency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of events: their own here, and those in the tables beside it in {@link EventParts}. */
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

  private static final String COLUMNS =
      "calendar_id = :calendar, ical_uid = :uid, title = :title, description = :description,"
          + " location = :location, start_kind = :startKind, start_local = :startLocal,"
          + " start_zone = :startZone, length = :length, end_local = :endLocal,"
          + " end_zone = :endZone, recurrence = :recurrence, transparency = :transparency,"
          + " status = :status, split_from = :splitFrom, version = :version, ical_sequence = :sequence,"
          + " created_ms = :created, updated_ms = :updated, first_ms = :first, last_ms = :last,"
          + " parts = :parts";

  private final String prefix;
  private final String insert;
  private final EventParts parts;

  EventRows(String prefix) {
    this.prefix = prefix;
    this.insert =
        "INSERT INTO "
            + prefix
            + "event (event_id, "
            + COLUMNS.replaceAll(" = :\\w+", "")
            + ") VALUES (:event, "
            + COLUMNS.replaceAll("\\w+ = ", "")
            + ")";
    this.parts = new EventParts(prefix);
  }

  void insert(Handle handle, List<BoundedEvent> events) {
    try (PreparedBatch batch = handle.prepareBatch(insert)) {
      events.forEach(each -> bind(batch, each.event(), each.bounds()).add());
      batch.execute();
    }
    events.forEach(each -> parts.insert(handle, each.event()));
  }

  /** Replaces the row that is in {@code from} and meets {@code condition}, if there is one. */
  void update(Handle handle, CalendarId from, Event event, TimeRange bounds, String condition) {
    String which = " WHERE event_id = :event AND calendar_id = :from AND " + condition;
    Optional<Integer> before =
        handle
            .createQuery("SELECT parts FROM " + prefix + "event" + which)
            .bind("event", event.id().value())
            .bind("from", from.value())
            .mapTo(Integer.class)
            .findOne();
    if (before.isEmpty()) {
      return;
    }
    bind(
            handle.createUpdate(
                "UPDATE " + prefix + "event SET deleted_ms = NULL, " + COLUMNS + which),
            event,
            bounds)
        .bind("from", from.value())
        .execute();
    parts.delete(handle, event.id().value(), before.get());
    parts.insert(handle, event);
  }

  private static <T extends SqlStatement<T>> T bind(T sql, Event event, TimeRange bounds) {
    EventTime end = event.end() instanceof EventEnd.At at ? at.time() : null;
    return sql.bind("event", event.id().value())
        .bind("calendar", event.calendar().value())
        .bind("uid", event.icalUid())
        .bind("title", event.title())
        .bind("description", event.description())
        .bind("location", event.location())
        .bind("startKind", TimeColumns.kind(event.start()))
        .bind("startLocal", TimeColumns.local(event.start()))
        .bind("startZone", TimeColumns.zone(event.start()))
        .bind("length", event.length().toString())
        .bind("endLocal", end == null ? null : TimeColumns.local(end))
        .bind("endZone", end == null ? null : TimeColumns.zone(end))
        .bind(
            "recurrence",
            event.isRecurring() ? String.join("\n", event.recurrence().toLines()) : "")
        .bind("transparency", event.transparency().name())
        .bind("status", event.status().name())
        .bind("splitFrom", event.splitFrom().map(EventId::value).orElse(null))
        .bind("version", event.stamp().version())
        .bind("sequence", event.stamp().sequence())
        .bind("created", event.stamp().created().toEpochMilli())
        .bind("updated", event.stamp().updated().toEpochMilli())
        .bind("first", millis(bounds.start()))
        .bind("last", millis(bounds.end()))
        .bind("parts", EventParts.of(event));
  }

  private static long millis(Instant instant) {
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
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
      builders.put(id, builder(row));
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

  private static Event.Builder builder(ResultSet row) throws SQLException {
    EventTime start =
        TimeColumns.time(
            row.getString("start_kind"), row.getString("start_local"), row.getString("start_zone"));
    Event.Builder builder =
        Event.builder(CalendarId.of(row.getString("calendar_id")), row.getString("title"))
            .id(EventId.of(row.getString("event_id")))
            .icalUid(row.getString("ical_uid"))
            .description(row.getString("description"))
            .location(row.getString("location"))
            .starts(start)
            .transparency(Transparency.valueOf(row.getString("transparency")))
            .status(EventStatus.valueOf(row.getString("status")))
            .stamp(
                new EventStamp(
                    row.getLong("version"),
                    row.getInt("ical_sequence"),
                    Instant.ofEpochMilli(row.getLong("created_ms")),
                    Instant.ofEpochMilli(row.getLong("updated_ms"))));
    String endLocal = row.getString("end_local");
    if (endLocal == null) {
      builder.lasts(EventLength.parse(row.getString("length")));
    } else {
      builder.ends(
          TimeColumns.time(row.getString("start_kind"), endLocal, row.getString("end_zone")));
    }
    String splitFrom = row.getString("split_from");
    builder.splitFrom(splitFrom == null ? null : EventId.of(splitFrom));
    row.getString("recurrence").lines().forEach(builder::recurrenceLine);
    return builder;
  }
}
