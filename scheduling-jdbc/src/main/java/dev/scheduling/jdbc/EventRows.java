package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of an event: its own, its tags, its reminders and its changed occurrences. */
final class EventRows {

  /** What the instants may be off by after a zone's rules or the calendar's zone changed. */
  private static final Duration ZONE_MARGIN = Duration.ofHours(27);

  private static final String COLUMNS =
      "calendar_id = :calendar, ical_uid = :uid, title = :title, description = :description,"
          + " location = :location, start_kind = :startKind, start_local = :startLocal,"
          + " start_zone = :startZone, length = :length, end_local = :endLocal,"
          + " end_zone = :endZone, recurrence = :recurrence, transparency = :transparency,"
          + " status = :status, split_from = :splitFrom, version = :version, ical_sequence = :sequence,"
          + " created_ms = :created, updated_ms = :updated, first_ms = :first, last_ms = :last";

  private final String prefix;
  private final ReminderRows reminders;

  EventRows(String prefix) {
    this.prefix = prefix;
    this.reminders = new ReminderRows(prefix + "event_reminder", "event_id");
  }

  void insert(Handle handle, Event event, TimeRange bounds) {
    String names = COLUMNS.replaceAll(" = :\\w+", "");
    String values = COLUMNS.replaceAll("\\w+ = ", "");
    bind(
            handle.createUpdate(
                "INSERT INTO "
                    + prefix
                    + "event (event_id, "
                    + names
                    + ") VALUES (:event, "
                    + values
                    + ")"),
            event,
            bounds)
        .execute();
    insertParts(handle, event);
  }

  /** Replaces the row that is in {@code from} and meets {@code condition}, if there is one. */
  void update(Handle handle, CalendarId from, Event event, TimeRange bounds, String condition) {
    int updated =
        bind(
                handle.createUpdate(
                    "UPDATE "
                        + prefix
                        + "event SET deleted_ms = NULL, "
                        + COLUMNS
                        + " WHERE event_id = :event AND calendar_id = :from AND "
                        + condition),
                event,
                bounds)
            .bind("from", from.value())
            .execute();
    if (updated > 0) {
      String id = event.id().value();
      reminders.delete(handle, id);
      for (String table : List.of("event_tag", "occurrence_override")) {
        handle
            .createUpdate("DELETE FROM " + prefix + table + " WHERE event_id = :event")
            .bind("event", id)
            .execute();
      }
      insertParts(handle, event);
    }
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
        .bind("last", millis(bounds.end()));
  }

  private static long millis(Instant instant) {
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
  }

  private void insertParts(Handle handle, Event event) {
    String id = event.id().value();
    reminders.insert(handle, id, event.reminders());
    if (!event.tags().isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO " + prefix + "event_tag (event_id, tag) VALUES (:event, :tag)");
      event.tags().forEach(tag -> batch.bind("event", id).bind("tag", tag).add());
      batch.execute();
    }
    if (!event.overrides().isEmpty()) {
      insertOverrides(handle, id, event.overrides());
    }
  }

  private void insertOverrides(Handle handle, String event, List<OccurrenceOverride> overrides) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO "
                + prefix
                + "occurrence_override (event_id, occurrence, reach, start_local, start_zone,"
                + " length, title, description, location, transparency, status, tags)"
                + " VALUES (:event, :occurrence, :reach, :startLocal, :startZone, :length, :title,"
                + " :description, :location, :transparency, :status, :tags)");
    for (OccurrenceOverride override : overrides) {
      Transparency transparency = override.transparency();
      EventStatus status = override.status();
      List<String> tags = override.tags();
      batch
          .bind("event", event)
          .bind("occurrence", override.id().toString())
          .bind("reach", override.range().name())
          .bind("startLocal", TimeColumns.local(override.start()))
          .bind("startZone", TimeColumns.zone(override.start()))
          .bind("length", override.length().toString())
          .bind("title", override.title())
          .bind("description", override.description())
          .bind("location", override.location())
          .bind("transparency", transparency == null ? null : transparency.name())
          .bind("status", status == null ? null : status.name())
          .bind("tags", tags == null ? null : String.join("\n", tags))
          .add();
    }
    batch.execute();
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
                      + " AND calendar_id = ? AND deleted_ms IS NULL");
          InLists.bind(query, chunk).bind(chunk.size(), calendar.value());
          found.addAll(assemble(handle, query));
        });
    return found;
  }

  List<Event> filtered(Handle handle, CalendarId calendar, EventFilter filter) {
    StringBuilder condition = new StringBuilder("calendar_id = :calendar AND deleted_ms IS NULL");
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

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  List<Event> in(Handle handle, Collection<CalendarId> calendars, TimeRange window, int limit) {
    List<Event> found = new ArrayList<>();
    for (CalendarId calendar : calendars) {
      if (found.size() < limit) {
        found.addAll(
            select(
                    handle,
                    "calendar_id = :calendar AND deleted_ms IS NULL AND last_ms >= :from"
                        + " AND first_ms < :to ORDER BY event_id LIMIT :limit")
                .bind("calendar", calendar.value())
                .bind("from", window.start().minus(ZONE_MARGIN).toEpochMilli())
                .bind("to", window.end().plus(ZONE_MARGIN).toEpochMilli())
                .bind("limit", limit - found.size())
                .list());
      }
    }
    return found;
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

  private List<Event> assemble(Handle handle, Query query) {
    List<Event.Builder> builders = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    query
        .map(
            (row, context) -> {
              ids.add(row.getString("event_id"));
              return builders.add(builder(row));
            })
        .list();
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, List<Reminder>> remindersOf = reminders.read(handle, ids);
    Map<String, List<String>> tagsOf = new HashMap<>();
    readParts(
        handle,
        "event_tag",
        ids,
        (id, row) ->
            tagsOf.computeIfAbsent(id, none -> new ArrayList<>()).add(row.getString("tag")));
    Map<String, List<OccurrenceOverride>> overridesOf = new HashMap<>();
    readParts(
        handle,
        "occurrence_override",
        ids,
        (id, row) ->
            overridesOf
                .computeIfAbsent(id, none -> new ArrayList<>())
                .add(TimeColumns.override(row)));
    List<Event> events = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      events.add(
          builders
              .get(i)
              .reminders(remindersOf.getOrDefault(id, List.of()))
              .tags(tagsOf.getOrDefault(id, List.of()))
              .overrides(overridesOf.getOrDefault(id, List.of()))
              .build());
    }
    return events;
  }

  private interface PartReader {
    void read(String event, ResultSet row) throws SQLException;
  }

  private void readParts(Handle handle, String table, List<String> ids, PartReader reader) {
    InLists.forEach(
        ids,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        "SELECT * FROM " + prefix + table + " WHERE event_id" + InLists.in(chunk)),
                    chunk)
                .map(
                    (row, context) -> {
                      String id = row.getString("event_id");
                      reader.read(id, row);
                      return id;
                    })
                .list());
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
