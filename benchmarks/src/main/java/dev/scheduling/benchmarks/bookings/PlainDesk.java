package dev.scheduling.benchmarks.bookings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What one would write without the library: look whether something overlaps, insert if not, in a
 * SERIALIZABLE transaction that is repeated when the database gives it up. A weekly meeting is a row
 * for each of its 52 times, since nothing else can be looked for in SQL. It keeps no log, tells
 * nobody and suggests nothing.
 */
final class PlainDesk implements Desk {

  private static final int WEEKS = 52;
  private static final int HOURS_A_WEEK = 168;
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private final DataSource dataSource;
  private final AtomicLong repeated = new AtomicLong();

  PlainDesk(DataSource dataSource) throws SQLException {
    this.dataSource = dataSource;
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE booking (id varchar(40) PRIMARY KEY, calendar integer NOT NULL,"
              + " starts bigint NOT NULL, ends bigint NOT NULL, title varchar(200) NOT NULL)");
      statement.execute("CREATE INDEX booking_time ON booking (calendar, starts, ends)");
      connection.commit();
    }
  }

  @Override
  public boolean book(int calendar, int hour, boolean weekly) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = dataSource.getConnection()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
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

  private static boolean once(Connection connection, int calendar, int hour, int times)
      throws SQLException {
    try (PreparedStatement look =
        connection.prepareStatement(
            "SELECT 1 FROM booking WHERE calendar = ? AND starts < ? AND starts > ? AND ends > ?"
                + " LIMIT 1")) {
      for (int i = 0; i < times; i++) {
        long start = hour + (long) i * HOURS_A_WEEK;
        look.setInt(1, calendar);
        look.setLong(2, start + 1);
        // Nothing lasts longer than an hour, so that the index bounds both sides.
        look.setLong(3, start - 1);
        look.setLong(4, start);
        try (ResultSet overlap = look.executeQuery()) {
          if (overlap.next()) {
            return false;
          }
        }
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO booking VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < times; i++) {
        long start = hour + (long) i * HOURS_A_WEEK;
        insert.setString(1, java.util.UUID.randomUUID().toString());
        insert.setInt(2, calendar);
        insert.setLong(3, start);
        insert.setLong(4, start + 1);
        insert.setString(5, "Meeting");
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return true;
  }

  private static void pause(int attempt) {
    try {
      int longest = Math.min(LONGEST_PAUSE_MILLIS, 1 << Math.min(attempt, 6));
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
