package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.ConflictPolicy;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.OwnedCalendars;
import dev.scheduling.server.account.SharedCalendar;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/calendars}. */
public final class CalendarHandler {

  private static final int LONGEST_TEXT = 2_000;

  private final SchedulingEngine engine;
  private final Gate gate;
  private final OwnedCalendars owned;

  public CalendarHandler(SchedulingEngine engine, Gate gate, OwnedCalendars owned) {
    this.engine = engine;
    this.gate = gate;
    this.owned = owned;
  }

  void list(Context ctx) {
    Caller caller = Requests.caller(ctx);
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    engine
        .calendars()
        .ownedBy(caller.account())
        .forEach(calendar -> items.add(write(calendar, AccessLevel.OWNER)));
    Map<CalendarId, SharedCalendar> shared = new HashMap<>();
    gate.sharedWith(caller).forEach(each -> shared.put(each.calendar(), each));
    engine.calendars().findAll(shared.keySet()).stream()
        .sorted(Comparator.comparing(Calendar::name).thenComparing(Calendar::id))
        .forEach(calendar -> items.add(write(calendar, shared.get(calendar.id()))));
    Requests.answer(ctx, 200, json);
  }

  void create(Context ctx) {
    Caller caller = Requests.caller(ctx);
    Change change = Change.read(RequestBody.json(ctx), true);
    ZoneId zone = change.zone();
    Calendar calendar =
        engine
            .calendars()
            .create(
                valid(
                    () ->
                        change.applyTo(
                            Calendar.of(
                                caller.account(),
                                String.valueOf(change.name()),
                                zone == null ? gate.zoneOf(caller) : zone))));
    ctx.header("Location", ctx.path() + "/" + calendar.id());
    Requests.answer(ctx, 201, write(calendar, AccessLevel.OWNER));
  }

  void read(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    AccessLevel level = gate.require(ctx, id, AccessLevel.FREE_BUSY);
    Calendar calendar = engine.calendars().find(id).orElseThrow(Problem::notFound);
    Requests.answer(
        ctx,
        200,
        level == AccessLevel.OWNER
            ? write(calendar, level)
            : write(
                calendar,
                gate.sharedWith(Requests.caller(ctx), id).orElseThrow(Problem::notFound)));
  }

  void change(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    AccessLevel level = gate.require(ctx, id, AccessLevel.OWNER);
    Change change = Change.read(RequestBody.json(ctx), false);
    Calendar calendar = engine.calendars().update(id, now -> valid(() -> change.applyTo(now)));
    Requests.answer(ctx, 200, write(calendar, level));
  }

  void delete(Context ctx) {
    CalendarId id = Requests.calendarId(ctx);
    gate.require(ctx, id, AccessLevel.OWNER);
    if (!owned.delete(Requests.caller(ctx).account(), Requests.address(ctx), id)) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  private static Calendar valid(java.util.function.Supplier<Calendar> work) {
    try {
      return work.get();
    } catch (InvalidEventException e) {
      throw EventJson.invalid(e);
    }
  }

  private static ObjectNode write(Calendar calendar, @Nullable SharedCalendar shared) {
    if (shared == null) {
      throw new IllegalStateException("a calendar that was not asked for");
    }
    ObjectNode json = write(calendar, shared.level());
    json.putObject("owner").put("email", shared.owner().value()).put("name", shared.ownerName());
    return json;
  }

  static ObjectNode write(Calendar calendar, AccessLevel level) {
    ObjectNode json =
        Json.object()
            .put("id", calendar.id().value())
            .put("name", calendar.name())
            .put("timeZone", TimeJson.nameOf(calendar.zone()));
    calendar.color().ifPresent(color -> json.put("color", color));
    json.put("conflictPolicy", EventJson.word(calendar.conflictPolicy()));
    json.set("defaultReminders", ReminderJson.write(calendar.defaultReminders()));
    return json.put("revision", calendar.revision()).put("access", level.word());
  }

  /**
   * What a body says of a calendar; what is null stays.
   *
   * @param dropsColor whether the body says null, which is not the same as nothing
   */
  private record Change(
      @Nullable String name,
      @Nullable ZoneId zone,
      @Nullable String color,
      boolean dropsColor,
      @Nullable ConflictPolicy policy,
      @Nullable List<Reminder> reminders) {

    static Change read(ObjectNode object, boolean isNew) {
      Fields body = Fields.of(object);
      Change change =
          new Change(
              isNew ? body.requiredText("name", LONGEST_TEXT) : body.text("name", LONGEST_TEXT),
              body.zone("timeZone"),
              body.text("color", LONGEST_TEXT),
              object.has("color") && object.get("color").isNull(),
              body.choice("conflictPolicy", ConflictPolicy.class),
              ReminderJson.read(body, "defaultReminders"));
      body.check();
      return change;
    }

    Calendar applyTo(Calendar calendar) {
      Calendar changed = name == null ? calendar : calendar.withName(name);
      changed = zone == null ? changed : changed.withZone(zone);
      changed = color == null && !dropsColor ? changed : changed.withColor(color);
      changed = policy == null ? changed : changed.withConflictPolicy(policy);
      return reminders == null ? changed : changed.withDefaultReminders(reminders);
    }
  }
}
