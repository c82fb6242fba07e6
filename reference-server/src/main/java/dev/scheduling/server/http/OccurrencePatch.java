package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.server.json.Json;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A merge patch of one occurrence of a series. */
final class OccurrencePatch {

  private static final List<String> OF_THE_SERIES =
      List.of(EventJson.RECURRENCE, EventJson.REMINDERS, "calendarId", EventJson.ALSO_IN);

  private OccurrencePatch() {}

  /**
   * The change that a patch makes of an occurrence.
   *
   * @throws Problem 404 if the series has no such occurrence, 422 if the patch makes no sense
   */
  static OccurrenceOverride apply(Event series, RecurrenceId id, ObjectNode patch) {
    Occurrence now =
        series
            .occurrences(ZoneOffset.UTC)
            .at(id)
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "occurrence", "the series has no occurrence that was to start at " + id));
    for (String name : OF_THE_SERIES) {
      if (patch.hasNonNull(name)) {
        throw Problem.invalid("/" + name, name + " belongs to the whole series; use scope=all");
      }
    }
    ObjectNode merged = MergePatch.apply(asEvent(now), patch);
    Event changed = EventJson.read(merged, series.id(), series.calendar(), null, List.of());
    return new OccurrenceOverride(
        id,
        OccurrenceOverride.Range.THIS,
        changed.start(),
        changed.length(),
        unlessSame(changed.title(), series.title()),
        unlessSame(changed.description(), series.description()),
        unlessSame(changed.location(), series.location()),
        unlessSame(changed.transparency(), series.transparency()),
        unlessSame(changed.status(), series.status()),
        unlessSame(changed.tags(), series.tags()));
  }

  /** What is as in the series stays so when the series changes. */
  private static <T> @Nullable T unlessSame(T value, T inSeries) {
    return value.equals(inSeries) ? null : value;
  }

  private static ObjectNode asEvent(Occurrence occurrence) {
    ObjectNode json = Json.object().put("title", occurrence.title());
    json.put("description", occurrence.description()).put("location", occurrence.location());
    json.set("start", TimeJson.write(occurrence.start()));
    json.set("end", TimeJson.write(occurrence.end()));
    json.put("transparency", EventJson.word(occurrence.transparency()))
        .put("status", EventJson.word(occurrence.status()));
    ArrayNode tags = json.putArray("tags");
    occurrence.tags().forEach(tags::add);
    return json;
  }
}
