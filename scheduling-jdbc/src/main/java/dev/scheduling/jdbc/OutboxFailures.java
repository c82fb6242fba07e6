package dev.scheduling.jdbc;

import dev.scheduling.outbox.Completion;
import dev.scheduling.outbox.DeadLetter;
import dev.scheduling.outbox.DeadLetterFilter;
import dev.scheduling.outbox.OutboxMessage;
import dev.scheduling.outbox.PendingMessage;
import dev.scheduling.outbox.PendingMessage.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Messages beside the queue: those of parked keys, and dead letters. */
final class OutboxFailures {

  // Whoever writes to these tables holds the lock of the message's partition, so that a key can be
  // looked at, and freed, without anybody adding to it in between.

  private final TablePrefix prefix;
  private final String insertWaiting;
  private final String insertDead;
  private final String selectDead;

  OutboxFailures(TablePrefix prefix) {
    this.prefix = prefix;
    insertWaiting =
        prefix.in(
            "INSERT INTO ${prefix}outbox_retry ("
                + OutboxRows.COLUMNS
                + ", append_no, attempts, cause) VALUES ("
                + OutboxRows.MARKS
                + ", ?, ?, ?)");
    insertDead =
        prefix.in(
            "INSERT INTO ${prefix}dead_letter ("
                + OutboxRows.COLUMNS
                + ", append_no, attempts, cause, died_ms) VALUES ("
                + OutboxRows.MARKS
                + ", ?, ?, ?, ?)");
    selectDead =
        prefix.in(
            "SELECT "
                + OutboxRows.of("d")
                + ", d.attempts, d.cause, d.died_ms FROM ${prefix}dead_letter d WHERE ");
  }

  /** Parks a key for a message that failed. */
  void park(Handle handle, Completion.Retry retry, Instant at) {
    PendingMessage pending = retry.pending();
    int attempts = pending.attempts() + 1;
    if (pending.place() == Place.PARKED) {
      execute(
          handle,
          "UPDATE ${prefix}outbox_retry SET attempts = ?, cause = ? WHERE append_no = ?",
          attempts,
          retry.cause(),
          pending.number());
      due(handle, pending.key(), retry.next());
    } else if (removeQueued(handle, pending.number())) {
      addParked(handle, pending.message(), retry.next(), at, null);
      addWaiting(handle, pending.number(), pending.message(), attempts, retry.cause());
    }
  }

  /** Makes a dead letter of a message that is given up. */
  void bury(Handle handle, Completion.Death death, Instant at) {
    PendingMessage pending = death.pending();
    boolean removed =
        pending.place() == Place.PARKED
            ? removeParked(handle, pending.number())
            : removeQueued(handle, pending.number());
    if (!removed) {
      return;
    }
    try (var update = handle.createUpdate(insertDead)) {
      OutboxRows.bind(update, pending.message())
          .bind(OutboxRows.COUNT, pending.number())
          .bind(OutboxRows.COUNT + 1, pending.attempts() + 1)
          .bind(OutboxRows.COUNT + 2, death.cause())
          .bind(OutboxRows.COUNT + 3, at.toEpochMilli())
          .execute();
    }
    if (death.holdsKey()) {
      addParked(handle, pending.message(), at, at, pending.number());
    }
  }

  /** Frees a key for which nothing waits; lets one go on at once for which something does. */
  void settle(Handle handle, String key, Instant now) {
    boolean isWaiting =
        handle
            .createQuery(
                prefix.in("SELECT 1 FROM ${prefix}outbox_retry WHERE message_key = ? LIMIT 1"))
            .bind(0, key)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (isWaiting) {
      due(handle, key, now);
    } else {
      execute(
          handle,
          "DELETE FROM ${prefix}outbox_parked WHERE message_key = ? AND held_by IS NULL",
          key);
    }
  }

  /** Lets a message wait that never was in the queue. */
  void putOff(Handle handle, long number, OutboxMessage message, Instant next, Instant at) {
    addParked(handle, message, next, at, null);
    addWaiting(handle, number, message, 0, null);
  }

  /** Which of some keys are parked. */
  Set<String> parkedAmong(Handle handle, Collection<String> keys) {
    Set<String> parked = new HashSet<>();
    InLists.forEach(
        new HashSet<>(keys),
        chunk -> {
          try (var query =
              handle.createQuery(
                  prefix.in("SELECT message_key FROM ${prefix}outbox_parked WHERE message_key")
                      + InLists.in(chunk))) {
            parked.addAll(InLists.bind(query, chunk).mapTo(String.class).list());
          }
        });
    return parked;
  }

