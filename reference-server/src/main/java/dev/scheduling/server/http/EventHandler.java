package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.engine.BookingResult.Booked;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/calendars/{calendarId}/events}: making, reading and listing events. */
public final class EventHandler {

  private static final int PAGE = 100;
  private static final int MOST_PER_PAGE = 500;

  private final SchedulingEngine engine;
  private final Gate gate;
  private final RepeatedRequests repeats;

  public EventHandler(SchedulingEngine engine, Gate gate, RepeatedRequests repeats) {
    this.engine = engine;
    this.gate = gate;
    this.repeats = repeats;
  }

  void create(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    gate.require(ctx, id, AccessLevel.WRITE);
    Calendar calendar = engine.calendars().find(id).orElseThrow(Problem::notFound);
    byte[] bytes = RequestBody.bytes(ctx, RequestBody.MOST_JSON_BYTES, RequestBody.JSON);
    ObjectNode body = Json.readObject(bytes);
    refuseUnknownBookings(body);
    if (Requests.flag(ctx, "dryRun")) {
      Event event = EventJson.read(body, EventId.random(), id, null, calendar.defaultReminders());
      Booked booked = BookingJson.booked(() -> engine.bookings().dryRun().book(event));
      Requests.answer(ctx, 200, BookingJson.write(booked));
      return;
    }
    RepeatedRequests.Answer answer =
        repeats.once(
            Requests.caller(ctx).account(),
            ctx.header("Idempotency-Key"),
            Digests.of(ctx.path().getBytes(StandardCharsets.UTF_8), bytes),
            claim -> book(ctx.path(), calendar, body, claim));
    ctx.header("Location", answer.location())
        .header("ETag", answer.etag())
        .status(answer.status())
        .contentType(RequestBody.JSON)
        .result(answer.body());
  }

  /** Members that would change what is booked, so that ignoring them would be a lie. */
  private static void refuseUnknownBookings(ObjectNode body) {
    for (String name : List.of("alsoIn", "hold")) {
      if (body.hasNonNull(name)) {
        throw Problem.invalid("/" + name, name + " is not known to this version of the server");
      }
    }
  }

  private RepeatedRequests.Answer book(
      String path, Calendar calendar, ObjectNode body, RepeatedRequests.Claim claim) {
    EventId id = EventId.of(claim.id());
    Booked booked =
        claim.takenOver()
            ? engine
                .agenda()
                .event(calendar.id(), id)
                .map(event -> new Booked(event, null, ConflictReport.CLEAR))
                .orElseGet(() -> book(calendar, body, id))
            : book(calendar, body, id);
    return new RepeatedRequests.Answer(
        201,
        path + "/" + id,
        ETags.of(booked.event().stamp().version()),
        new String(Json.write(BookingJson.write(booked)), StandardCharsets.UTF_8));
  }

  private Booked book(Calendar calendar, ObjectNode body, EventId id) {
    Event event = EventJson.read(body, id, calendar.id(), null, calendar.defaultReminders());
    return BookingJson.booked(() -> engine.bookings().book(event));
  }

  void read(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    gate.require(ctx, id, AccessLevel.READ);
    Event event = engine.agenda().event(id, Requests.eventId(ctx)).orElseThrow(Problem::notFound);
    ctx.header("ETag", ETags.of(event.stamp().version()));
    Requests.answer(ctx, 200, EventJson.write(event));
  }

  void list(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    gate.require(ctx, id, AccessLevel.READ);
    int pageSize = Requests.number(ctx, "pageSize", 1, MOST_PER_PAGE, PAGE);
    // One more than is shown tells whether there is a next page.
    List<Event> events =
        engine
            .agenda()
            .events(
                id,
                new EventFilter(
                    Requests.parameter(ctx, "q"),
                    Requests.parameter(ctx, "tag"),
                    Requests.instant(ctx, "updatedSince"),
                    after(ctx),
                    pageSize + 1));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    List<Event> shown = events.subList(0, Math.min(pageSize, events.size()));
    shown.forEach(event -> items.add(EventJson.write(event)));
    if (events.size() > pageSize) {
      json.put("nextPageToken", shown.get(pageSize - 1).id().value());
    }
    Requests.answer(ctx, 200, json);
  }

  private static @Nullable EventId after(Context ctx) {
    String token = Requests.parameter(ctx, "pageToken");
    if (token == null) {
      return null;
    }
    try {
      return EventId.of(token);
    } catch (IllegalArgumentException e) {
      throw Problem.badParameter("pageToken", "pageToken must be the nextPageToken of an answer");
    }
  }
}
