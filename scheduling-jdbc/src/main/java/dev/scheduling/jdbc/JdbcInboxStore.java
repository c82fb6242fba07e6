package dev.scheduling.jdbc;

import dev.scheduling.Transaction;
import dev.scheduling.outbox.InboxStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** The inbox in a database. Thread-safe. */
public final class JdbcInboxStore implements InboxStore {

  private final TablePrefix prefix;

  /** A store on the tables with the {@linkplain JdbcSchema#DEFAULT_PREFIX default prefix}. */
  public JdbcInboxStore() {
    this(JdbcSchema.DEFAULT_PREFIX);
  }

  /** A store on the tables with a prefix of one's own choice; see {@link JdbcSchema}. */
  public JdbcInboxStore(String prefix) {
    this.prefix = new TablePrefix(prefix);
  }

  @Override
  public Set<String> take(
      Transaction tx, String consumer, Collection<String> messageIds, Instant at) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    // In one order, so that two transactions wait for each other and never deadlock.
    Set<String> ids = new TreeSet<>(messageIds);
    Set<String> fresh = new HashSet<>();
    InLists.forEach(
        ids,
        chunk -> {
          if (jdbc.dialect() == Dialect.POSTGRESQL) {
            fresh.addAll(insertMissing(jdbc.handle(), consumer, chunk, at));
          } else {
            fresh.addAll(insertUnseen(jdbc.handle(), jdbc.dialect(), consumer, chunk, at));
          }
        });
    return fresh;
  }

  /** One statement, which waits for whoever is writing the same rows. */
  private List<String> insertMissing(Handle handle, String consumer, List<String> ids, Instant at) {
    String sql =
        prefix.in("INSERT INTO ${prefix}inbox (consumer, message_id, taken_ms) VALUES ")
            + rows(ids.size())
            + " ON CONFLICT DO NOTHING RETURNING message_id";
    try (var query = handle.createQuery(sql)) {
      bindRows(query, consumer, ids, at);
      return query.mapTo(String.class).list();
    }
  }

  /** Looks first and inserts then; whoever inserted in between lets this transaction run again. */
  private Set<String> insertUnseen(
      Handle handle, Dialect dialect, String consumer, List<String> ids, Instant at) {
    Set<String> fresh = new TreeSet<>(ids);
    String select =
        prefix.in("SELECT message_id FROM ${prefix}inbox WHERE consumer = ? AND message_id")
            + InLists.in(ids);
    try (var query = handle.createQuery(select)) {
      InLists.bind(query.bind(0, consumer), 1, ids);
      query.mapTo(String.class).list().forEach(fresh::remove);
    }
    if (fresh.isEmpty()) {
      return fresh;
    }
    String insert =
        prefix.in("INSERT INTO ${prefix}inbox (consumer, message_id, taken_ms) VALUES ")
            + rows(fresh.size());
    try (var update = handle.createUpdate(insert)) {
      bindRows(update, consumer, List.copyOf(fresh), at);
      update.execute();
    } catch (UnableToExecuteStatementException e) {
      if (JdbcFailures.in(e).filter(dialect::isDuplicate).isPresent()) {
        throw new LostRaceException("another transaction took the same message", e);
      }
      throw e;
    }
    return fresh;
  }

  private static String rows(int count) {
    return "(?, ?, ?), ".repeat(count - 1) + "(?, ?, ?)";
  }

  private static void bindRows(
      SqlStatement<?> statement, String consumer, List<String> ids, Instant at) {
    int position = 0;
    for (String id : ids) {
      statement.bind(position++, consumer).bind(position++, id).bind(position++, at.toEpochMilli());
    }
  }

  @Override
  public Map<String, Long> advance(Transaction tx, String consumer, SortedMap<String, Long> marks) {
    JdbcTransaction jdbc = JdbcTransaction.of(tx);
    Map<String, Long> before = new HashMap<>();
    InLists.forEach(
        marks.keySet(),
        chunk -> {
          // In one order, so that two transactions wait for each other and never deadlock.
          String select =
              prefix.in(
                      "SELECT message_key, last_sequence FROM ${prefix}inbox_mark"
                          + " WHERE consumer = ? AND message_key")
                  + InLists.in(chunk)
                  + " ORDER BY message_key FOR UPDATE";
          try (var query = jdbc.handle().createQuery(select)) {
            InLists.bind(query.bind(0, consumer), 1, chunk)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(mark -> before.put(mark.getKey(), mark.getValue()));
          }
        });
    move(jdbc, consumer, marks, before);
    return before;
  }

  private void move(
      JdbcTransaction jdbc,
      String consumer,
      SortedMap<String, Long> marks,
      Map<String, Long> before) {
    try (PreparedBatch update =
            jdbc.handle()
                .prepareBatch(
                    prefix.in(
                        "UPDATE ${prefix}inbox_mark SET last_sequence = ?"
                            + " WHERE consumer = ? AND message_key = ?"));
        PreparedBatch insert =
            jdbc.handle()
                .prepareBatch(
                    prefix.in(
                        "INSERT INTO ${prefix}inbox_mark (last_sequence, consumer, message_key)"
                            + " VALUES (?, ?, ?)"))) {
      marks.forEach(
          (key, number) -> {
            Long last = before.get(key);
            if (last == null) {
              insert.add(number, consumer, key);
            } else if (number > last) {
              update.add(number, consumer, key);
            }
          });
      if (update.size() > 0) {
        update.execute();
      }
      if (insert.size() > 0) {
        insert.execute();
      }
    } catch (UnableToExecuteStatementException e) {
      if (JdbcFailures.in(e).filter(jdbc.dialect()::isDuplicate).isPresent()) {
        throw new LostRaceException("another transaction made the same mark", e);
      }
      throw e;
    }
  }

  @Override
  public int prune(Transaction tx, Instant before, int limit) {
    Handle handle = JdbcTransaction.of(tx).handle();
    List<String[]> old =
        handle
            .createQuery(
                prefix.in(
                    "SELECT consumer, message_id FROM ${prefix}inbox WHERE taken_ms < ?"
                        + " ORDER BY taken_ms LIMIT ?"))
            .bind(0, before.toEpochMilli())
            .bind(1, limit)
            .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
            .list();
    if (old.isEmpty()) {
      return 0;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            prefix.in("DELETE FROM ${prefix}inbox WHERE consumer = ? AND message_id = ?"))) {
      old.forEach(row -> batch.add(row[0], row[1]));
      batch.execute();
    }
    return old.size();
  }
}
