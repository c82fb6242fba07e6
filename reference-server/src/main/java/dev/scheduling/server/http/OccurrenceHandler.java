package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.engine.Agenda;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /v1/occurrences}: what happens when, over all calendars. */
public final class OccurrenceHandler {

  private static final int PAGE = 1_000;
  private static final Pattern POSITION =
      Pattern.compile("(-?\\d{1,15}) ([0-9a-f]{32}) (\\d{1,9})");

  private final SchedulingEngine engine;
  private final Gate gate;

  public OccurrenceHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  void list(Context ctx) {
    TimeRange window = window(ctx);
    String tag = Requests.parameter(ctx, "tag");
    int limit = Requests.number(ctx, "pageSize", 1, Agenda.MOST_OCCURRENCES, PAGE);
    Agenda.Position after = position(ctx);
    Map<CalendarId, AccessLevel> levels = calendars(ctx);
    if (tag != null) {
      // What a tag finds has that tag, which who may only know when one is busy is not to know.
      levels.values().removeIf(level -> !level.includes(AccessLevel.READ));
    }
    Set<CalendarId> readable = new HashSet<>();
    levels.forEach(
        (calendar, level) -> {
          if (level.includes(AccessLevel.READ)) {
            readable.add(calendar);
          }
        });
    Agenda.Page page;
    try {
      page = engine.agenda().occurrences(levels.keySet(), window, tag, after, limit);
    } catch (InvalidEventException e) {
      throw Problem.badParameter(e.field(), String.valueOf(e.getMessage()));
    }
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (Occurrence occurrence : page.items()) {
      CalendarId shown = Agenda.shownIn(occurrence.event(), readable);
      if (readable.contains(shown)) {
        items.add(write(occurrence).put("calendarId", shown.value()));
      } else if (occurrence.isBusy()) {
        CalendarId busy = Agenda.shownIn(occurrence.event(), levels.keySet());
        items.add(writeBusy(occurrence, busy));
      }
    }
    page.next().ifPresent(next -> json.put("nextPageToken", token(next)));
    Requests.answer(ctx, 200, json);
  }

  private Map<CalendarId, AccessLevel> calendars(Context ctx) {
    String named = Requests.parameter(ctx, "calendarId");
    if (named == null) {
      return gate.all(Requests.caller(ctx));
    }
    CalendarId id = Requests.calendarId(named);
    return new HashMap<>(Map.of(id, gate.require(ctx, id, AccessLevel.FREE_BUSY)));
  }

  /** When one is busy and nothing else: no title, no id, and no zone that would tell a place. */
  private static ObjectNode writeBusy(Occurrence occurrence, CalendarId calendar) {
    boolean allDay = occurrence.start().isAllDay();
    ObjectNode json = Json.object().put("calendarId", calendar.value()).put("busy", true);
    json.set(
        "start",
        allDay ? TimeJson.write(occurrence.start()) : TimeJson.utc(occurrence.range().start()));
    json.set(
        "end", allDay ? TimeJson.write(occurrence.end()) : TimeJson.utc(occurrence.range().end()));
    return json.put("startInstant", occurrence.range().start().toString())
        .put("endInstant", occurrence.range().end().toString())
        .put("allDay", allDay);
  }

  static TimeRange window(Context ctx) {
    Instant from = Requests.requiredInstant(ctx, "from");
    Instant to = Requests.requiredInstant(ctx, "to");
    if (!from.isBefore(to)) {
      throw Problem.badParameter("to", "to must be after from, but is " + to);
    }
    return TimeRange.of(from, to);
  }

  static ObjectNode write(Occurrence occurrence) {
    ObjectNode json =
        Json.object()
            .put("eventId", occurrence.event().id().value())
            .put("calendarId", occurrence.event().calendar().value())
            .put("title", occurrence.title());
    json.set("start", TimeJson.write(occurrence.start()));
    json.set("end", TimeJson.write(occurrence.end()));
    json.put("startInstant", occurrence.range().start().toString())
        .put("endInstant", occurrence.range().end().toString())
        .put("allDay", occurrence.start().isAllDay())
        .put("occurrence", occurrence.id().toString())
        .put("overridden", occurrence.isOverridden())
        .put("recurring", occurrence.event().isRecurring())
        .put("status", EventJson.word(occurrence.status()))
        .put("transparency", EventJson.word(occurrence.transparency()));
    ArrayNode tags = json.putArray("tags");
    occurrence.tags().forEach(tags::add);
    return json;
  }

  private static String token(Agenda.Position position) {
    String text = position.startSecond() + " " + position.event() + " " + position.repeat();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Agenda.@Nullable Position position(Context ctx) {
    String token = Requests.parameter(ctx, "pageToken");
    if (token == null) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      Matcher parts = POSITION.matcher(text);
      if (parts.matches()) {
        return new Agenda.Position(
            Long.parseLong(parts.group(1)), parts.group(2), Integer.parseInt(parts.group(3)));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw Problem.badParameter("pageToken", "pageToken must be the nextPageToken of an answer");
  }
}
