package dev.scheduling.server.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.engine.BookingResult.Conflicting;
import dev.scheduling.engine.HoldResult;
import dev.scheduling.engine.HoldResult.Held;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/holds}: keeping time free for a while. */
public final class HoldHandler {

  private final SchedulingEngine engine;
  private final Gate gate;

  public HoldHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  void create(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    List<CalendarId> calendars = EventJson.calendarIds(body, "calendarIds");
    Instant start = required(body, "start");
    Instant end = required(body, "end");
    Duration lifetime = lifetime(body);
    if (start != null && end != null && !start.isBefore(end)) {
      body.wrong("end", "end must be after start, but is " + end);
    }
    body.check();
    calendars.forEach(calendar -> gate.require(ctx, calendar, AccessLevel.WRITE));
    HoldResult result =
        place(ctx, calendars, TimeRange.of(requireNonNull(start), requireNonNull(end)), lifetime);
    if (result instanceof Conflicting conflicting) {
      throw ConflictJson.refusal(conflicting);
    }
    Held held = (Held) result;
    ObjectNode json =
        Json.object()
            .put("id", held.hold().id().value())
            .put("expiresAt", held.hold().expires().toString());
    if (!held.warnings().isClear()) {
      json.set("warnings", ConflictJson.write(held.warnings()));
    }
    Requests.answer(ctx, 201, json);
  }

  private HoldResult place(
      Context ctx, List<CalendarId> calendars, TimeRange range, Duration lifetime) {
    try {
      OwnerId owner = Requests.caller(ctx).account();
      return engine.holds().place(owner, calendars, range, lifetime);
    } catch (InvalidEventException e) {
      throw EventJson.invalid(e);
    }
  }

  private static @Nullable Instant required(Fields body, String name) {
    if (!body.has(name)) {
      body.wrong(name, name + " is missing");
    }
    return body.instant(name);
  }

  /** An exact duration; zero after a complaint. */
  private static Duration lifetime(Fields body) {
    String text = body.requiredText("expiresIn", 1_000);
    EventLength length =
        text.isEmpty() ? null : body.parsed("expiresIn", () -> EventLength.parse(text));
    return length == null ? Duration.ZERO : length.exact().plusDays(length.days());
  }

  void delete(Context ctx) {
    HoldId hold;
    try {
      hold = HoldId.of(ctx.pathParam("holdId"));
    } catch (IllegalArgumentException e) {
      throw Problem.notFound();
    }
    OwnerId caller = Requests.caller(ctx).account();
    boolean gone =
        engine.holds().find(hold).filter(found -> found.owner().equals(caller)).isPresent()
            && engine.holds().release(hold);
    if (!gone) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }
}
