package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.Blocker;
import dev.scheduling.availability.FreeBusy;
import dev.scheduling.availability.RepeatingSlot;
import dev.scheduling.availability.Slot;
import dev.scheduling.availability.SlotCheck;
import dev.scheduling.server.json.Json;
import java.util.List;
import java.util.Locale;

/** Free time in JSON. */
final class SlotsJson {

  private SlotsJson() {}

  static void write(FreeBusy freeBusy, ArrayNode busy) {
    for (FreeBusy.Busy each : freeBusy.ranges()) {
      busy.add(range(each.range()).put("kind", EventJson.word(each.kind())));
    }
  }

  static ObjectNode write(Slot slot) {
    ObjectNode json = range(slot.range()).put("score", slot.score());
    ArrayNode reasons = json.putArray("reasons");
    slot.reasons().forEach(reason -> reasons.add(word(reason)));
    slot.room().ifPresent(room -> json.put("room", room.value()));
    if (!slot.absent().isEmpty()) {
      json.set("blockedBy", blockers(slot.absent()));
    }
    return json;
  }

  static ObjectNode write(RepeatingSlot slot) {
    ObjectNode json = range(slot.first()).put("score", 100);
    json.putArray("reasons").add(word(Slot.Reason.EARLIEST));
    slot.room().ifPresent(room -> json.put("room", room.value()));
    slot.noneBefore().ifPresent(until -> json.put("noneBefore", until.toString()));
    return json.put("tzVersion", slot.tzVersion());
  }

  static ObjectNode write(SlotCheck check) {
    ObjectNode json =
        range(check.range()).put("free", check.isFree()).put("tooSoon", check.isTooSoon());
    json.set("blockedBy", blockers(check.blockers()));
    return json;
  }

  private static ArrayNode blockers(List<Blocker> blockers) {
    ArrayNode all = Json.array();
    for (Blocker blocker : blockers) {
      ObjectNode json = blocker.range().map(SlotsJson::range).orElseGet(Json::object);
      all.add(
          json.put("calendarId", blocker.calendar().value()).put("reason", word(blocker.reason())));
    }
    return all;
  }

  private static ObjectNode range(TimeRange range) {
    return Json.object().put("start", range.start().toString()).put("end", range.end().toString());
  }

  /** A constant as clients know it: {@code BACK_TO_BACK} is {@code backToBack}. */
  private static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_", -1)) {
      String small = part.toLowerCase(Locale.ROOT);
      word.append(word.isEmpty() ? small : part.charAt(0) + small.substring(1));
    }
    return word.toString();
  }
}
