package dev.scheduling.jdbc;

import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of a table of reminders, of events or of calendars. */
final class ReminderRows {

  private static final String ABSOLUTE = "NOTHING";

  private final String table;
  private final String ownerColumn;

  ReminderRows(String table, String ownerColumn) {
    this.table = table;
    this.ownerColumn = ownerColumn;
  }

  void insert(Handle handle, String owner, List<Reminder> reminders) {
    if (reminders.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO "
                + table
                + " ("
                + ownerColumn
                + ", position, relative_to, distance, at_ms, channels)"
                + " VALUES (:owner, :position, :relativeTo, :distance, :at, :channels)");
    for (int i = 0; i < reminders.size(); i++) {
      Trigger trigger = reminders.get(i).trigger();
      boolean relative = trigger instanceof Trigger.Offset;
      batch
          .bind("owner", owner)
          .bind("position", i)
          .bind("relativeTo", relative ? ((Trigger.Offset) trigger).relativeTo().name() : ABSOLUTE)
          .bind("distance", relative ? ((Trigger.Offset) trigger).toText() : null)
          .bind("at", relative ? null : ((Trigger.At) trigger).instant().toEpochMilli())
          .bind("channels", String.join(",", reminders.get(i).channels()))
          .add();
    }
    batch.execute();
  }

  void delete(Handle handle, String owner) {
    handle
        .createUpdate("DELETE FROM " + table + " WHERE " + ownerColumn + " = :owner")
        .bind("owner", owner)
        .execute();
  }

  /** The reminders of each owner that has any, in order. */
  Map<String, List<Reminder>> read(Handle handle, Collection<String> owners) {
    Map<String, List<Reminder>> byOwner = new HashMap<>();
    InLists.forEach(
        owners,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        "SELECT * FROM "
                            + table
                            + " WHERE "
                            + ownerColumn
                            + InLists.in(chunk)
                            + " ORDER BY "
                            + ownerColumn
                            + ", position"),
                    chunk)
                .map(
                    (row, context) ->
                        byOwner
                            .computeIfAbsent(row.getString(ownerColumn), none -> new ArrayList<>())
                            .add(reminder(row)))
                .list());
    return byOwner;
  }

  private static Reminder reminder(ResultSet row) throws SQLException {
    String relativeTo = row.getString("relative_to");
    Trigger trigger =
        relativeTo.equals(ABSOLUTE)
            ? new Trigger.At(Instant.ofEpochMilli(row.getLong("at_ms")))
            : Trigger.Offset.parse(
                row.getString("distance"), Trigger.RelativeTo.valueOf(relativeTo));
    String channels = row.getString("channels");
    return new Reminder(trigger, channels.isEmpty() ? List.of() : List.of(channels.split(",")));
  }
}
