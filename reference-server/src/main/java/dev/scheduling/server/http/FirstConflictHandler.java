package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.conflict.FirstConflict;
import dev.scheduling.conflict.SeriesConflicts;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.ZoneId;

/** {@code /v1/conflicts/first}: when two series first clash, and if they never do. */
public final class FirstConflictHandler {

  private final Gate gate;

  public FirstConflictHandler(Gate gate) {
    this.gate = gate;
  }

  void first(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    ZoneId given = body.zone("timeZone");
    Fields a = body.object("a");
    Fields b = body.object("b");
    if (!body.has("a")) {
      body.wrong("a", "a is missing");
    }
    if (!body.has("b")) {
      body.wrong("b", "b is missing");
    }
    body.check();
    if (a == null || b == null) {
      throw new IllegalStateException("check() passed without both series");
    }
    ZoneId zone = given == null ? gate.zoneOf(Requests.caller(ctx)) : given;
    Event first = EventJson.series(a);
    Event second = EventJson.series(b);
    Requests.answer(ctx, 200, write(answer(first, second, zone, a, b)));
  }

  private static FirstConflict answer(Event first, Event second, ZoneId zone, Fields a, Fields b) {
    try {
      return SeriesConflicts.first(first, second, zone);
    } catch (InvalidEventException e) {
      boolean isFirst = first.length().days() > 0 && !first.length().exact().isZero();
      throw (isFirst ? a : b).problem(e.field(), String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode write(FirstConflict answer) {
    ObjectNode json = Json.object();
    if (answer instanceof FirstConflict.Conflict conflict) {
      return json.put("answer", "conflict").put("at", conflict.instant().toString());
    }
    if (answer instanceof FirstConflict.Never never) {
      return json.put("answer", "never")
          .put("proof", EventJson.word(never.proof()))
          .put("tzVersion", never.tzVersion());
    }
    return json.put("answer", "noneBefore")
        .put("at", ((FirstConflict.NoneBefore) answer).instant().toString());
  }
}
