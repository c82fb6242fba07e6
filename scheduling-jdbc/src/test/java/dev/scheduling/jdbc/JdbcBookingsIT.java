package dev.scheduling.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.SchedulingException;
import dev.scheduling.calendar.Event;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.BookingsContract;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.engine.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.scheduling.jdbc.TestDatabases#all")
class JdbcBookingsIT extends BookingsContract {

  @Parameter TestDatabase database;

  private Stores stores;

  @BeforeEach
  @Override
  protected void givenARoom() {
    stores = JdbcStores.on(database.dataSource());
    super.givenARoom();
  }

  @Override
  protected Stores stores() {
    return stores;
  }

  private SchedulingEngine joining(Connection connection) {
    return engine.joining(JdbcTransactions.joining(connection));
  }

  private static void assertBooked(BookingResult result) {
    assertInstanceOf(BookingResult.Booked.class, result);
  }

  private static void assertRefused(BookingResult result) {
    assertInstanceOf(BookingResult.Conflicting.class, result);
  }

  @Test
  void indexNeverBelievesWhatTheEmbedderRolledBack() throws SQLException {
    booked(meeting("2026-03-02T08:00"));
    try (Connection connection = database.dataSource().getConnection()) {
      assertBooked(joining(connection).book(meeting("2026-03-02T10:00").build()));
      assertRefused(joining(connection).book(meeting("2026-03-02T10:30").build()));
      assertBooked(joining(connection).book(meeting("2026-03-02T11:00").build()));
      connection.rollback();
    }
    booked(meeting("2026-03-02T10:30"));
    refused(meeting("2026-03-02T11:00"));
    booked(meeting("2026-03-02T11:30"));
    assertEquals(3, engine.agenda().changes(room.id(), 0, 10).size());
  }

  @Test
  void whatTheEmbedderCommittedIsSeenByAll() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      assertBooked(joining(connection).book(meeting("2026-03-02T10:00").build()));
      connection.commit();
    }
    refused(meeting("2026-03-02T10:30"));
    assertRefused(engine().book(meeting("2026-03-02T10:30").build()));
  }

  @Test
  void indexNeverBelievesWhatASavepointTookBack() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      assertBooked(joining(connection).book(meeting("2026-03-02T08:00").build()));
      Savepoint before = connection.setSavepoint();
      assertBooked(joining(connection).book(meeting("2026-03-02T10:00").build()));
      connection.rollback(before);
      assertBooked(joining(connection).book(meeting("2026-03-02T10:30").build()));
      connection.commit();
    }
    refused(meeting("2026-03-02T10:00"));
    booked(meeting("2026-03-02T09:30"));
  }

  @Test
  void joinedAutocommitIsRefusedAndNothingIsWritten() throws SQLException {
    Event event = meeting("2026-03-02T10:00").build();
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(true);
      assertThrows(SchedulingException.class, () -> joining(connection).book(event));
    }
    assertEquals(0, engine.agenda().changes(room.id(), 0, 10).size());
  }
}
