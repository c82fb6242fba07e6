package dev.scheduling.engine;

import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Tells of changes through the outbox, in order for each calendar and numbered by its revision, so
 * that a consumer remembers one number for each calendar. Thread-safe.
 */
final class ChangeMessages {

  private static final String JSON = "application/json";

  private final Outbox outbox;
  private final InstantSource clock;

  ChangeMessages(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Tells that an event was created, changed or cancelled. */
  void append(
      Transaction tx, Calendar calendar, EventId event, CalendarChange.Kind kind, long revision) {
    String type =
        switch (kind) {
          case CREATED -> "event.created";
          case UPDATED -> "event.changed";
          case DELETED -> "event.cancelled";
        };
    // Identifiers are plain ASCII without quotes, so nothing needs escaping.
    String json =
        "{\"kind\":\"%s\",\"calendarId\":\"%s\",\"eventId\":\"%s\",\"revision\":%d,\"owner\":\"%s\"}"
            .formatted(type, calendar.id(), event, revision, calendar.owner());
    append(tx, type, calendar, revision, json);
  }

  /** Tells that many events were put into a calendar at once. */
  void appendImport(Transaction tx, Calendar calendar, int imported, int updated, long revision) {
    String type = "calendar.imported";
    String json =
        ("{\"kind\":\"%s\",\"calendarId\":\"%s\",\"imported\":%d,\"updated\":%d,\"revision\":%d,"
                + "\"owner\":\"%s\"}")
            .formatted(type, calendar.id(), imported, updated, revision, calendar.owner());
    append(tx, type, calendar, revision, json);
  }

  /** Tells that an event was booked over others, in a calendar that lets that pass. */
  void appendConflict(
      Transaction tx, Calendar calendar, EventId event, int conflicts, long revision) {
    String type = "conflict.warned";
    String json =
        ("{\"kind\":\"%s\",\"calendarId\":\"%s\",\"eventId\":\"%s\",\"conflicts\":%d,"
                + "\"revision\":%d,\"owner\":\"%s\"}")
            .formatted(type, calendar.id(), event, conflicts, revision, calendar.owner());
    append(tx, type, calendar, json);
  }

  private void append(Transaction tx, String type, Calendar calendar, long revision, String json) {
    outbox.append(
        tx,
        OutboxMessage.builder(type, calendar.id().value(), clock.instant())
            .sequence(revision)
            .payload(JSON, json.getBytes(StandardCharsets.UTF_8))
            .build());
  }
}
