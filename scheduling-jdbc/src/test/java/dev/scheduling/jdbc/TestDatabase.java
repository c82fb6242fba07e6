package dev.scheduling.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/**
 * An empty database of its own for one test class, with a pool of connections. Close it after the
 * class.
 */
public final class TestDatabase implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 20;

  private final Dialect dialect;
  private final String url;
  private final String user;
  private final String password;
  private final HikariDataSource pool;
  private final Runnable drop;

  TestDatabase(Dialect dialect, String url, String user, String password, Runnable drop) {
    this.dialect = dialect;
    this.url = url;
    this.user = user;
    this.password = password;
    this.drop = drop;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    this.pool = new HikariDataSource(config);
  }

  public Dialect dialect() {
    return dialect;
  }

  public String url() {
    return url;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** At most {@value #MOST_CONNECTIONS} connections, without autocommit, at READ COMMITTED. */
  public DataSource dataSource() {
    return pool;
  }

  /** Makes the tables, with the default prefix, without Flyway (which takes longer). */
  public TestDatabase withTables() {
    execute(JdbcSchema.of(dialect).statements());
    return this;
  }

  /**
   * Removes all rows of the reminders, the outbox, the inbox and the notifications, and ends all
   * leases.
   */
  void empty() {
    execute(
        List.of(
            "DELETE FROM scheduling_reminder",
            "DELETE FROM scheduling_outbox",
            "DELETE FROM scheduling_outbox_retry",
            "DELETE FROM scheduling_outbox_parked",
            "DELETE FROM scheduling_dead_letter",
            "DELETE FROM scheduling_outbox_relay",
            "DELETE FROM scheduling_inbox",
            "DELETE FROM scheduling_inbox_mark",
            "DELETE FROM scheduling_held_notification",
            "DELETE FROM scheduling_channel_choice",
            "DELETE FROM scheduling_quiet_hours",
            "DELETE FROM scheduling_notification",
            "DELETE FROM scheduling_notification_feed",
            "DELETE FROM scheduling_node_lease",
            "UPDATE scheduling_outbox_partition SET owner = NULL, leased_until_ms = 0"));
  }

  void execute(List<String> statements) {
    try (Connection connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException("cannot prepare " + url, e);
    }
  }

  @Override
  public void close() {
    pool.close();
    drop.run();
  }

  @Override
  public String toString() {
    return url;
  }
}
