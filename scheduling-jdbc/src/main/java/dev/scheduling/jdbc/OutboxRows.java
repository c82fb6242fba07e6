package dev.scheduling.jdbc;

import dev.scheduling.outbox.OutboxMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/** The columns that a message has in all its tables. */
final class OutboxRows {

  private static final String READ =
      "append_no, message_id, message_key, message_type, content_type, headers, payload,"
          + " not_before_ms, created_ms";

  /** All but the number. */
  static final List<String> NAMES =
      List.of(
          "partition_no",
          "message_id",
          "message_key",
          "message_type",
          "content_type",
          "headers",
          "payload",
          "not_before_ms",
          "created_ms");

  /** The same in one text. */
  static final String COLUMNS = String.join(", ", NAMES);

  /** How many there are. */
  static final int COUNT = NAMES.size();

  /** A question mark for each. */
  static final String MARKS = String.join(", ", Collections.nCopies(COUNT, "?"));

  /** What {@code not_before_ms} holds for a message that may go at once. */
  static final long AT_ONCE = 0;

  private OutboxRows() {}

  /** What {@link #read} needs, and the number, with the alias of a table before each. */
  static String of(String alias) {
    return alias + "." + READ.replace(", ", ", " + alias + ".");
  }

  /** The same, but without payloads that have more bytes than the first question mark says. */
  static String withSmallPayloads(String alias) {
    String payload = alias + ".payload";
    return of(alias)
        .replace(
            payload,
            "CASE WHEN OCTET_LENGTH(" + payload + ") <= ? THEN " + payload + " END AS payload");
  }

  /** What a message has in the columns of {@link #NAMES}. */
  static Object[] values(OutboxMessage message) {
    return new Object[] {
      message.partition(),
      message.id(),
      message.key(),
      message.type(),
      message.contentType(),
      HeadersJson.write(message.headers()),
      message.payload(),
      notBefore(message),
      message.created().toEpochMilli()
    };
  }

  /** Binds {@link #values} to the first question marks. */
  static <S extends SqlStatement<S>> S bind(S statement, OutboxMessage message) {
    S bound = statement;
    Object[] values = values(message);
    for (int i = 0; i < values.length; i++) {
      bound = bound.bind(i, values[i]);
    }
    return bound;
  }

  private static long notBefore(OutboxMessage message) {
    // An instant of 0 is one that has come, and means the same.
    return message.notBefore().map(Instant::toEpochMilli).orElse(AT_ONCE);
  }

  static OutboxMessage read(ResultSet row) throws SQLException {
    return read(row, row.getBytes("payload"));
  }

  /** A message whose payload is known from elsewhere. */
  static OutboxMessage read(ResultSet row, byte[] payload) throws SQLException {
    OutboxMessage.Builder message =
        OutboxMessage.builder(
                row.getString("message_type"),
                row.getString("message_key"),
                Instant.ofEpochMilli(row.getLong("created_ms")))
            .id(row.getString("message_id"))
            .payload(row.getString("content_type"), payload)
            .headers(HeadersJson.read(row.getString("headers")));
    long notBefore = row.getLong("not_before_ms");
    return notBefore == AT_ONCE
        ? message.build()
        : message.notBefore(Instant.ofEpochMilli(notBefore)).build();
  }
}