  /** Lines up messages behind the others of their keys, which are parked. */
  void addBehind(Handle handle, List<PendingMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(insertWaiting)) {
      for (PendingMessage pending : messages) {
        bindWaiting(batch, pending.number(), pending.message(), 0, null).add();
      }
      batch.execute();
    }
  }

  boolean removeParked(Handle handle, long number) {
    return execute(handle, "DELETE FROM ${prefix}outbox_retry WHERE append_no = ?", number) == 1;
  }

  private boolean removeQueued(Handle handle, long number) {
    return execute(handle, "DELETE FROM ${prefix}outbox WHERE append_no = ?", number) == 1;
  }

  List<DeadLetter> deadLetters(Handle handle, DeadLetterFilter filter, long after, int limit) {
    String sql =
        selectDead
            + "d.append_no > :after"
            + (filter.type().isPresent() ? " AND d.message_type = :type" : "")
            + (filter.key().isPresent() ? " AND d.message_key = :key" : "")
            + (filter.cause().isPresent() ? " AND LOWER(d.cause) LIKE :cause ESCAPE '!'" : "")
            + (filter.diedBefore().isPresent() ? " AND d.died_ms < :diedBefore" : "")
            + " ORDER BY d.append_no LIMIT :limit";
    try (var query = handle.createQuery(sql)) {
      query.bind("after", after).bind("limit", limit);
      filter.type().ifPresent(type -> query.bind("type", type));
      filter.key().ifPresent(key -> query.bind("key", key));
      filter.cause().ifPresent(cause -> query.bind("cause", "%" + escaped(cause) + "%"));
      filter.diedBefore().ifPresent(at -> query.bind("diedBefore", at.toEpochMilli()));
      return query.map((row, context) -> deadLetter(row)).list();
    }
  }

  private static String escaped(String literal) {
    return literal.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  Optional<DeadLetter> deadLetter(Handle handle, long number) {
    return handle
        .createQuery(selectDead + "d.append_no = ?")
        .bind(0, number)
        .map((row, context) -> deadLetter(row))
        .findOne();
  }

  boolean redrive(Handle handle, DeadLetter letter, Instant now) {
    String key = letter.message().key();
    boolean held = unhold(handle, letter);
    if (!removeDead(handle, letter.number())) {
      return false;
    }
    if (held) {
      due(handle, key, now);
    } else {
      // A key that is parked for another message keeps its time: both wait for that.
      addParked(handle, letter.message(), now, now, null);
    }
    addWaiting(handle, letter.number(), letter.message(), 0, null);
    return true;
  }

  boolean discard(Handle handle, DeadLetter letter, Instant now) {
    boolean held = unhold(handle, letter);
    if (!removeDead(handle, letter.number())) {
      return false;
    }
    if (held) {
      settle(handle, letter.message().key(), now);
    }
    return true;
  }

  /** Whether the dead letter held its key, which it no longer does. */
  private boolean unhold(Handle handle, DeadLetter letter) {
    return execute(
            handle,
            "UPDATE ${prefix}outbox_parked SET held_by = NULL"
                + " WHERE message_key = ? AND held_by = ?",
            letter.message().key(),
            letter.number())
        == 1;
  }

  private boolean removeDead(Handle handle, long number) {
    return execute(handle, "DELETE FROM ${prefix}dead_letter WHERE append_no = ?", number) == 1;
  }

  /** Parks a key; one that is parked already is only held, if a dead letter is to hold it. */
  private void addParked(
      Handle handle, OutboxMessage message, Instant next, Instant at, @Nullable Long heldBy) {
    boolean isParked =
        handle
            .createQuery(prefix.in("SELECT 1 FROM ${prefix}outbox_parked WHERE message_key = ?"))
            .bind(0, message.key())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!isParked) {
      try (var update =
          handle.createUpdate(
              prefix.in(
                  "INSERT INTO ${prefix}outbox_parked"
                      + " (message_key, partition_no, next_attempt_ms, parked_ms, held_by)"
                      + " VALUES (:key, :partition, :next, :at, :heldBy)"))) {
        update
            .bind("key", message.key())
            .bind("partition", message.partition())
            .bind("next", next.toEpochMilli())
            .bind("at", at.toEpochMilli())
            .bind("heldBy", heldBy)
            .execute();
      }
    } else if (heldBy != null) {
      execute(
          handle,
          "UPDATE ${prefix}outbox_parked SET held_by = ? WHERE message_key = ?",
          heldBy,
          message.key());
    }
  }

  private void addWaiting(
      Handle handle, long number, OutboxMessage message, int attempts, @Nullable String cause) {
    try (var update = handle.createUpdate(insertWaiting)) {
      bindWaiting(update, number, message, attempts, cause).execute();
    }
  }

  private static <S extends SqlStatement<S>> S bindWaiting(
      S statement, long number, OutboxMessage message, int attempts, @Nullable String cause) {
    return OutboxRows.bind(statement, message)
        .bind(OutboxRows.COUNT, number)
        .bind(OutboxRows.COUNT + 1, attempts)
        .bind(OutboxRows.COUNT + 2, cause);
  }

  private void due(Handle handle, String key, Instant next) {
    execute(
        handle,
        "UPDATE ${prefix}outbox_parked SET next_attempt_ms = ?"
            + " WHERE message_key = ? AND held_by IS NULL",
        next.toEpochMilli(),
        key);
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong("append_no"),
        OutboxRows.read(row),
        row.getInt("attempts"),
        row.getString("cause"),
        Instant.ofEpochMilli(row.getLong("died_ms")));
  }

  private int execute(Handle handle, String sql, Object... arguments) {
    return handle.execute(prefix.in(sql), arguments);
  }
}
