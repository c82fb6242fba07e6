package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Transparency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in the columns of an event's own row. */
final class EventColumns {

  /** Every column that is written with an event, in the order of {@link #values}. */
  static final List<String> NAMES =
      List.of(
          "event_id",
          "calendar_id",
          "ical_uid",
          "title",
          "description",
          "location",
          "start_kind",
          "start_local",
          "start_zone",
          "length",
          "end_local",
          "end_zone",
          "recurrence",
          "transparency",
          "status",
          "split_from",
          "version",
          "ical_sequence",
          "created_ms",
          "updated_ms",
          "first_ms",
          "last_ms",
          "parts");

  private EventColumns() {}

  /**
   * The row of an event.
   *
   * @param bounds a range that holds every occurrence
   */
  static @Nullable Object[] values(Event event, TimeRange bounds) {
    EventTime start = event.start();
    EventTime end = event.end() instanceof EventEnd.At at ? at.time() : null;
    return new @Nullable Object[] {
      event.id().value(),
      event.calendar().value(),
      event.icalUid(),
      event.title(),
      event.description(),
      event.location(),
      TimeColumns.kind(start),
      TimeColumns.local(start),
      TimeColumns.zone(start),
      event.length().toString(),
      end == null ? null : TimeColumns.local(end),
      end == null ? null : TimeColumns.zone(end),
      event.isRecurring() ? String.join("\n", event.recurrence().toLines()) : "",
      event.transparency().name(),
      event.status().name(),
      event.splitFrom().map(EventId::value).orElse(null),
      event.stamp().version(),
      event.stamp().sequence(),
      event.stamp().created().toEpochMilli(),
      event.stamp().updated().toEpochMilli(),
      millis(bounds.start()),
      millis(bounds.end()),
      EventParts.of(event)
    };
  }

  private static long millis(Instant instant) {
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
  }

  /** What a row says about its event; the tables beside are still to be read. */
  static Event.Builder event(ResultSet row) throws SQLException {
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
