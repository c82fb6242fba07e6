package dev.scheduling.benchmarks.bookings;

import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.Event;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.jdbc.JdbcStores;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** What the check costs where there is much to check against: two calendars of 100,000 events. */
final class FullCalendar {

  private static final int EVENTS = 100_000;
  private static final int WARM = 500;

  private final DataSource dataSource;
  private final SchedulingEngine engine;
  private int nextHour = EVENTS + 10;

  /**
   * What was found, as medians.
   *
   * @param checkedNanos the transaction in the calendar that refuses conflicts
   * @param uncheckedNanos the transaction in the one that allows them, and so does not look
   * @param loadNanos the first booking of a process that does not know the calendar yet
   */
  record Cost(double checkedNanos, double uncheckedNanos, double loadNanos) {

    double percent() {
      return (checkedNanos / uncheckedNanos - 1) * 100;
    }
  }

  /** On PostgreSQL, which can copy a row 100,000 times in one statement. */
  FullCalendar(DataSource dataSource) {
    this.dataSource = dataSource;
    this.engine = engine();
  }

  private SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(JdbcStores.on(dataSource)).build();
  }

  Cost measure(int bookings) throws SQLException {
    Calendar checked = filled(ConflictPolicy.REJECT);
    Calendar unchecked = filled(ConflictPolicy.ALLOW);
    List<Double> loads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      loads.add(book(engine(), checked));
    }
    for (int i = 0; i < WARM; i++) {
      book(engine, checked);
      book(engine, unchecked);
    }
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int i = 0; i < bookings; i++) {
      with.add(book(engine, checked));
      without.add(book(engine, unchecked));
    }
    return new Cost(median(with), median(without), median(loads));
  }

  private double book(SchedulingEngine by, Calendar calendar) {
    Event meeting = meeting(calendar, nextHour++);
    long start = System.nanoTime();
    BookingResult result = by.book(meeting);
    long end = System.nanoTime();
    if (!(result instanceof BookingResult.Booked)) {
      throw new IllegalStateException("a free hour was refused");
    }
    return end - start;
  }

  private static Event meeting(Calendar calendar, int hour) {
    return Event.builder(calendar, "Meeting")
        .starts(LibraryDesk.FIRST.plusHours(hour))
        .lasts(Duration.ofHours(1))
        .build();
  }

  private Calendar filled(ConflictPolicy policy) throws SQLException {
    Calendar calendar =
        engine
            .calendars()
            .create(
                Calendar.of(OwnerId.random(), "Full", ZoneOffset.UTC).withConflictPolicy(policy));
    Event first = meeting(calendar, 0);
    engine.book(first);
    long startMillis = LibraryDesk.FIRST.toInstant().toEpochMilli();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement copy =
            connection.prepareStatement(
                """
                INSERT INTO scheduling_event
                SELECT (jsonb_populate_record(e, jsonb_build_object(
                  'event_id', calendar_id || '.' || hour,
                  'start_local',
                  to_char(timestamp '2040-01-02' + hour * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI'),
                  'first_ms', ? + hour * 3600000::bigint,
                  'last_ms', ? + (hour + 1) * 3600000::bigint))).*
                FROM scheduling_event e, generate_series(1, ?) hour WHERE event_id = ?
                """)) {
      copy.setLong(1, startMillis);
      copy.setLong(2, startMillis);
      copy.setInt(3, EVENTS - 1);
      copy.setString(4, first.id().value());
      copy.executeUpdate();
      connection.commit();
    }
    return calendar;
  }

  private static double median(List<Double> samples) {
    Collections.sort(samples);
    return samples.get(samples.size() / 2);
  }
}
