package dev.scheduling.server.database;

import dev.scheduling.Transaction;
import dev.scheduling.jdbc.JdbcTransactions;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Cleanable;
import org.jspecify.annotations.Nullable;

/**
 * Handles of jdbi on the connection of a transaction of the library, for the server's own tables.
 * Thread-safe.
 */
public final class TransactionHandles {

  /** What a handle is being opened on: jdbi asks for a connection by itself. */
  private static final ThreadLocal<@Nullable Connection> LENT = new ThreadLocal<>();

  // One for all: making a Jdbi takes a millisecond, opening a handle a few microseconds.
  private static final Jdbi JDBI = Jdbi.create(new Lent());

  private TransactionHandles() {}

  /** Does some work in the transaction, which stays open, and returns what the work returns. */
  public static <T> T withHandle(Transaction tx, Function<Handle, T> work) {
    LENT.set(JdbcTransactions.connection(tx));
    try (Handle handle = JDBI.open()) {
      LENT.remove();
      return work.apply(handle);
    } finally {
      LENT.remove();
    }
  }

  /** Does some work in the transaction, which stays open. */
  public static void useHandle(Transaction tx, Consumer<Handle> work) {
    withHandle(
        tx,
        handle -> {
          work.accept(handle);
          return handle;
        });
  }

  private static final class Lent implements ConnectionFactory {

    @Override
    public Connection openConnection() {
      Connection connection = LENT.get();
      if (connection == null) {
        throw new IllegalStateException("handles are opened by TransactionHandles");
      }
      return connection;
    }

    @Override
    public Cleanable getCleanableFor(Connection connection) {
      return () -> {};
    }
  }
}
