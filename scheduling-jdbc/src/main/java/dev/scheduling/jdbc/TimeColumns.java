package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Transparency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** How local times, their zones and the occurrences that they name stand in columns. */
final class TimeColumns {

  private static final String ZONED = "ZONED";
  private static final String FLOATING = "FLOATING";
  private static final String DATE = "DATE";

  private TimeColumns() {}

  static String kind(EventTime time) {
    if (time instanceof EventTime.Zoned) {
      return ZONED;
    }
    return time.isAllDay() ? DATE : FLOATING;
  }

  static String local(EventTime time) {
    return time instanceof EventTime.AllDay day ? day.date().toString() : time.local().toString();
  }

  static @Nullable String zone(EventTime time) {
    return time instanceof EventTime.Zoned zoned ? zoned.zone().getId() : null;
  }

  static EventTime time(String kind, String local, @Nullable String zone) {
    try {
      return switch (kind) {
        case ZONED -> {
          if (zone == null) {
            throw new SchedulingException("a zoned time in the database has no zone");
          }
          yield new EventTime.Zoned(LocalDateTime.parse(local), ZoneId.of(zone));
        }
        case FLOATING -> new EventTime.Floating(LocalDateTime.parse(local));
        case DATE -> new EventTime.AllDay(LocalDate.parse(local));
        default -> throw new SchedulingException("a time in the database has the kind " + kind);
      };
    } catch (DateTimeException e) {
      throw new SchedulingException("a time in the database cannot be read: " + local, e);
    }
  }

  static OccurrenceOverride override(ResultSet row) throws SQLException {
    String local = row.getString("start_local");
    String zone = row.getString("start_zone");
    String kind = zone != null ? ZONED : local.length() == 10 ? DATE : FLOATING;
    String transparency = row.getString("transparency");
    String status = row.getString("status");
    String tags = row.getString("tags");
    return new OccurrenceOverride(
        RecurrenceId.parse(row.getString("occurrence")),
        OccurrenceOverride.Range.valueOf(row.getString("reach")),
        time(kind, local, zone),
        EventLength.parse(row.getString("length")),
        row.getString("title"),
        row.getString("description"),
        row.getString("location"),
        transparency == null ? null : Transparency.valueOf(transparency),
        status == null ? null : EventStatus.valueOf(status),
        tags == null ? null : tags.lines().toList());
  }
}
