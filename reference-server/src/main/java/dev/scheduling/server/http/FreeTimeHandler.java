package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.RepeatingSlotSearch;
import dev.scheduling.availability.SlotGrid;
import dev.scheduling.availability.SlotRequest;
import dev.scheduling.availability.SlotSearch;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** {@code /v1/freebusy} and {@code /v1/slots}: when people are busy, and when they can meet. */
public final class FreeTimeHandler {

  private static final int MOST_CHECKS = 100;
  private static final Duration USUAL_GRID = Duration.ofMinutes(15);
  private static final long USUAL_LIMIT = 100;

  private final SchedulingEngine engine;
  private final Gate gate;

  public FreeTimeHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  void freeBusy(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    TimeRange window = window(body);
    AttendeesJson attendees = new AttendeesJson(body, zone(ctx, body));
    List<CalendarId> calendars = AttendeesJson.calendars(body, "calendarIds");
    body.check();
    require(ctx, calendars);
    Map<CalendarId, FreeBusy> answer = engine.freeBusy(new LinkedHashSet<>(calendars), window);
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    answer.forEach(
        (id, busy) ->
            SlotsJson.write(
                busy.within(attendees.hoursOf(id)),
                items.addObject().put("calendarId", id.value()).putArray("busy")));
    Requests.answer(ctx, 200, json);
  }

  void slots(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    ZoneId zone = zone(ctx, body);
    TimeRange window = window(body);
    Duration duration = body.duration("duration");
    if (!body.has("duration")) {
      body.wrong("duration", "duration is missing");
    }
    List<Instant> checks = checks(body);
    Long occurrences = null;
    Fields weekly = body.object("weekly");
    if (weekly != null) {
      occurrences = weekly.integer("occurrences", 1, RepeatingSlotSearch.MOST_OCCURRENCES);
    }
    SlotRequest.Builder builder =
        SlotRequest.in(window, duration == null ? Duration.ZERO : duration);
    read(body, zone, builder);
    body.check();
    SlotRequest request = builder.build();
    require(ctx, request.attendees().keySet());
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    if (weekly == null) {
      SlotSearch search = engine.slots(request);
      search.best().forEach(slot -> items.add(SlotsJson.write(slot)));
      json.put("freeCount", search.freeCount());
      addChecks(json, checks, search);
    } else {
      engine
          .freeTime()
          .firstWeekly(request, occurrences == null ? 0 : occurrences.intValue())
          .ifPresent(slot -> items.add(SlotsJson.write(slot)));
    }
    Requests.answer(ctx, 200, json);
  }

  private static void read(Fields body, ZoneId zone, SlotRequest.Builder request) {
    AttendeesJson attendees = new AttendeesJson(body, zone);
    request
        .required(attendees.attendees("calendarIds"))
        .optional(attendees.attendees("optional"))
        .anyOf(attendees.attendees("anyOf"));
    Long quorum = body.integer("quorum", 1, SlotRequest.MOST_ATTENDEES);
    if (quorum != null) {
      request.quorum(quorum.intValue());
    }
    Duration before = body.duration("bufferBefore");
    Duration after = body.duration("bufferAfter");
    request.buffers(before == null ? Duration.ZERO : before, after == null ? Duration.ZERO : after);
    Duration notice = body.duration("minimumNotice");
    request.minimumNotice(notice == null ? Duration.ZERO : notice);
    Duration step = body.duration("grid");
    SlotGrid grid = body.parsed("grid", () -> new SlotGrid(step == null ? USUAL_GRID : step, zone));
    if (grid != null) {
      request.grid(grid);
    }
    Long limit = body.integer("limit", 1, SlotRequest.MOST_SLOTS);
    request.limit(Math.toIntExact(limit == null ? USUAL_LIMIT : limit));
  }

  private static List<Instant> checks(Fields body) {
    List<String> texts = body.texts("check", MOST_CHECKS, 40);
    List<Instant> checks = new ArrayList<>();
    for (int i = 0; texts != null && i < texts.size(); i++) {
      String text = texts.get(i);
      Instant instant = body.parsed("check/" + i, () -> Instants.parse(text));
      if (instant != null) {
        checks.add(instant);
      }
    }
    return checks;
  }

  private static void addChecks(ObjectNode json, List<Instant> checks, SlotSearch search) {
    if (checks.isEmpty()) {
      return;
    }
    ArrayNode answers = json.putArray("checks");
    for (int i = 0; i < checks.size(); i++) {
      try {
        answers.add(SlotsJson.write(search.check(checks.get(i))));
      } catch (InvalidEventException e) {
        throw Problem.invalid("/" + e.field() + "/" + i, String.valueOf(e.getMessage()));
      }
    }
  }

  /** The zone of the grid, of hours and of limits that name none. */
  private ZoneId zone(Context ctx, Fields body) {
    ZoneId given = body.zone("timeZone");
    return given == null ? gate.zoneOf(Requests.caller(ctx)) : given;
  }

  /** The window; a short one after a complaint. */
  private static TimeRange window(Fields body) {
    Instant from = body.requiredInstant("from");
    Instant to = body.requiredInstant("to");
    TimeRange window = null;
    if (from != null && to != null) {
      window = body.parsed("to", () -> SlotRequest.checkedWindow(from, to));
    }
    return window == null ? TimeRange.of(Instants.EARLIEST, Duration.ofHours(1)) : window;
  }

  /** Whoever may know when a calendar is busy may ask; who may not, is not told that it exists. */
  private void require(Context ctx, Collection<CalendarId> calendars) {
    calendars.forEach(id -> gate.require(ctx, id, AccessLevel.FREE_BUSY));
  }
}
