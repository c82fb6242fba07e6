package dev.scheduling.jdbc;

import dev.scheduling.outbox.OutboxMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that a message has in all its tables. */
final class OutboxRows {

  /** All but the number. */
  static final String COLUMNS =
      "partition_no, message_id, message_key, message_type, content_type, headers, payload,"
          + " not_before_ms, created_ms";

  static final String MARKS =
      ":partition, :id, :key, :type, :contentType, :headers, :payload, :notBefore, :created";

  /** What {@code not_before_ms} holds for a message that may go at once. */
  static final long AT_ONCE = 0;

  private OutboxRows() {}

  /** The columns and the number with the alias of a table before each. */
  static String of(String alias) {
    return alias + ".append_no, " + alias + "." + COLUMNS.replace(", ", ", " + alias + ".");
  }

  static <S extends SqlStatement<S>> S bind(S statement, OutboxMessage message) {
    return statement
        .bind("partition", message.partition())
        .bind("id", message.id())
        .bind("key", message.key())
        .bind("type", message.type())
        .bind("contentType", message.contentType())
        .bind("headers", HeadersJson.write(message.headers()))
        .bind("payload", message.payload())
        // An instant of 0 is one that has come, and means the same.
        .bind("notBefore", message.notBefore().map(Instant::toEpochMilli).orElse(AT_ONCE))
        .bind("created", message.created().toEpochMilli());
  }

  static OutboxMessage read(ResultSet row) throws SQLException {
    OutboxMessage.Builder message =
        OutboxMessage.builder(
                row.getString("message_type"),
                row.getString("message_key"),
                Instant.ofEpochMilli(row.getLong("created_ms")))
            .id(row.getString("message_id"))
            .payload(row.getString("content_type"), row.getBytes("payload"))
            .headers(HeadersJson.read(row.getString("headers")));
    long notBefore = row.getLong("not_before_ms");
    return notBefore == AT_ONCE
        ? message.build()
        : message.notBefore(Instant.ofEpochMilli(notBefore)).build();
  }
}
