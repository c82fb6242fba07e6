package dev.scheduling.jdbc;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.reminder.ReminderCursor;
import dev.scheduling.reminder.ReminderStore;
import dev.scheduling.reminder.ReminderTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Cursors of reminders in a database. Thread-safe. */
public final class JdbcReminderStore implements ReminderStore {

  private static final long NEVER = Long.MAX_VALUE;

  // Not by the due time: it has an index, and where very many are due at once a planner that takes
  // that index for each of them looks at all of them each time.
  private static final String CAS =
      " WHERE reminder_id = :id AND revision = :revision AND occurrence = :from";

  private static final String LOCK =
      "SELECT reminder_id, revision, occurrence FROM ${prefix}reminder WHERE reminder_id";

  private final TablePrefix prefix;
  private final String insert;
  private final String update;
  private final String advance;
  private final String finish;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcReminderStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /** A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. */
  public JdbcReminderStore(String prefix) {
    this.prefix = new TablePrefix(prefix);
    insert =
        this.prefix.in(
            "INSERT INTO ${prefix}reminder (reminder_id, owner_id, calendar_id, event_id,"
                + " placement, position_no, channels, occurrence, starts_ms, due_ms, repeats,"
                + " staged_ms, settled_ms, revision, zone_rules) VALUES (:id, :owner, :calendar,"
                + " :event, :placement, :position, :channels, :occurrence, :starts, :due, :repeats,"
                + " :staged, :settled, :revision, :zoneRules)");
    update =
        this.prefix.in(
            "UPDATE ${prefix}reminder SET owner_id = :owner, calendar_id = :calendar,"
                + " placement = :placement, position_no = :position, channels = :channels,"
                + " occurrence = :occurrence, starts_ms = :starts, due_ms = :due,"
                + " repeats = :repeats, staged_ms = :staged, settled_ms = :settled,"
                + " revision = :revision, zone_rules = :zoneRules"
                + " WHERE reminder_id = :id AND event_id = :event");
    advance =
        this.prefix.in(
            "UPDATE ${prefix}reminder SET occurrence = :occurrence, starts_ms = :starts,"
                + " staged_ms = due_ms, due_ms = :due, zone_rules = :zoneRules"
                + CAS);
    finish =
        this.prefix.in(
            "UPDATE ${prefix}reminder SET occurrence = NULL, starts_ms = NULL, staged_ms = due_ms,"
                + " due_ms = "
                + NEVER
                + " WHERE reminder_id");
  }

  @Override
  public void insert(Transaction tx, List<ReminderCursor> cursors) {
    write(tx, insert, cursors);
  }

  @Override
  public void update(Transaction tx, List<ReminderCursor> cursors) {
    write(tx, update, cursors);
  }

  private static void write(Transaction tx, String sql, List<ReminderCursor> cursors) {
    Handle handle = JdbcTransaction.of(tx).handle();
    if (cursors.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (ReminderCursor cursor : cursors) {
        bind(batch, cursor.next())
            .bind("id", cursor.id())
            .bind("owner", cursor.owner().value())
            .bind("calendar", cursor.calendar().value())
            .bind("event", cursor.event().value())
            .bind("placement", cursor.placement().getId())
            .bind("position", cursor.position())
            .bind("channels", String.join(",", cursor.channels()))
            .bind("repeats", cursor.repeats() ? 1 : 0)
            .bind("staged", cursor.staged().toEpochMilli())
            .bind("settled", cursor.settled().toEpochMilli())
            .bind("revision", cursor.revision())
            .bind("zoneRules", cursor.zoneRules())
            .add();
      }
      batch.execute();
    }
  }

  private static PreparedBatch bind(PreparedBatch batch, @Nullable ReminderTime time) {
    return batch
        .bind("occurrence", time == null ? null : time.occurrence().toString())
        .bind("starts", time == null ? null : time.starts().toEpochMilli())
        .bind("due", time == null ? NEVER : time.due().toEpochMilli());
  }

  @Override
  public void delete(Transaction tx, Collection<String> ids) {
    Handle handle = JdbcTransaction.of(tx).handle();
    String sql = prefix.in("DELETE FROM ${prefix}reminder WHERE reminder_id");
    InLists.forEach(
        ids,
        chunk -> {
          try (var statement = handle.createUpdate(sql + InLists.in(chunk))) {
            InLists.bind(statement, chunk).execute();
          }
        });
  }

