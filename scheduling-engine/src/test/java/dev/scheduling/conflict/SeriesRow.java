package dev.scheduling.conflict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.TimeRange;
import dev.scheduling.recurrence.RecurrenceOptions;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A row of {@code series-conflicts.jsonl}. */
record SeriesRow(String id, Series a, Series b, FirstConflict expected) {

  private static final Set<String> FIELDS =
      Set.of("dtstart", "tz", "allDay", "rrule", "dur", "exdate", "rdate", "overrides");

  static SeriesRow of(JsonNode row) {
    ZoneId calendarZone = ZoneId.of(row.path("calendarZone").asText("UTC"));
    return new SeriesRow(
        row.path("id").asText(),
        series(row.get("a"), calendarZone),
        series(row.get("b"), calendarZone),
        expected(row.get("expect")));
  }

  private static FirstConflict expected(JsonNode expect) {
    if (expect.size() == 1 && expect.has("first")) {
      return new FirstConflict.Conflict(Instant.parse(expect.get("first").asText()));
    }
    if (expect.size() == 1 && expect.path("never").asBoolean()) {
      return new FirstConflict.Never(FirstConflict.Proof.CYCLE, "any");
    }
    throw new IllegalArgumentException("unknown expectation " + expect);
  }

  private static Series series(JsonNode json, ZoneId calendarZone) {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException("unknown field of a series: " + field);
              }
            });
    boolean allDay = json.path("allDay").asBoolean();
    String tz = json.get("tz").asText();
    ZoneId zone = tz.equals("floating") ? calendarZone : ZoneId.of(tz);
    String start = json.get("dtstart").asText();
    RecurrenceSet.Builder set =
        allDay
            ? RecurrenceSet.startingOn(LocalDate.parse(start))
            : tz.equals("floating")
                ? RecurrenceSet.startingAt(LocalDateTime.parse(start))
                : RecurrenceSet.startingAt(LocalDateTime.parse(start), zone);
    // The rows mean what the rules make: m31 begins off its rule's pattern and does not count that.
    set.options(RecurrenceOptions.DEFAULTS.withOffPatternStart(OffPatternStart.IGNORED));
    if (json.has("rrule")) {
      set.rule(RecurrenceRule.parse(json.get("rrule").asText()));
    }
    for (JsonNode time : json.path("rdate")) {
      if (allDay) {
        set.including(LocalDate.parse(time.asText()));
      } else {
        set.including(LocalDateTime.parse(time.asText()));
      }
    }
    for (JsonNode time : json.path("exdate")) {
      if (allDay) {
        set.excluding(LocalDate.parse(time.asText()));
      } else {
        set.excluding(LocalDateTime.parse(time.asText()));
      }
    }
    String length = json.get("dur").asText();
    RecurrenceSet starts = set.build().placedIn(zone);
    Series series =
        length.startsWith("PT")
            ? Series.of(starts, Duration.parse(length))
            : Series.of(starts, Period.parse(length));
    Map<Instant, TimeRange> moved = new HashMap<>();
    Set<Instant> cancelled = new HashSet<>();
    for (JsonNode override : json.path("overrides")) {
      Instant recurrenceId = instant(override.get("recurrenceId").asText(), zone);
      if (override.path("cancelled").asBoolean()) {
        cancelled.add(recurrenceId);
      } else {
        Instant to = instant(override.get("start").asText(), zone);
        Duration lasting = Duration.parse(override.path("dur").asText(length));
        moved.put(recurrenceId, TimeRange.of(to, lasting));
      }
    }
    return series.withOverrides(moved, cancelled);
  }

  private static Instant instant(String local, ZoneId zone) {
    return local.contains("T")
        ? LocalDateTime.parse(local).atZone(zone).toInstant()
        : LocalDate.parse(local).atStartOfDay(zone).toInstant();
  }
}
