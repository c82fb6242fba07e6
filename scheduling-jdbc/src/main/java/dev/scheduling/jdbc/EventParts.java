package dev.scheduling.jdbc;

import static java.util.Objects.requireNonNull;

import dev.scheduling.CalendarId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Transparency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The tables beside an event's row: its tags, its reminders, its changed occurrences, the other
 * calendars that it is in. The row says which of them have rows of it, so that the others need not
 * be asked; most events have none, and a booking waits for each question.
 */
final class EventParts {

  private static final int TAGS = 1;
  private static final int REMINDERS = 2;
  private static final int OVERRIDES = 4;
  private static final int ALSO_IN = 8;

  private final String prefix;
  private final ReminderRows reminders;

  EventParts(String prefix) {
    this.prefix = prefix;
    this.reminders = new ReminderRows(prefix + "event_reminder", "event_id");
  }

  /** Which tables have rows of an event. */
  static int of(Event event) {
    return (event.tags().isEmpty() ? 0 : TAGS)
        | (event.reminders().isEmpty() ? 0 : REMINDERS)
        | (event.overrides().isEmpty() ? 0 : OVERRIDES)
        | (event.alsoIn().isEmpty() ? 0 : ALSO_IN);
  }

  void insert(Handle handle, Event event) {
    String id = event.id().value();
    reminders.insert(handle, id, event.reminders());
    insert(handle, "event_tag", "tag", id, event.tags());
    insert(
        handle,
        "event_also_in",
        "calendar_id",
        id,
        event.alsoIn().stream().map(CalendarId::value).toList());
    if (!event.overrides().isEmpty()) {
      insertOverrides(handle, id, event.overrides());
    }
  }

  private void insert(
      Handle handle, String table, String column, String event, List<String> values) {
    if (!values.isEmpty()) {
      PreparedBatch batch =
          handle.prepareBatch(
              "INSERT INTO "
                  + prefix
                  + table
                  + " (event_id, "
                  + column
                  + ") VALUES (:event, :value)");
      values.forEach(value -> batch.bind("event", event).bind("value", value).add());
      batch.execute();
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

  /**
   * Deletes an event's rows.
   *
   * @param parts the tables that have some
   */
  void delete(Handle handle, String event, int parts) {
    if ((parts & REMINDERS) != 0) {
      reminders.delete(handle, event);
    }
    deleteFrom(handle, "event_tag", event, parts & TAGS);
    deleteFrom(handle, "occurrence_override", event, parts & OVERRIDES);
    deleteFrom(handle, "event_also_in", event, parts & ALSO_IN);
  }

  private void deleteFrom(Handle handle, String table, String event, int has) {
    if (has != 0) {
      handle
          .createUpdate("DELETE FROM " + prefix + table + " WHERE event_id = :event")
          .bind("event", event)
          .execute();
    }
  }

  /**
   * Reads the rows of many events.
   *
   * @param partsOf the tables that have rows, by event
   * @param into the events that they belong to, by id
   */
  void read(Handle handle, Map<String, Integer> partsOf, Map<String, Event.Builder> into) {
    List<String> reminded = having(partsOf, REMINDERS);
    if (!reminded.isEmpty()) {
      reminders.read(handle, reminded).forEach((id, all) -> event(into, id).reminders(all));
    }
    read(
        handle,
        "event_tag",
        having(partsOf, TAGS),
        row -> row.getString("tag"),
        (id, all) -> event(into, id).tags(all));
    read(
        handle,
        "occurrence_override",
        having(partsOf, OVERRIDES),
        TimeColumns::override,
        (id, all) -> event(into, id).overrides(all));
    read(
        handle,
        "event_also_in",
        having(partsOf, ALSO_IN),
        row -> CalendarId.of(row.getString("calendar_id")),
        (id, all) -> event(into, id).alsoIn(all));
  }

  private static Event.Builder event(Map<String, Event.Builder> events, String id) {
    return requireNonNull(events.get(id), "rows of an event that was not asked for");
  }

  private static List<String> having(Map<String, Integer> partsOf, int part) {
    return partsOf.entrySet().stream()
        .filter(each -> (each.getValue() & part) != 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private interface PartReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> void read(
      Handle handle,
      String table,
      List<String> ids,
      PartReader<T> reader,
      BiConsumer<String, List<T>> into) {
    Map<String, List<T>> byEvent = new HashMap<>();
    InLists.forEach(
        ids,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        "SELECT * FROM " + prefix + table + " WHERE event_id" + InLists.in(chunk)),
                    chunk)
                .map(
                    (row, context) ->
                        byEvent
                            .computeIfAbsent(row.getString("event_id"), none -> new ArrayList<>())
                            .add(reader.read(row)))
                .list());
    byEvent.forEach(into);
  }
}
