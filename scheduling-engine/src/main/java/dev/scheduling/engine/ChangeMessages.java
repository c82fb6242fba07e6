package dev.scheduling.engine;

import dev.scheduling.EventId;
import dev.scheduling.Transaction;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.CalendarChange;
import dev.scheduling.outbox.Outbox;
import dev.scheduling.outbox.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

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

  /** The message that an event was created, changed or cancelled. */
  OutboxMessage of(Calendar calendar, EventId event, CalendarChange.Kind kind, long revision) {
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
    return message(type, calendar, revision, json);
  }

  /** Tells of changes, in this order. */
  void append(Transaction tx, List<OutboxMessage> messages) {
    outbox.append(tx, messages);
  }

  /** Tells that many events were put into a calendar at once. */
  void appendImport(Transaction tx, Calendar calendar, int imported, int updated, long revision) {
    String type = "calendar.imported";
    String json =
        ("{\"kind\":\"%s\",\"calendarId\":\"%s\",\"imported\":%d,\"updated\":%d,\"revision\":%d,"
                + "\"owner\":\"%s\"}")
            .formatted(type, calendar.id(), imported, updated, revision, calendar.owner());
    outbox.append(tx, message(type, calendar, revision, json));
  }

  /**
   * The message that an event was booked over others, in a calendar that lets that pass. It stands
   * beside the calendar's own messages, which are numbered by revision, under the event's key.
   */
  OutboxMessage conflict(Calendar calendar, EventId event, int conflicts, long revision) {
    String type = "conflict.warned";
    String json =
        ("{\"kind\":\"%s\",\"calendarId\":\"%s\",\"eventId\":\"%s\",\"conflicts\":%d,"
                + "\"revision\":%d,\"owner\":\"%s\"}")
            .formatted(type, calendar.id(), event, conflicts, revision, calendar.owner());
    return OutboxMessage.builder(type, event.value(), clock.instant())
        .payload(JSON, json.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private OutboxMessage message(String type, Calendar calendar, long revision, String json) {
    return OutboxMessage.builder(type, calendar.id().value(), clock.instant())
        .sequence(revision)
        .payload(JSON, json.getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
