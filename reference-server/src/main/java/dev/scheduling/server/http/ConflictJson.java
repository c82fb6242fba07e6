package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.conflict.Conflict;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.engine.BookingResult.Conflicting;
import dev.scheduling.server.json.Json;

/** Conflicts in JSON, and the refusal that they cause. */
final class ConflictJson {

  private ConflictJson() {}

  static Problem refusal(Conflicting result) {
    int count = result.report().count();
    Problem problem =
        Problem.conflict(
            "schedule-conflict",
            "The time is taken",
            count == 1
                ? "it overlaps another event"
                : "it overlaps other events " + count + " times");
    problem.more().setAll(write(result.report()));
    ArrayNode suggestions = problem.more().putArray("suggestions");
    for (SlotSuggestion suggestion : result.suggestions()) {
      ObjectNode item = suggestions.addObject();
      item.set("start", TimeJson.write(suggestion.start()));
      item.set("end", TimeJson.write(suggestion.end()));
      item.put("reason", word(suggestion.reason()));
    }
    return problem;
  }

  private static String word(SlotSuggestion.Reason reason) {
    return switch (reason) {
      case LATER_SAME_DAY -> "laterSameDay";
      case EARLIER_SAME_DAY -> "earlierSameDay";
      case SAME_TIME_ANOTHER_DAY -> "sameTimeAnotherDay";
    };
  }

  static ObjectNode write(ConflictReport report) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("conflicts");
    for (Conflict conflict : report.conflicts()) {
      Occurrence existing = conflict.existing();
      ObjectNode item =
          items
              .addObject()
              .put("eventId", existing.event().id().value())
              .put("calendarId", conflict.calendar().value())
              .put("title", existing.title())
              .put("occurrence", existing.id().toString());
      if (conflict.held()) {
        // The name of a hold is for its owner, who lets it go with it or books in its place.
        item.remove("eventId");
        item.put("held", true);
      }
      item.set("start", TimeJson.write(existing.start()));
      item.set("end", TimeJson.write(existing.end()));
      item.put("overlapStart", conflict.overlap().start().toString())
          .put("overlapEnd", conflict.overlap().end().toString())
          .put("requestedOccurrence", conflict.requested().id().toString());
    }
    return json.put("conflictCount", report.count());
  }
}
