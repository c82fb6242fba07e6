package dev.scheduling.server.http;

import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.engine.Reminders;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;

/** Puts reminders off and ends them. Thread-safe. */
public final class ReminderHandler {

  private static final int LONGEST_DURATION = 64;

  private final Reminders reminders;

  public ReminderHandler(SchedulingEngine engine) {
    this.reminders = engine.reminders();
  }

  void snooze(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    String text = body.requiredText("for", LONGEST_DURATION);
    body.check();
    Instant due =
        reminders.snooze(Requests.caller(ctx).account(), ctx.pathParam("reminderId"), length(text));
    Requests.answer(ctx, 200, Json.object().put("due", due.toString()));
  }

  private static Duration length(String text) {
    try {
      EventLength length = EventLength.parse(text);
      return Duration.ofDays(length.days()).plus(length.exact());
    } catch (InvalidEventException e) {
      throw new InvalidEventException("for", "for must be an ISO 8601 duration such as PT10M");
    }
  }

  void dismiss(Context ctx) {
    reminders.dismiss(Requests.caller(ctx).account(), ctx.pathParam("reminderId"));
    ctx.status(204);
  }
}