  @Override
  public List<ReminderCursor> ofEvent(Transaction tx, EventId event) {
    return query(
            tx,
            "SELECT * FROM ${prefix}reminder WHERE event_id = ?"
                + " ORDER BY position_no, reminder_id FOR UPDATE")
        .bind(0, event.value())
        .map((row, context) -> cursor(row))
        .list();
  }

  @Override
  public void stop(Transaction tx, EventId event) {
    JdbcTransaction.of(tx)
        .handle()
        .execute(
            prefix.in(
                "UPDATE ${prefix}reminder SET revision = revision + 1, staged_ms = 0,"
                    + " occurrence = NULL, starts_ms = NULL, due_ms = ? WHERE event_id = ?"),
            NEVER,
            event.value());
  }

  @Override
  public void deleteCalendar(Transaction tx, CalendarId calendar) {
    JdbcTransaction.of(tx)
        .handle()
        .execute(
            prefix.in(
                "DELETE FROM ${prefix}reminder WHERE event_id IN"
                    + " (SELECT event_id FROM ${prefix}event WHERE calendar_id = ?)"),
            calendar.value());
  }

  @Override
  public Optional<ReminderCursor> find(Transaction tx, String id) {
    return query(tx, "SELECT * FROM ${prefix}reminder WHERE reminder_id = ?")
        .bind(0, id)
        .map((row, context) -> cursor(row))
        .findOne();
  }

  @Override
  public List<ReminderCursor> claim(Transaction tx, Instant until, int limit) {
    return query(
            tx,
            "SELECT * FROM ${prefix}reminder WHERE due_ms <= ?"
                + " ORDER BY due_ms LIMIT ? FOR UPDATE SKIP LOCKED")
        .bind(0, until.toEpochMilli())
        .bind(1, limit)
        .map((row, context) -> cursor(row))
        .list();
  }

  @Override
  public Set<String> advance(Transaction tx, List<Advance> steps) {
    Handle handle = JdbcTransaction.of(tx).handle();
    Set<String> advanced = new HashSet<>();
    finish(handle, steps.stream().filter(step -> step.next() == null).toList(), advanced);
    advance(handle, steps.stream().filter(step -> step.next() != null).toList(), advanced);
    return advanced;
  }

  /**
   * Most of what is due in a rush has no other time and becomes the same. Under the lock on the
   * rows, comparing here and writing all that are as they were read is one compare-and-set each.
   */
  private void finish(Handle handle, List<Advance> steps, Set<String> advanced) {
    Map<String, ReminderCursor> read = new HashMap<>();
    steps.forEach(step -> read.put(step.from().id(), step.from()));
    InLists.forEach(
        read.keySet(),
        chunk -> {
          List<String> unchanged =
              InLists.bind(
                      handle.createQuery(prefix.in(LOCK + InLists.in(chunk) + " FOR UPDATE")),
                      chunk)
                  .map((row, context) -> isUnchanged(row, read) ? row.getString(1) : "")
                  .filter(id -> !id.isEmpty())
                  .list();
          InLists.forEach(
              unchanged,
              same -> {
                try (var statement = handle.createUpdate(finish + InLists.in(same))) {
                  InLists.bind(statement, same).execute();
                }
              });
          advanced.addAll(unchanged);
        });
  }

  private static boolean isUnchanged(ResultSet row, Map<String, ReminderCursor> read)
      throws SQLException {
    ReminderCursor from = read.get(row.getString("reminder_id"));
    ReminderTime next = from == null ? null : from.next();
    return from != null
        && next != null
        && next.occurrence().toString().equals(row.getString("occurrence"))
        && from.revision() == row.getLong("revision");
  }

