package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventFilter;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.engine.BookingResult.Booked;
import dev.scheduling.engine.Bookings;
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
    HoldId hold = hold(ctx, body);
    if (Requests.flag(ctx, "dryRun")) {
      Booked booked = book(ctx, engine.bookings().dryRun(), calendar, body, EventId.random(), hold);
      Requests.answer(ctx, 200, BookingJson.write(booked));
      return;
    }
    RepeatedRequests.Answer answer =
        repeats.once(
            Requests.caller(ctx).account(),
            ctx.header("Idempotency-Key"),
            Digests.of(ctx.path().getBytes(StandardCharsets.UTF_8), bytes),
            claim -> book(ctx, calendar, body, hold, claim));
    ctx.header("Location", answer.location())
        .header("ETag", answer.etag())
        .status(answer.status())
        .contentType(RequestBody.JSON)
        .result(answer.body());
  }

  /** The caller's hold that a body names; null if it names none. */
  private @Nullable HoldId hold(Context ctx, ObjectNode body) {
    Fields fields = Fields.of(body);
    String text = fields.text("hold", 1_000);
    HoldId hold = text == null ? null : fields.parsed("hold", () -> HoldId.of(text));
    fields.check();
    if (hold != null) {
      OwnerId caller = Requests.caller(ctx).account();
      if (engine.holds().find(hold).filter(found -> found.owner().equals(caller)).isEmpty()) {
        throw Problem.invalid(
            "/hold", "the hold " + hold + " is not there or has expired; book without it");
      }
    }
    return hold;
  }

  private RepeatedRequests.Answer book(
      Context ctx,
      Calendar calendar,
      ObjectNode body,
      @Nullable HoldId hold,
      RepeatedRequests.Claim claim) {
    EventId id = EventId.of(claim.id());
    Booked booked =
        claim.takenOver()
            ? engine
                .agenda()
                .event(calendar.id(), id)
                .map(event -> new Booked(event, null, ConflictReport.CLEAR))
                .orElseGet(() -> book(ctx, engine.bookings(), calendar, body, id, hold))
            : book(ctx, engine.bookings(), calendar, body, id, hold);
    return new RepeatedRequests.Answer(
        201,
        ctx.path() + "/" + id,
        ETags.of(booked.event().stamp().version()),
        new String(Json.write(BookingJson.write(booked)), StandardCharsets.UTF_8));
  }

  private Booked book(
      Context ctx,
      Bookings bookings,
      Calendar calendar,
      ObjectNode body,
      EventId id,
      @Nullable HoldId hold) {
    Event event = EventJson.read(body, id, calendar.id(), null, calendar.defaultReminders());
    event.alsoIn().forEach(other -> gate.require(ctx, other, AccessLevel.WRITE));
    return BookingJson.booked(
        () -> hold == null ? bookings.book(event) : bookings.book(event, hold));
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
