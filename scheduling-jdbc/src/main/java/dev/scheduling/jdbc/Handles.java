package dev.scheduling.jdbc;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Cleanable;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/** How jdbi is set up for the stores of this package, and lent a connection. */
final class Handles {

  /** What {@link #on} is opening a handle on: jdbi asks for a connection by itself. */
  private static final ThreadLocal<@Nullable Connection> LENT = new ThreadLocal<>();

  // One for all: making a Jdbi takes a millisecond, opening a handle a few microseconds.
  private static final Jdbi JDBI = configured(Jdbi.create(new Lent()));

  private Handles() {}

  /**
   * A handle on a connection, which stays open and in its transaction when the handle is closed.
   */
  static Handle on(Connection connection) {
    LENT.set(connection);
    try {
      return JDBI.open();
    } finally {
      LENT.remove();
    }
  }

  private static Jdbi configured(Jdbi jdbi) {
    jdbi.getConfig(SqlStatements.class)
        // Our statements are complete; "<" in them is a comparison and not the start of a template.
        .setTemplateEngine(TemplateEngine.NOP)
        .setUnusedBindingAllowed(false);
    return jdbi;
  }

  private static final class Lent implements ConnectionFactory {

    @Override
    public Connection openConnection() {
      Connection connection = LENT.get();
      if (connection == null) {
        throw new IllegalStateException("handles are opened by Handles.on");
      }
      return connection;
    }

    @Override
    public Cleanable getCleanableFor(Connection connection) {
      return () -> {};
    }
  }
}