  private void advance(Handle handle, List<Advance> steps, Set<String> advanced) {
    if (steps.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(advance)) {
      for (Advance step : steps) {
        ReminderTime from = step.from().next();
        batch
            .bind("id", step.from().id())
            .bind("revision", step.from().revision())
            .bind("from", from == null ? null : from.occurrence().toString());
        bind(batch, step.next()).bind("zoneRules", step.zoneRules()).add();
      }
      int[] counts = batch.execute();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          advanced.add(steps.get(i).from().id());
        }
      }
    }
  }

  @Override
  public List<Boolean> settle(Transaction tx, List<Settlement> settlements) {
    record Standing(long revision, long settled) {}
    Handle handle = JdbcTransaction.of(tx).handle();
    SortedSet<String> ids = new TreeSet<>();
    settlements.forEach(each -> ids.add(each.id()));
    Map<String, Standing> standings = new HashMap<>();
    // In one order, so that two transactions wait for each other and never deadlock.
    InLists.forEach(
        ids,
        chunk ->
            InLists.bind(
                    handle.createQuery(
                        prefix.in(
                            "SELECT reminder_id, revision, settled_ms FROM ${prefix}reminder"
                                + " WHERE reminder_id"
                                + InLists.in(chunk)
                                + " ORDER BY reminder_id FOR UPDATE")),
                    chunk)
                .map(
                    (row, context) ->
                        Map.entry(row.getString(1), new Standing(row.getLong(2), row.getLong(3))))
                .forEach(row -> standings.put(row.getKey(), row.getValue())));
    List<Boolean> stands = new ArrayList<>();
    Map<String, Long> settled = new TreeMap<>();
    for (Settlement each : settlements) {
      Standing now = standings.get(each.id());
      long due = each.due().toEpochMilli();
      boolean stood = now != null && now.revision() == each.revision() && now.settled() <= due;
      if (stood) {
        standings.put(each.id(), new Standing(each.revision(), due));
        settled.put(each.id(), due);
      }
      stands.add(stood);
    }
    if (!settled.isEmpty()) {
      try (PreparedBatch batch =
          handle.prepareBatch(
              prefix.in("UPDATE ${prefix}reminder SET settled_ms = ? WHERE reminder_id = ?"))) {
        settled.forEach((id, due) -> batch.add(due, id));
        batch.execute();
      }
    }
    return stands;
  }

  @Override
  public List<ReminderCursor> outdated(Transaction tx, String zoneRules, String after, int limit) {
    return query(
            tx,
            "SELECT * FROM ${prefix}reminder WHERE reminder_id > ? AND zone_rules <> ?"
                + " AND due_ms < ? ORDER BY reminder_id LIMIT ? FOR UPDATE")
        .bind(0, after)
        .bind(1, zoneRules)
        .bind(2, NEVER)
        .bind(3, limit)
        .map((row, context) -> cursor(row))
        .list();
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    List<String> old =
        query(
                tx,
                "SELECT reminder_id FROM ${prefix}reminder"
                    + " WHERE due_ms = ? AND staged_ms < ? AND settled_ms < ? LIMIT ?")
            .bind(0, NEVER)
            .bind(1, before.toEpochMilli())
            .bind(2, before.toEpochMilli())
            .bind(3, limit)
            .mapTo(String.class)
            .list();
    delete(tx, old);
    return old.size();
  }

  private Query query(Transaction tx, String sql) {
    return JdbcTransaction.of(tx).handle().createQuery(prefix.in(sql));
  }

  private static ReminderCursor cursor(ResultSet row) throws SQLException {
    String occurrence = row.getString("occurrence");
    String channels = row.getString("channels");
    return new ReminderCursor(
        row.getString("reminder_id"),
        OwnerId.of(row.getString("owner_id")),
        CalendarId.of(row.getString("calendar_id")),
        EventId.of(row.getString("event_id")),
        ZoneId.of(row.getString("placement")),
        row.getInt("position_no"),
        channels.isEmpty() ? List.of() : List.of(channels.split(",")),
        occurrence == null
            ? null
            : new ReminderTime(
                RecurrenceId.parse(occurrence),
                Instant.ofEpochMilli(row.getLong("starts_ms")),
                Instant.ofEpochMilli(row.getLong("due_ms"))),
        row.getInt("repeats") == 1,
        Instant.ofEpochMilli(row.getLong("staged_ms")),
        Instant.ofEpochMilli(row.getLong("settled_ms")),
        row.getLong("revision"),
        row.getString("zone_rules"));
  }
}
