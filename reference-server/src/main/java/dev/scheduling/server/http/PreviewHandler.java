package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/recurrence/preview}: the dates of a rule before there is an event that follows it. */
public final class PreviewHandler {

  private static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final List<String> OF_AN_EVENT =
      List.of("eventId", "calendarId", "title", "overridden", "status", "transparency", "tags");

  private final Gate gate;

  public PreviewHandler(Gate gate) {
    this.gate = gate;
  }

  void preview(Context ctx) {
    ObjectNode object = RequestBody.json(ctx);
    Fields body = Fields.of(object);
    Long limit = body.integer("limit", 1, MOST);
    Instant from = body.instant("from");
    Instant to = body.instant("to");
    ZoneId zone = body.zone("timeZone");
    if (from != null && to != null && !from.isBefore(to)) {
      body.wrong("to", "to must be after from");
    }
    body.check();
    Event event =
        EventJson.read(
            object.put("title", "preview"), EventId.random(), CalendarId.random(), null, List.of());
    ZoneId placement = zone == null ? gate.zoneOf(Requests.caller(ctx)) : zone;
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("occurrences");
    long most = limit == null ? USUAL : limit;
    json.put("end", EventJson.word(walk(event, placement, from, to, most, items)));
    Requests.answer(ctx, 200, json);
  }

  private static OccurrenceCursor.End walk(
      Event event,
      ZoneId placement,
      @Nullable Instant from,
      @Nullable Instant to,
      long most,
      ArrayNode items) {
    EventOccurrences occurrences = event.occurrences(placement);
    OccurrenceCursor cursor = event.recurrence().placedIn(placement).cursor();
    if (from != null) {
      cursor.seek(from);
    }
    while (cursor.next()) {
      if (to != null && !cursor.instant().isBefore(to)) {
        return OccurrenceCursor.End.WINDOW;
      }
      if (items.size() == most) {
        return OccurrenceCursor.End.LIMIT;
      }
      occurrences
          .at(RecurrenceId.of(event.start().withLocal(cursor.local())))
          .map(OccurrenceHandler::write)
          .ifPresent(item -> items.add(item.remove(OF_AN_EVENT)));
    }
    return cursor.end();
  }
}
