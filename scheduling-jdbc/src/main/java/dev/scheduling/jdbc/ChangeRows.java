package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.SchedulingException;
import dev.scheduling.calendar.CalendarChange;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The lines of the calendars' logs, and the revision in a calendar's row that follows them. */
final class ChangeRows {

  private final String prefix;

  ChangeRows(String prefix) {
    this.prefix = prefix;
  }

  void append(Handle handle, CalendarId calendar, List<CalendarChange> changes, Instant at) {
    long before = CalendarChange.revisionBefore(changes);
    int followed =
        handle
            .createUpdate(
                "UPDATE "
                    + prefix
                    + "calendar SET revision = :revision WHERE calendar_id = :calendar"
                    + " AND revision = :before")
            .bind("calendar", calendar.value())
            .bind("revision", before + changes.size())
            .bind("before", before)
            .execute();
    if (followed == 0) {
      throw new SchedulingException("the calendar " + calendar + " is not at revision " + before);
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO "
                + prefix
                + "calendar_change (calendar_id, revision, event_id, kind, at_ms)"
                + " VALUES (:calendar, :revision, :event, :kind, :at)")) {
      for (CalendarChange change : changes) {
        batch
            .bind("calendar", calendar.value())
            .bind("revision", change.revision())
            .bind("event", change.event().value())
            .bind("kind", change.kind().name())
            .bind("at", at.toEpochMilli())
            .add();
      }
      batch.execute();
    }
  }

  int prune(Handle handle, Instant before, int limit) {
    record Line(String calendar, long revision) {}
    List<Line> old =
        handle
            .createQuery(
                "SELECT calendar_id, revision FROM "
                    + prefix
                    + "calendar_change WHERE at_ms < :before ORDER BY at_ms LIMIT :limit")
            .bind("before", before.toEpochMilli())
            .bind("limit", limit)
            .map((row, context) -> new Line(row.getString(1), row.getLong(2)))
            .list();
    if (old.isEmpty()) {
      return 0;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            "DELETE FROM " + prefix + "calendar_change WHERE calendar_id = ? AND revision = ?")) {
      old.forEach(line -> batch.add(line.calendar(), line.revision()));
      batch.execute();
    }
    return old.size();
  }

  List<CalendarChange> after(Handle handle, CalendarId calendar, long after, int limit) {
    return handle
        .createQuery(
            "SELECT revision, event_id, kind FROM "
                + prefix
                + "calendar_change WHERE calendar_id = :calendar AND revision > :after"
                + " ORDER BY revision LIMIT :limit")
        .bind("calendar", calendar.value())
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new CalendarChange(
                    row.getLong("revision"),
                    EventId.of(row.getString("event_id")),
                    CalendarChange.Kind.valueOf(row.getString("kind"))))
        .list();
  }
}
