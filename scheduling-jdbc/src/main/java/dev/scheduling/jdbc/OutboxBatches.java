package dev.scheduling.jdbc;

import dev.scheduling.outbox.OutboxStore;
import dev.scheduling.outbox.PendingMessage;
import dev.scheduling.outbox.PendingMessage.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a relay is to send next, in pieces that memory has room for. Thread-safe. */
final class OutboxBatches {

  /*
   * Most payloads are small and come with their rows. A large one is left out of them and fetched by
   * itself, until those add up to a limit: there the batch ends, and the rest is for the next one.
   */

  private final String selectParked;
  private final String selectQueue;
  private final String selectParkedPayload;
  private final String selectQueuePayload;

  OutboxBatches(TablePrefix prefix) {
    selectParked =
        prefix.in(
            "SELECT "
                + OutboxRows.withSmallPayloads("r")
                + ", r.attempts FROM ${prefix}outbox_parked k"
                + " JOIN ${prefix}outbox_retry r ON r.message_key = k.message_key"
                + " WHERE k.partition_no = ? AND k.held_by IS NULL AND k.next_attempt_ms <= ?"
                + " ORDER BY r.append_no LIMIT ?");
    selectQueue =
        prefix.in(
            "SELECT "
                + OutboxRows.withSmallPayloads("o")
                + ", k.message_key AS parked_key FROM ${prefix}outbox o"
                + " LEFT JOIN ${prefix}outbox_parked k ON k.message_key = o.message_key"
                + " WHERE o.partition_no = ? AND o.not_before_ms <= ?"
                + " ORDER BY o.not_before_ms, o.append_no LIMIT ?");
    selectParkedPayload =
        prefix.in("SELECT payload FROM ${prefix}outbox_retry WHERE append_no = ?");
    selectQueuePayload = prefix.in("SELECT payload FROM ${prefix}outbox WHERE append_no = ?");
  }

  /** As {@link OutboxStore#next}. */
  List<PendingMessage> next(Connection connection, int partition, Instant now, int limit) {
    try {
      Batch batch = new Batch(connection, partition, now, limit);
      batch.read(selectParked, selectParkedPayload, true);
      batch.read(selectQueue, selectQueuePayload, false);
      return batch.found;
    } catch (SQLException e) {
      throw JdbcFailures.translate("read the outbox", e);
    }
  }

  private static final class Batch {
    private final Connection connection;
    private final int partition;
    private final Instant now;
    private final int limit;
    private final List<PendingMessage> found = new ArrayList<>();
    private long largeBytes;

    Batch(Connection connection, int partition, Instant now, int limit) {
      this.connection = connection;
      this.partition = partition;
      this.now = now;
      this.limit = limit;
    }

    void read(String query, String payloadQuery, boolean parked) throws SQLException {
      try (PreparedStatement select = connection.prepareStatement(query)) {
        select.setInt(1, OutboxStore.LARGE_PAYLOAD);
        select.setInt(2, partition);
        select.setLong(3, now.toEpochMilli());
        select.setInt(4, limit);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            byte[] payload = payload(row, payloadQuery);
            if (payload == null) {
              return;
            }
            found.add(parked ? parked(row, payload) : queued(row, payload));
          }
        }
      }
    }

    /** Null if there is no more room. */
    private byte @Nullable [] payload(ResultSet row, String query) throws SQLException {
      byte[] small = row.getBytes("payload");
      if (small != null || largeBytes >= OutboxStore.MOST_LARGE_BYTES) {
        return small;
      }
      try (PreparedStatement select = connection.prepareStatement(query)) {
        select.setLong(1, row.getLong("append_no"));
        try (ResultSet large = select.executeQuery()) {
          if (!large.next()) {
            // Somebody else has sent it, and our lease is over.
            return null;
          }
          byte[] payload = large.getBytes(1);
          largeBytes += payload.length;
          return payload;
        }
      }
    }

    private static PendingMessage parked(ResultSet row, byte[] payload) throws SQLException {
      return new PendingMessage(
          row.getLong("append_no"),
          OutboxRows.read(row, payload),
          row.getInt("attempts"),
          Place.PARKED);
    }

    private static PendingMessage queued(ResultSet row, byte[] payload) throws SQLException {
      return new PendingMessage(
          row.getLong("append_no"),
          OutboxRows.read(row, payload),
          0,
          row.getString("parked_key") == null ? Place.QUEUE : Place.BLOCKED);
    }
  }
}
