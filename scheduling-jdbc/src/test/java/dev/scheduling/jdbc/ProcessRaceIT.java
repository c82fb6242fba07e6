package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.engine.SchedulingEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of {@value BookingRacer#WRITERS} writers each book, change, move, hold and cancel on
 * four hot calendars, one of them is killed meanwhile and started again, and the tables hold no
 * double booking. {@code -Drace.seconds} says for how long; 10 by default, 60 in the profile {@code
 * faults}.
 */
@Timeout(900)
final class ProcessRaceIT {

  private static final int CALENDARS = 4;
  private static final int PLANTED = 5;
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("race.seconds", 10));

  @TempDir Path folder;

  @Test
  void threeProcessesNeverBookTwiceOnPostgresql() throws Exception {
    try (TestDatabase database = TestDatabases.postgresql().withTables()) {
      List<CalendarId> calendars = calendars(database);
      race(database.url(), database.user(), calendars, 3);
      judge(database);
    }
  }

  @Test
  void threeProcessesNeverBookTwiceOnMariadb() throws Exception {
    try (TestDatabase database = TestDatabases.mariadb().withTables()) {
      List<CalendarId> calendars = calendars(database);
      race(database.url(), database.user(), calendars, 3);
      judge(database);
    }
  }

  @Test
  void oneProcessNeverBooksTwiceOnH2() throws Exception {
    List<CalendarId> calendars;
    try (TestDatabase database = TestDatabases.h2(folder)) {
      calendars = calendars(database.withTables());
    }
    race(TestDatabases.h2Url(folder), "sa", calendars, 1);
    try (TestDatabase database = TestDatabases.h2(folder)) {
      judge(database);
    }
  }

  private static List<CalendarId> calendars(TestDatabase database) {
    SchedulingEngine engine =
        SchedulingEngine.builder().stores(JdbcStores.on(database.dataSource())).build();
    return Stream.generate(() -> Calendar.of(OwnerId.random(), "Hot", ZoneOffset.UTC))
        .limit(CALENDARS)
        .map(engine.calendars()::create)
        .map(Calendar::id)
        .toList();
  }

  /** Starts processes, kills the first when it has run half its time, and starts it again. */
  private void race(String url, String user, List<CalendarId> calendars, int processes)
      throws Exception {
    List<Racer> racers = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        racers.add(new Racer("p" + i, TIME, url, user, calendars));
      }
      Racer first = racers.get(0);
      first.half.get(300, TimeUnit.SECONDS);
      first.process.destroyForcibly();
      assertTrue(first.process.waitFor(60, TimeUnit.SECONDS));
      assertNotEquals(0, first.process.exitValue(), "the kill came too late");
      Racer again = new Racer("again", TIME.dividedBy(2), url, user, calendars);
      racers.add(again);
      for (Racer racer : racers.subList(1, racers.size())) {
        assertTrue(racer.process.waitFor(300 + TIME.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, racer.process.exitValue(), racer.name);
      }
    } finally {
      racers.forEach(racer -> racer.process.destroyForcibly());
    }
  }

  private final class Racer {

    private final String name;
    private final Process process;
    private final CompletableFuture<Void> half = new CompletableFuture<>();

    Racer(String name, Duration time, String url, String user, List<CalendarId> calendars)
        throws IOException {
      this.name = name;
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx192m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BookingRacer.class.getName(),
                  name,
                  String.valueOf(time.toMillis()),
                  folder.resolve(name + ".race").toString(),
                  calendars.stream().map(CalendarId::value).collect(Collectors.joining(",")),
                  url,
                  user,
                  "")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Thread reader = new Thread(this::read, name);
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line;
        while ((line = lines.readLine()) != null) {
          if (line.equals("RACE half")) {
            half.complete(null);
          }
        }
      } catch (IOException e) {
        // The process was killed while it spoke.
      }
      half.completeExceptionally(new IllegalStateException(name + " ended before its half"));
    }
  }

  private void judge(TestDatabase database) throws SQLException, IOException {
    OverlapSweep sweep = new OverlapSweep(database.dataSource());
    assertEquals(Set.of(), sweep.overlaps());
    RefusalCheck refusals = new RefusalCheck(lines());
    assertEquals(List.of(), refusals.failures());
    assertEquals(List.of(), refusals.lies());
    // So much at least, on however slow a machine, that the race was one.
    assertTrue(refusals.count("ok") > 20, "accepted " + refusals.count("ok"));
    assertTrue(refusals.count("refused") > 10, "refused " + refusals.count("refused"));
    Set<String> planted = plant(database);
    Set<String> found = sweep.overlaps();
    assertTrue(found.containsAll(planted), () -> planted + " not all in " + found);
    // The other time of a planted series may lie on something, too; nothing else may.
    found.removeAll(planted);
    assertTrue(found.stream().allMatch(pair -> pair.contains("1series-")), found::toString);
  }

  private List<RaceLine> lines() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".race"))
          .flatMap(ProcessRaceIT::lines)
          .map(RaceLine::parse)
          .filter(Objects::nonNull)
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Books twice behind the engine's back, in each way in which an event can come to lie on another:
   * as a single event, as a later time of a series, as a changed occurrence, as a guest from
   * another calendar. Returns the pairs that a sweep has to find.
   */
  private static Set<String> plant(TestDatabase database) throws SQLException {
    Set<String> pairs = new TreeSet<>();
    try (Connection connection = database.dataSource().getConnection()) {
      for (Map<String, Object> victim : singles(connection)) {
        String id = String.valueOf(victim.get("event_id"));
        LocalDateTime start = LocalDateTime.parse(String.valueOf(victim.get("start_local")));
        Duration length = Duration.parse(String.valueOf(victim.get("length")));
        // The last second of the victim's time, once in each way; each in an empty century.
        LocalDateTime last = start.plus(length).minusSeconds(1);
        Map<String, Object> single = new HashMap<>(victim);
        single.put("event_id", "0single-" + id);
        single.put("start_local", last);
        Map<String, Object> series = new HashMap<>(victim);
        series.put("event_id", "1series-" + id);
        series.put("start_local", start.minusDays(7));
        series.put("recurrence", "RRULE:FREQ=WEEKLY;COUNT=2");
        Map<String, Object> guest = new HashMap<>(single);
        guest.put("event_id", "2guest-" + id);
        guest.put("calendar_id", elsewhere(connection));
        Map<String, Object> changed = new HashMap<>(victim);
        changed.put("event_id", "3changed-" + id);
        changed.put("start_local", start.plusYears(200));
        List<Map<String, Object>> planted = List.of(single, series, guest, changed);
        for (Map<String, Object> row : planted) {
          row.put("length", "PT1S");
          row.put("parts", 15);
          insert(connection, "scheduling_event", row);
        }
        // The series' time is the victim's first second; the others lie on its last.
        insert(
            connection,
            "scheduling_event_also_in",
            Map.of("event_id", guest.get("event_id"), "calendar_id", victim.get("calendar_id")));
        insert(
            connection,
            "scheduling_occurrence_override",
            Map.of(
                "event_id",
                changed.get("event_id"),
                "occurrence",
                start.plusYears(200).toInstant(ZoneOffset.UTC).toString(),
                "reach",
                "THIS",
                "start_local",
                last.toString(),
                "start_zone",
                "Z",
                "length",
                "PT1S"));
        for (Map<String, Object> row : planted) {
          pairs.add(OverlapSweep.pair(String.valueOf(row.get("event_id")), id));
        }
        pairs.add(OverlapSweep.pair("0single-" + id, "2guest-" + id));
        pairs.add(OverlapSweep.pair("0single-" + id, "3changed-" + id));
        pairs.add(OverlapSweep.pair("2guest-" + id, "3changed-" + id));
      }
      connection.commit();
    }
    assertEquals(7 * PLANTED, pairs.size());
    return pairs;
  }

  private static List<Map<String, Object>> singles(Connection connection) throws SQLException {
    List<Map<String, Object>> found = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT * FROM scheduling_event e WHERE deleted_ms IS NULL AND recurrence = ''"
                    + " AND NOT EXISTS (SELECT 1 FROM scheduling_event_also_in a"
                    + " WHERE a.event_id = e.event_id) ORDER BY event_id LIMIT "
                    + PLANTED)) {
      while (row.next()) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          values.put(row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), row.getObject(i));
        }
        found.add(values);
      }
    }
    assertEquals(PLANTED, found.size());
    return found;
  }

  /** A new calendar in which nothing is. */
  private static String elsewhere(Connection connection) throws SQLException {
    String id = CalendarId.random().value();
    insert(
        connection,
        "scheduling_calendar",
        Map.of(
            "calendar_id", id,
            "owner_id", "owner",
            "name", "Elsewhere",
            "zone", "Z",
            "conflict_policy", "REJECT",
            "revision", 0));
    return id;
  }

  private static void insert(Connection connection, String table, Map<String, Object> row)
      throws SQLException {
    List<String> columns = List.copyOf(row.keySet());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " ("
                + String.join(", ", columns)
                + ") VALUES ("
                + "?, ".repeat(columns.size() - 1)
                + "?)")) {
      for (int i = 0; i < columns.size(); i++) {
        Object value = row.get(columns.get(i));
        insert.setObject(i + 1, value instanceof LocalDateTime time ? time.toString() : value);
      }
      insert.executeUpdate();
    }
  }
}
