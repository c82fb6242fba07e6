package dev.scheduling.jdbc;

import dev.scheduling.SchedulingException;
import dev.scheduling.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** What an SQLException means to a caller who does not know JDBC. */
final class JdbcFailures {

  // Exceptions may be wrapped in each other without end; nobody wraps this deep on purpose.
  private static final int DEEPEST = 20;

  private JdbcFailures() {}

  /** The SQLException at the bottom of a failure, if the database is what failed. */
  static Optional<SQLException> in(Throwable failure) {
    Throwable t = failure;
    for (int depth = 0; t != null && depth < DEEPEST; depth++) {
      if (t instanceof SQLException sql) {
        return Optional.of(sql);
      }
      t = t.getCause();
    }
    return Optional.empty();
  }

  /** The failure in the library's words. The driver's message stays with the cause. */
  static SchedulingException translate(String attempted, Throwable failure) {
    Optional<SQLException> sql = in(failure);
    if (sql.isPresent() && isConnectionLost(sql.get())) {
      return unavailable(attempted, failure);
    }
    return new SchedulingException("the database refused to " + attempted, failure);
  }

  static UnavailableException unavailable(String attempted, Throwable failure) {
    return new UnavailableException("the database cannot be reached to " + attempted, failure);
  }

  static boolean isConnectionLost(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLRecoverableException
        || (state != null && (state.startsWith("08") || state.startsWith("57P0")));
  }
}
