package dev.scheduling.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Finds double bookings by reading the tables and by nothing else: it shares no code with the
 * engine. It understands the shapes that the race books, in UTC: single events, {@code
 * FREQ=DAILY|WEEKLY;COUNT=n}, dates in EXDATE and changed occurrences; anything else it refuses.
 * The occurrences go into a table, and a join of the table with itself finds what overlaps.
 */
final class OverlapSweep {

  private final DataSource dataSource;

  OverlapSweep(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Pairs of events that overlap in a calendar, as {@link #pair} names them. */
  Set<String> overlaps() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS swept");
      statement.execute(
          "CREATE TABLE swept (calendar_id varchar(64), event_id varchar(64), starts bigint,"
              + " ends bigint)");
      fill(connection);
      statement.execute("CREATE INDEX swept_time ON swept (calendar_id, starts)");
      Set<String> pairs = new TreeSet<>();
      // No event of the race lasts longer than an hour, which bounds the join from both sides.
      try (ResultSet row =
          statement.executeQuery(
              "SELECT a.event_id, b.event_id FROM swept a JOIN swept b"
                  + " ON a.calendar_id = b.calendar_id AND a.starts < b.ends AND b.starts < a.ends"
                  + " AND b.starts >= a.starts - 3600 AND b.starts <= a.starts + 3600"
                  + " WHERE a.event_id < b.event_id")) {
        while (row.next()) {
          pairs.add(pair(row.getString(1), row.getString(2)));
        }
      }
      connection.commit();
      return pairs;
    }
  }

  /** The name of a pair, whichever comes first. */
  static String pair(String a, String b) {
    return a.compareTo(b) < 0 ? a + "|" + b : b + "|" + a;
  }

  private static void fill(Connection connection) throws SQLException {
    Map<String, Map<Instant, Instant[]>> occurrences = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT event_id, start_local, start_zone, length, recurrence"
                    + " FROM scheduling_event WHERE deleted_ms IS NULL"
                    + " AND transparency = 'OPAQUE' AND status <> 'CANCELLED'")) {
      while (row.next()) {
        occurrences.put(
            row.getString(1),
            expand(instant(row, 2, 3), Duration.parse(row.getString(4)), row.getString(5)));
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT event_id, start_local, start_zone, length, occurrence"
                    + " FROM scheduling_occurrence_override")) {
      while (row.next()) {
        Map<Instant, Instant[]> series = occurrences.get(row.getString(1));
        if (series != null) {
          Instant start = instant(row, 2, 3);
          series.put(
              Instant.parse(row.getString(5)),
              new Instant[] {start, start.plus(Duration.parse(row.getString(4)))});
        }
      }
    }
    try (Statement statement = connection.createStatement();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO swept VALUES (?, ?, ?, ?)");
        ResultSet row =
            statement.executeQuery(
                "SELECT event_id, calendar_id FROM scheduling_event WHERE deleted_ms IS NULL"
                    + " UNION ALL SELECT event_id, calendar_id FROM scheduling_event_also_in")) {
      while (row.next()) {
        for (Instant[] range : occurrences.getOrDefault(row.getString(1), Map.of()).values()) {
          insert.setString(1, row.getString(2));
          insert.setString(2, row.getString(1));
          insert.setLong(3, range[0].getEpochSecond());
          insert.setLong(4, range[1].getEpochSecond());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static Instant instant(ResultSet row, int local, int zone) throws SQLException {
    if (!"Z".equals(row.getString(zone))) {
      throw new IllegalStateException("the sweep understands UTC alone: " + row.getString(zone));
    }
    return LocalDateTime.parse(row.getString(local)).toInstant(ZoneOffset.UTC);
  }

  private static Map<Instant, Instant[]> expand(Instant start, Duration length, String lines) {
    Map<Instant, Instant[]> ranges = new TreeMap<>();
    ranges.put(start, new Instant[] {start, start.plus(length)});
    for (String line : lines.lines().toList()) {
      String value = line.substring(line.indexOf(':') + 1);
      if (line.startsWith("RRULE:")) {
        int days = value.contains("FREQ=WEEKLY") ? 7 : value.contains("FREQ=DAILY") ? 1 : 0;
        String count = value.replaceFirst("FREQ=(WEEKLY|DAILY);COUNT=", "");
        if (days == 0 || !count.matches("\\d+")) {
          throw new IllegalStateException("the sweep does not understand " + line);
        }
        for (int i = 1; i < Integer.parseInt(count); i++) {
          Instant at = start.plus(Duration.ofDays((long) i * days));
          ranges.put(at, new Instant[] {at, at.plus(length)});
        }
      } else if (line.startsWith("EXDATE")) {
        for (String date : value.split(",")) {
          ranges.remove(
              LocalDateTime.parse(
                      date.replace("Z", ""),
                      java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss"))
                  .toInstant(ZoneOffset.UTC));
        }
      } else {
        throw new IllegalStateException("the sweep does not understand " + line);
      }
    }
    return ranges;
  }
}
