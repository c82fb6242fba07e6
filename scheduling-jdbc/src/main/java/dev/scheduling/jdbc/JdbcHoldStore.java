package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Hold;
import dev.scheduling.calendar.HoldStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Holds in a database. Thread-safe. */
public final class JdbcHoldStore implements HoldStore {

  private final TablePrefix prefix;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcHoldStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /** A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. */
  public JdbcHoldStore(String prefix) {
    this.prefix = new TablePrefix(prefix);
  }

  @Override
  public void insert(Transaction tx, Hold hold) {
    Handle handle = JdbcTransaction.of(tx).handle();
    handle
        .createUpdate(
            prefix.in(
                "INSERT INTO ${prefix}booking_hold (hold_id, owner_id, start_ms, end_ms, expires_ms)"
                    + " VALUES (:hold, :owner, :start, :end, :expires)"))
        .bind("hold", hold.id().value())
        .bind("owner", hold.owner().value())
        .bind("start", hold.range().start().toEpochMilli())
        .bind("end", hold.range().end().toEpochMilli())
        .bind("expires", hold.expires().toEpochMilli())
        .execute();
    try (PreparedBatch batch =
        handle.prepareBatch(
            prefix.in(
                "INSERT INTO ${prefix}booking_hold_in (hold_id, calendar_id) VALUES (?, ?)"))) {
      hold.calendars().forEach(calendar -> batch.add(hold.id().value(), calendar.value()));
      batch.execute();
    }
  }

  @Override
  public Optional<Hold> find(Transaction tx, HoldId hold) {
    return read(
            JdbcTransaction.of(tx)
                .handle()
                .createQuery(
                    prefix.in(
                        "SELECT h.*, i.calendar_id FROM ${prefix}booking_hold h"
                            + " JOIN ${prefix}booking_hold_in i ON i.hold_id = h.hold_id"
                            + " WHERE h.hold_id = :hold"))
                .bind("hold", hold.value()))
        .stream()
        .findFirst();
  }

  @Override
  public List<Hold> active(Transaction tx, CalendarId calendar, Instant now, int limit) {
    List<Hold> active =
        read(
            JdbcTransaction.of(tx)
                .handle()
                .createQuery(
                    prefix.in(
                        "SELECT h.*, i.calendar_id FROM ${prefix}booking_hold_in here"
                            + " JOIN ${prefix}booking_hold h ON h.hold_id = here.hold_id"
                            + " JOIN ${prefix}booking_hold_in i ON i.hold_id = h.hold_id"
                            + " WHERE here.calendar_id = :calendar AND h.expires_ms > :now"
                            + " ORDER BY h.start_ms, h.hold_id LIMIT :rows"))
                .bind("calendar", calendar.value())
                .bind("now", now.toEpochMilli())
                .bind("rows", (long) limit * Hold.MOST_CALENDARS));
    return active.subList(0, Math.min(limit, active.size()));
  }

  /** One row for each calendar that a hold is in, the rows of a hold one after the other. */
  private static List<Hold> read(Query query) {
    Map<String, Hold> holds = new LinkedHashMap<>();
    query
        .map(
            (row, context) -> {
              Hold hold = hold(row);
              return holds.merge(hold.id().value(), hold, JdbcHoldStore::together);
            })
        .list();
    return List.copyOf(holds.values());
  }

  private static Hold together(Hold some, Hold more) {
    SortedSet<CalendarId> calendars = new TreeSet<>(some.calendars());
    calendars.addAll(more.calendars());
    return new Hold(some.id(), some.owner(), calendars, some.range(), some.expires());
  }

  private static Hold hold(ResultSet row) throws SQLException {
    return new Hold(
        HoldId.of(row.getString("hold_id")),
        OwnerId.of(row.getString("owner_id")),
        new TreeSet<>(List.of(CalendarId.of(row.getString("calendar_id")))),
        TimeRange.of(
            Instant.ofEpochMilli(row.getLong("start_ms")),
            Instant.ofEpochMilli(row.getLong("end_ms"))),
        Instant.ofEpochMilli(row.getLong("expires_ms")));
  }

  @Override
  public boolean delete(Transaction tx, HoldId hold) {
    return JdbcTransaction.of(tx)
            .handle()
            .createUpdate(prefix.in("DELETE FROM ${prefix}booking_hold WHERE hold_id = :hold"))
            .bind("hold", hold.value())
            .execute()
        > 0;
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    Handle handle = JdbcTransaction.of(tx).handle();
    List<String> old =
        handle
            .createQuery(
                prefix.in(
                    "SELECT hold_id FROM ${prefix}booking_hold WHERE expires_ms < :before"
                        + " ORDER BY expires_ms LIMIT :limit"))
            .bind("before", before.toEpochMilli())
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
    InLists.forEach(
        old,
        chunk ->
            InLists.bind(
                    handle.createUpdate(
                        prefix.in("DELETE FROM ${prefix}booking_hold WHERE hold_id")
                            + InLists.in(chunk)),
                    chunk)
                .execute());
    return old.size();
  }
}
