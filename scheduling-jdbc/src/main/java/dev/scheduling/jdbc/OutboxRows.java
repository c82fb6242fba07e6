package dev.scheduling.jdbc;

import dev.scheduling.outbox.OutboxMessage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that a message has in all its tables. */
final class OutboxRows {

  private static final String READ =
      "append_no, message_id, message_key, message_type, content_type, headers, payload,"
          + " not_before_ms, created_ms";

  /** All but the number. */
  static final String COLUMNS =
      "partition_no, message_id, message_key, message_type, content_type, headers, payload,"
          + " not_before_ms, created_ms";

  /** A question mark for each of {@link #COLUMNS}. */
  static final String MARKS = "?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** How many {@link #COLUMNS} there are. */
  static final int COUNT = 9;

  /** What {@code not_before_ms} holds for a message that may go at once. */
  static final long AT_ONCE = 0;

  private OutboxRows() {}

  /** What {@link #read} needs, and the number, with the alias of a table before each. */
  static String of(String alias) {
    return alias + "." + READ.replace(", ", ", " + alias + ".");
  }

  /** Binds {@link #COLUMNS} to the first question marks. */
  static <S extends SqlStatement<S>> S bind(S statement, OutboxMessage message) {
    return statement
        .bind(0, message.partition())
        .bind(1, message.id())
        .bind(2, message.key())
        .bind(3, message.type())
        .bind(4, message.contentType())
        .bind(5, HeadersJson.write(message.headers()))
        .bind(6, message.payload())
        .bind(7, notBefore(message))
        .bind(8, message.created().toEpochMilli());
  }

  /** The same for a statement of JDBC. */
  static void set(PreparedStatement statement, OutboxMessage message) throws SQLException {
    statement.setInt(1, message.partition());
    statement.setString(2, message.id());
    statement.setString(3, message.key());
    statement.setString(4, message.type());
    statement.setString(5, message.contentType());
    statement.setString(6, HeadersJson.write(message.headers()));
    statement.setBytes(7, message.payload());
    statement.setLong(8, notBefore(message));
    statement.setLong(9, message.created().toEpochMilli());
  }

  private static long notBefore(OutboxMessage message) {
    // An instant of 0 is one that has come, and means the same.
    return message.notBefore().map(Instant::toEpochMilli).orElse(AT_ONCE);
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
