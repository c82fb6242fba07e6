package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.SchedulingException;
import dev.scheduling.calendar.CalendarChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The lines of the calendars' logs, and the revision in a calendar's row that follows them. */
final class ChangeRows {

  private final String prefix;
  private final RowInserts inserts;

  ChangeRows(String prefix) {
    this.prefix = prefix;
    this.inserts =
        new RowInserts(
            prefix + "calendar_change",
            List.of("calendar_id", "revision", "event_id", "kind", "at_ms"));
  }

  void append(Handle handle, Map<CalendarId, List<CalendarChange>> changes, Instant at) {
    List<CalendarId> calendars = List.copyOf(changes.keySet());
    List<@Nullable Object[]> lines = new ArrayList<>();
    try (PreparedBatch revisions =
        handle.prepareBatch(
            "UPDATE "
                + prefix
                + "calendar SET revision = ? WHERE calendar_id = ? AND revision = ?")) {
      for (CalendarId calendar : calendars) {
        List<CalendarChange> own = changes.getOrDefault(calendar, List.of());
        long before = CalendarChange.revisionBefore(own);
        revisions.add(before + own.size(), calendar.value(), before);
        for (CalendarChange change : own) {
          lines.add(
              new @Nullable Object[] {
                calendar.value(),
                change.revision(),
                change.event().value(),
                change.kind().name(),
                at.toEpochMilli()
              });
        }
      }
      int[] followed = revisions.execute();
      for (int i = 0; i < followed.length; i++) {
        if (followed[i] == 0) {
          throw new SchedulingException(
              "the calendar " + calendars.get(i) + " is not at the revision before its changes");
        }
      }
    }
    inserts.insert(handle.getConnection(), lines);
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
