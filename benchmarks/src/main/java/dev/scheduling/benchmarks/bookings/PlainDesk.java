package dev.scheduling.benchmarks.bookings;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scheduling.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one would write without the library: look whether something overlaps, insert if not, in a
 * SERIALIZABLE transaction that is repeated when the database gives it up. A weekly meeting is a
 * row for each of its 52 times, since nothing else can be looked for in SQL. It suggests nothing.
 */
final class PlainDesk implements Desk, AutoCloseable {

  /**
   * What may be done in one way or another.
   *
   * @param longestPauseMillis how long it waits at most before it tries again, at random from not
   *     at all, and the longer the more often. Without any pause, writers may give way to each
   *     other for ever
   * @param asksAtOnce whether all times of a weekly meeting are looked for by one SELECT, and not
   *     one after the other until one is taken
   */
  record Way(int longestPauseMillis, boolean asksAtOnce) {

    @Override
    public String toString() {
      return "<= " + longestPauseMillis + " ms" + (asksAtOnce ? ", one SELECT" : "");
    }
  }

  private static final int WEEKS = 52;
  private static final int HOURS_A_WEEK = 168;
  private static final int MOST_CONNECTIONS = 20;

  private final HikariDataSource dataSource;
  private final Way way;
  private final boolean tells;
  private final AtomicLong repeated = new AtomicLong();

  /**
   * @param tells whether it also counts the calendar's revision, keeps a log of changes and puts a
   *     message into an outbox, as the library does; else it writes the booking and nothing else
   */
  PlainDesk(TestDatabase database, int calendars, boolean tells, Way way) throws SQLException {
    this.way = way;
    this.dataSource = serializable(database);
    this.tells = tells;
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE room (calendar integer PRIMARY KEY, revision bigint NOT NULL)");
      for (int i = 0; i < calendars; i++) {
        statement.execute("INSERT INTO room VALUES (" + i + ", 0)");
      }
      statement.execute(
          "CREATE TABLE room_change (calendar integer, revision bigint, booking varchar(40) NOT NULL,"
              + " PRIMARY KEY (calendar, revision))");
      statement.execute(
          "CREATE TABLE message (id varchar(40) PRIMARY KEY, payload varchar(1000) NOT NULL)");
      statement.execute(
          "CREATE TABLE booking (id varchar(40) PRIMARY KEY, calendar integer NOT NULL,"
              + " starts bigint NOT NULL, ends bigint NOT NULL, title varchar(200) NOT NULL)");
      statement.execute("CREATE INDEX booking_time ON booking (calendar, starts, ends)");
      connection.commit();
    }
  }

  /**
   * A pool that hands out connections as they are needed here, so that nothing is set each time.
   */
  private static HikariDataSource serializable(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    dataSource.close();
  }

  @Override
  public boolean book(int calendar, int hour, boolean weekly) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = dataSource.getConnection()) {
        try {
          boolean booked = once(connection, calendar, hour, weekly ? WEEKS : 1);
          connection.commit();
          return booked;
        } catch (SQLException e) {
          connection.rollback();
          if (e.getSQLState() == null || !e.getSQLState().startsWith("40")) {
            throw e;
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      repeated.incrementAndGet();
      pause(attempt);
    }
  }

  private boolean once(Connection connection, int calendar, int hour, int times)
      throws SQLException {
    int asked = way.asksAtOnce() ? times : 1;
    for (int from = 0; from < times; from += asked) {
      if (isTaken(connection, calendar, hour + (long) from * HOURS_A_WEEK, asked)) {
        return false;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO booking VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < times; i++) {
        long start = hour + (long) i * HOURS_A_WEEK;
        insert.setString(1, UUID.randomUUID().toString());
        insert.setInt(2, calendar);
        insert.setLong(3, start);
        insert.setLong(4, start + 1);
        insert.setString(5, "Meeting");
        insert.addBatch();
      }
      insert.executeBatch();
    }
    if (tells) {
      tell(connection, calendar);
    }
    return true;
  }

  private static boolean isTaken(Connection connection, int calendar, long first, int times)
      throws SQLException {
    String overlap = "(starts < ? AND starts > ? AND ends > ?)";
    try (PreparedStatement look =
        connection.prepareStatement(
            "SELECT 1 FROM booking WHERE calendar = ? AND ("
                + String.join(" OR ", Collections.nCopies(times, overlap))
                + ") LIMIT 1")) {
      look.setInt(1, calendar);
      for (int i = 0; i < times; i++) {
        long start = first + (long) i * HOURS_A_WEEK;
        look.setLong(3 * i + 2, start + 1);
        // Nothing lasts longer than an hour, so that the index bounds both sides.
        look.setLong(3 * i + 3, start - 1);
        look.setLong(3 * i + 4, start);
      }
      try (ResultSet found = look.executeQuery()) {
        return found.next();
      }
    }
  }

  private static void tell(Connection connection, int calendar) throws SQLException {
    String id = UUID.randomUUID().toString();
    try (PreparedStatement count =
            connection.prepareStatement(
                "UPDATE room SET revision = revision + 1 WHERE calendar = ?");
        PreparedStatement log =
            connection.prepareStatement(
                "INSERT INTO room_change SELECT calendar, revision, ? FROM room WHERE calendar = ?");
        PreparedStatement message =
            connection.prepareStatement("INSERT INTO message VALUES (?, ?)")) {
      count.setInt(1, calendar);
      count.executeUpdate();
      log.setString(1, id);
      log.setInt(2, calendar);
      log.executeUpdate();
      message.setString(1, id);
      message.setString(2, "booked in " + calendar);
      message.executeUpdate();
    }
  }

  private void pause(int attempt) {
    try {
      int longest = Math.min(way.longestPauseMillis(), 1 << Math.min(attempt, 6));
      Thread.sleep(ThreadLocalRandom.current().nextInt(0, longest + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long repeated() {
    return repeated.get();
  }
}
