package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.json.Json;
import java.util.List;
import java.util.Map;

/** JSON merge patch (RFC 7396), with one addition for members that exclude each other. */
final class MergePatch {

  /*
   * A start is either a date or a date-time, and an event has either an end or a duration. To go from
   * one to the other RFC 7396 would have a client name the old one with null. Who forgets that means
   * the new one all the same, so setting one of such a pair removes the other.
   */
  private static final Map<String, List<String>> EXCLUDES =
      Map.of(
          "date", List.of("dateTime", "timeZone"),
          "dateTime", List.of("date"),
          "end", List.of("duration"),
          "duration", List.of("end"));

  private MergePatch() {}

  /** What {@code target} is after {@code patch}; both stay as they are. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (value.isNull()) {
        result.remove(name);
        continue;
      }
      EXCLUDES.getOrDefault(name, List.of()).stream()
          .filter(other -> !patch.hasNonNull(other))
          .forEach(result::remove);
      if (value instanceof ObjectNode inner) {
        ObjectNode before = result.get(name) instanceof ObjectNode now ? now : Json.object();
        result.set(name, apply(before, inner));
      } else {
        result.set(name, value);
      }
    }
    return result;
  }
}
