package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reminders in JSON: {@code {trigger: {offset, relativeTo} | {at}, channels}}. */
final class ReminderJson {

  private static final int MOST = 1_000;

  private ReminderJson() {}

  static ArrayNode write(List<Reminder> reminders) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Reminder reminder : reminders) {
      ObjectNode item = json.addObject();
      ObjectNode trigger = item.putObject("trigger");
      if (reminder.trigger() instanceof Trigger.Offset offset) {
        trigger
            .put("offset", offset.toText())
            .put("relativeTo", EventJson.word(offset.relativeTo()));
      } else if (reminder.trigger() instanceof Trigger.At at) {
        trigger.put("at", at.instant().toString());
      }
      ArrayNode channels = item.putArray("channels");
      reminder.channels().forEach(channels::add);
    }
    return json;
  }

  /** Reads the member {@code name}; null if it is absent. */
  static @Nullable List<Reminder> read(Fields body, String name) {
    List<Fields> items = body.objects(name, MOST);
    if (items == null) {
      return null;
    }
    List<Reminder> reminders = new ArrayList<>();
    for (Fields item : items) {
      Trigger trigger = trigger(item);
      List<String> channels = item.texts("channels", MOST, MOST);
      if (trigger != null) {
        Reminder reminder =
            item.parsed(
                "channels", () -> new Reminder(trigger, channels == null ? List.of() : channels));
        if (reminder != null) {
          reminders.add(reminder);
        }
      }
    }
    return reminders;
  }

  private static @Nullable Trigger trigger(Fields item) {
    Fields trigger = item.object("trigger");
    if (trigger == null) {
      if (!item.has("trigger")) {
        item.wrong("trigger", "trigger is missing");
      }
      return null;
    }
    if (trigger.has("offset") == trigger.has("at")) {
      item.wrong("trigger", "trigger must have either offset or at");
      return null;
    }
    if (trigger.has("at")) {
      Instant at = trigger.instant("at");
      return at == null ? null : new Trigger.At(at);
    }
    String offset = trigger.text("offset", 100);
    Trigger.RelativeTo relativeTo = trigger.choice("relativeTo", Trigger.RelativeTo.class);
    if (offset == null) {
      return null;
    }
    return trigger.parsed(
        "offset",
        () ->
            Trigger.Offset.parse(
                offset, relativeTo == null ? Trigger.RelativeTo.START : relativeTo));
  }
}
