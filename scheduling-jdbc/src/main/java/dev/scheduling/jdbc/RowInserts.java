package dev.scheduling.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Inserts rows into a table, several with each statement. Thread-safe. */
final class RowInserts {

  /*
   * A statement costs the database more than the rows that it inserts, and MariaDB a round trip more.
   * So a statement takes up to sixteen rows. There is one for each number of rows, so that a
   * connection has few enough to keep them prepared; more rows are a batch of the largest, and the
   * rest.
   */
  private static final int MOST = 16;

  /** One for each number of rows, from 1. */
  private final List<String> statements;

  RowInserts(String table, List<String> columns) {
    String head = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ";
    String row = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    statements =
        IntStream.rangeClosed(1, MOST)
            .mapToObj(count -> head + String.join(", ", Collections.nCopies(count, row)))
            .toList();
  }

  /**
   * Inserts rows.
   *
   * @param rows their values, in the order of the columns
   */
  void insert(Connection connection, List<@Nullable Object[]> rows) {
    int rest = rows.size() % MOST;
    int full = rows.size() - rest;
    try {
      if (full > 0) {
        try (PreparedStatement many = connection.prepareStatement(statements.get(MOST - 1))) {
          for (int from = 0; from < full; from += MOST) {
            bindRows(many, rows.subList(from, from + MOST));
            many.addBatch();
          }
          many.executeBatch();
        }
      }
      if (rest > 0) {
        try (PreparedStatement some = connection.prepareStatement(statements.get(rest - 1))) {
          bindRows(some, rows.subList(full, rows.size()));
          some.executeUpdate();
        }
      }
    } catch (SQLException e) {
      throw JdbcFailures.translate("insert rows", e);
    }
  }

  private static void bindRows(PreparedStatement statement, List<@Nullable Object[]> rows)
      throws SQLException {
    int bound = 0;
    for (@Nullable Object[] row : rows) {
      bound = bind(statement, bound, row);
    }
  }

  /**
   * Binds values, null only for texts, to the question marks after the first {@code bound}.
   *
   * @return how many are bound then
   */
  static int bind(PreparedStatement statement, int bound, @Nullable Object... values)
      throws SQLException {
    int position = bound;
    for (Object value : values) {
      position++;
      if (value == null) {
        statement.setNull(position, Types.VARCHAR);
      } else {
        statement.setObject(position, value);
      }
    }
    return position;
  }
}
