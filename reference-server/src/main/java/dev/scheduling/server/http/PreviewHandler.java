package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Event;
import dev.scheduling.engine.Agenda.Preview;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.recurrence.RecurrenceWords;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code /v1/recurrence/preview}: the dates of a rule before there is an event that follows it. */
public final class PreviewHandler {

  private static final int MOST = 1_000;
  private static final long USUAL = 100;
  private static final List<String> OF_AN_EVENT =
      List.of("eventId", "calendarId", "title", "overridden", "status", "transparency", "tags");

  private final SchedulingEngine engine;
  private final Gate gate;

  public PreviewHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
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
    Preview preview =
        engine
            .agenda()
            .preview(
                event,
                zone == null ? gate.zoneOf(Requests.caller(ctx)) : zone,
                from,
                to,
                Math.toIntExact(limit == null ? USUAL : limit));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("occurrences");
    preview
        .occurrences()
        .forEach(occurrence -> items.add(OccurrenceHandler.write(occurrence).remove(OF_AN_EVENT)));
    json.put("end", EventJson.word(preview.end()));
    if (!event.recurrence().rules().isEmpty()) {
      json.putObject("inWords")
          .put("en", words(event, Locale.ENGLISH))
          .put("ko", words(event, Locale.KOREAN));
    }
    Requests.answer(ctx, 200, json);
  }

  private static String words(Event event, Locale locale) {
    return event.recurrence().rules().stream()
        .map(rule -> RecurrenceWords.of(rule, locale))
        .collect(Collectors.joining("; "));
  }
}
