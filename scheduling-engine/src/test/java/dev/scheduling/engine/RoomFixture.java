package dev.scheduling.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.outbox.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A room and an engine, and short words for what is done with them. */
abstract class RoomFixture {

  protected static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  protected static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  protected SchedulingEngine engine;

  protected Calendar room;

  /** The stores under test; they may hold calendars of other tests. */
  protected abstract Stores stores();

  @BeforeEach
  protected void givenARoom() {
    engine = engine();
    room = engine.calendars().create(Calendar.of(OwnerId.random(), "Room 4", BERLIN));
  }

  /** An engine that knows nothing yet, as another node would be. */
  protected SchedulingEngine engine() {
    return SchedulingEngine.builder().stores(stores()).clock(InstantSource.fixed(NOW)).build();
  }

  static ZonedDateTime at(String local) {
    return LocalDateTime.parse(local).atZone(BERLIN);
  }

  protected Event.Builder meeting(String start) {
    return Event.builder(room, "Meeting at " + start).starts(at(start)).lasts(Duration.ofHours(1));
  }

  protected Event booked(Event.Builder event) {
    return assertInstanceOf(BookingResult.Booked.class, engine.book(event.build())).event();
  }

  protected BookingResult.Conflicting refused(Event.Builder event) {
    return assertInstanceOf(BookingResult.Conflicting.class, engine.book(event.build()));
  }

  List<String> starts(String from, String to) {
    return engine
        .agenda()
        .occurrences(
            List.of(room.id()),
            TimeRange.of(at(from).toInstant(), at(to).toInstant()),
            null,
            null,
            100)
        .items()
        .stream()
        .map(occurrence -> occurrence.start().local().toString())
        .toList();
  }

  long pendingMessages() {
    return stores()
        .transactions()
        .inTransaction(tx -> stores().calendars().calendar(tx, room.id()).orElseThrow().revision());
  }

  /** What was told of the room so far, as the relay would find it. */
  List<OutboxMessage> messages() {
    List<OutboxMessage> messages = new ArrayList<>();
    stores()
        .transactions()
        .inTransaction(
            tx -> {
              int partition =
                  OutboxMessage.builder("t", room.id().value(), NOW).build().partition();
              Instant end = stores().outbox().now(tx).plus(Duration.ofDays(1));
              stores()
                  .outbox()
                  .next(tx, partition, end, 1_000)
                  .forEach(pending -> messages.add(pending.message()));
              return "";
            });
    messages.removeIf(message -> !message.key().equals(room.id().value()));
    return messages;
  }

  static RecurrenceId id(String local) {
    return new RecurrenceId.At(at(local).toInstant());
  }
}
