package dev.scheduling.faults;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How far a run has come, counted in the database.
 *
 * @param committed messages that were committed
 * @param left how many of them have had no effect yet and are not dead, wherever they are
 */
record Progress(long committed, long left) {

  static final Progress NONE = new Progress(0, 0);

  static Progress of(Connection connection) throws SQLException {
    // The ends first: what happens meanwhile is then counted as left, and never as more than all.
    long ended = count(connection, "fault_effect") + count(connection, "scheduling_dead_letter");
    long committed = count(connection, "fault_message");
    return new Progress(committed, committed - ended);
  }

  /** Whether nothing waits to be sent or to be sent again. */
  static boolean isOutboxEmpty(Connection connection) throws SQLException {
    return count(connection, "scheduling_outbox") == 0
        && count(connection, "scheduling_outbox_retry") == 0
        && count(connection, "scheduling_outbox_parked") == 0;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
