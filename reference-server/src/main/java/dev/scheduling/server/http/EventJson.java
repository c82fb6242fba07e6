package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import dev.scheduling.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events in JSON. The engine's limits are the limits; here only shapes are looked at. */
final class EventJson {

  static final String RECURRENCE = "recurrence";
  static final String REMINDERS = "reminders";
  static final String ALSO_IN = "alsoIn";

  // Longer than anything that the engine takes, so that the engine's own message is what one reads.
  private static final int LONGEST_TEXT = 400_000;
  private static final int LONGEST_LINE = 400_000;
  private static final int MOST_LINES = 5_000;

  private EventJson() {}

  static ObjectNode write(Event event) {
    ObjectNode json =
        Json.object()
            .put("id", event.id().value())
            .put("calendarId", event.calendar().value())
            .put("iCalUid", event.icalUid())
            .put("title", event.title());
    if (!event.alsoIn().isEmpty()) {
      ArrayNode others = json.putArray(ALSO_IN);
      event.alsoIn().forEach(calendar -> others.add(calendar.value()));
    }
    if (!event.description().isEmpty()) {
      json.put("description", event.description());
    }
    if (!event.location().isEmpty()) {
      json.put("location", event.location());
    }
    json.set("start", TimeJson.write(event.start()));
    if (event.end() instanceof EventEnd.At end) {
      json.set("end", TimeJson.write(end.time()));
    } else {
      json.put("duration", event.length().toString());
    }
    if (event.isRecurring()) {
      ArrayNode lines = json.putArray(RECURRENCE);
      event.recurrence().toLines().forEach(lines::add);
    }
    json.put("transparency", word(event.transparency())).put("status", word(event.status()));
    ArrayNode tags = json.putArray("tags");
    event.tags().forEach(tags::add);
    json.set(REMINDERS, ReminderJson.write(event.reminders()));
    return json.put("sequence", event.stamp().sequence())
        .put("created", event.stamp().created().toString())
        .put("updated", event.stamp().updated().toString());
  }

  /** An event with the occurrences that were changed, as an export has it. */
  static ObjectNode writeWithChanges(Event event) {
    ObjectNode json = write(event);
    if (!event.overrides().isEmpty()) {
      ArrayNode changes = json.putArray("changes");
      event.overrides().forEach(change -> changes.add(write(change)));
    }
    return json;
  }

  private static ObjectNode write(OccurrenceOverride change) {
    ObjectNode json =
        Json.object()
            .put("occurrence", change.id().toString())
            .put("range", word(change.range()))
            .put("duration", change.length().toString());
    json.set("start", TimeJson.write(change.start()));
    putIfChanged(json, "title", change.title());
    putIfChanged(json, "description", change.description());
    putIfChanged(json, "location", change.location());
    if (change.transparency() != null) {
      json.put("transparency", word(change.transparency()));
    }
    if (change.status() != null) {
      json.put("status", word(change.status()));
    }
    if (change.tags() != null) {
      change.tags().forEach(json.putArray("tags")::add);
    }
    return json;
  }

  private static void putIfChanged(ObjectNode json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads an event.
   *
   * @param now the event that is changed, whose UID, overrides and stamp stay; null for a new one
   * @param otherwise the reminders where the body names none
   * @throws Problem that names every field which is wrong
   */
  static Event read(
      ObjectNode object,
      EventId id,
      CalendarId calendar,
      @Nullable Event now,
      List<Reminder> otherwise) {
    Fields body = Fields.of(object);
    Event.Builder event = Event.builder(calendar, body.requiredText("title", LONGEST_TEXT)).id(id);
    if (now != null) {
      event.icalUid(now.icalUid()).overrides(now.overrides()).stamp(now.stamp());
    }
    readTimes(body, event);
    readWords(body, event);
    List<Reminder> reminders = ReminderJson.read(body, REMINDERS);
    List<CalendarId> others = calendarIds(body, ALSO_IN);
    body.check();
    event.alsoIn(others);
    event.reminders(reminders == null ? otherwise : reminders);
    return build(event, body);
  }

  /**
   * Reads the times of a series, and nothing else of an event.
   *
   * @throws Problem that names every field which is wrong
   */
  static Event series(Fields body) {
    Event.Builder event = Event.builder(CalendarId.random(), "series");
    readTimes(body, event);
    body.check();
    return build(event, body);
  }

  /** Identifiers of calendars, in their order; none if the member is absent. */
  static List<CalendarId> calendarIds(Fields body, String name) {
    List<String> texts = body.texts(name, MOST_LINES, LONGEST_LINE);
    List<CalendarId> ids = new ArrayList<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      CalendarId id = body.parsed(name, () -> CalendarId.of(text));
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static void readTimes(Fields body, Event.Builder event) {
    EventTime start = TimeJson.read(body, "start");
    if (start != null) {
      event.starts(start);
    } else if (!body.has("start")) {
      body.wrong("start", "start is missing");
    }
    if (body.has("end") && body.has("duration")) {
      body.wrong("duration", "an event has either end or duration, not both");
    }
    EventTime end = TimeJson.read(body, "end");
    if (end != null) {
      event.ends(end);
    }
    String duration = body.text("duration", 1_000);
    if (duration != null) {
      EventLength length = body.parsed("duration", () -> EventLength.parse(duration));
      if (length != null) {
        event.lasts(length);
      }
    }
    List<String> lines = body.texts(RECURRENCE, MOST_LINES, LONGEST_LINE);
    if (lines != null) {
      lines.forEach(event::recurrenceLine);
    }
  }

  private static void readWords(Fields body, Event.Builder event) {
    String description = body.text("description", LONGEST_TEXT);
    event.description(description == null ? "" : description);
    String location = body.text("location", LONGEST_TEXT);
    event.location(location == null ? "" : location);
    Transparency transparency = body.choice("transparency", Transparency.class);
    event.transparency(transparency == null ? Transparency.OPAQUE : transparency);
    EventStatus status = body.choice("status", EventStatus.class);
    event.status(status == null ? EventStatus.CONFIRMED : status);
    List<String> tags = body.texts("tags", MOST_LINES, LONGEST_LINE);
    event.tags(tags == null ? List.of() : tags);
  }

  private static Event build(Event.Builder event, Fields body) {
    try {
      return event.build();
    } catch (InvalidEventException | InvalidRecurrenceException e) {
      throw body.problem(fieldOf(e), String.valueOf(e.getMessage()));
    }
  }

  /** What the engine says of an event that makes no sense, with the field in the body's words. */
  static Problem invalid(IllegalArgumentException e) {
    return Problem.invalid("/" + fieldOf(e), String.valueOf(e.getMessage()));
  }

  private static String fieldOf(IllegalArgumentException e) {
    return e instanceof InvalidEventException invalid ? invalid.field() : RECURRENCE;
  }
}
