package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.RecurrenceWords;
import dev.scheduling.server.account.Accounts;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/recurrence/preview}: what a series would come to, without an event and without writing
 * anything. Floating times and dates are placed in the zone of the caller's account.
 */
public final class RecurrenceHandler {

  private static final int OCCURRENCES = 100;
  private static final int MOST_OCCURRENCES = 1_000;
  private static final int MOST_LINES = 2_000;
  private static final int LONGEST_LINE = 100_000;

  /** Before the first year that a series may lie in, in every zone. */
  private static final Instant BEFORE_ALL = Instant.parse("0000-12-01T00:00:00Z");

  private final Accounts accounts;

  public RecurrenceHandler(Accounts accounts) {
    this.accounts = accounts;
  }

  void preview(Context ctx) {
    Fields body = Fields.of(RequestBody.json(ctx));
    EventTime start = TimeJson.read(body, "start");
    if (start == null && !body.has("start")) {
      body.wrong("start", "start is missing");
    }
    List<String> lines = body.texts(EventJson.RECURRENCE, MOST_LINES, LONGEST_LINE);
    if (lines == null && !body.has(EventJson.RECURRENCE)) {
      body.wrong(EventJson.RECURRENCE, EventJson.RECURRENCE + " is missing");
    }
    Long limit = body.integer("limit", 1, MOST_OCCURRENCES);
    Instant from = body.instant("from");
    Instant to = body.instant("to");
    if (from != null && to != null && !from.isBefore(to)) {
      body.wrong("to", "to must be after from, but is " + to);
    }
    body.check();
    if (start == null || lines == null) {
      throw new IllegalStateException("what is missing was not complained about");
    }
    RecurrenceSet set = series(start, lines).placedIn(zone(ctx));
    ObjectNode json = Json.object();
    OccurrenceCursor cursor = cursor(set, from, to);
    String end =
        walk(
            cursor,
            start,
            json.putArray("occurrences"),
            limit == null ? OCCURRENCES : limit.intValue());
    json.put("end", end);
    if (!set.rules().isEmpty()) {
      json.putObject("inWords")
          .put("en", words(set, Locale.ENGLISH))
          .put("ko", words(set, Locale.KOREAN));
    }
    Requests.answer(ctx, 200, json);
  }

  private ZoneId zone(Context ctx) {
    return accounts.find(Requests.caller(ctx).account()).orElseThrow(Problem::notFound).timeZone();
  }

  private static RecurrenceSet series(EventTime start, List<String> lines) {
    RecurrenceSet.Builder series = start.startingHere();
    String pointer = "/" + EventJson.RECURRENCE;
    try {
      for (int i = 0; i < lines.size(); i++) {
        pointer = "/" + EventJson.RECURRENCE + "/" + i;
        series.line(lines.get(i));
      }
      pointer = "/" + EventJson.RECURRENCE;
      return series.build();
    } catch (InvalidRecurrenceException e) {
      throw Problem.invalid(pointer, String.valueOf(e.getMessage()));
    }
  }

  private static OccurrenceCursor cursor(
      RecurrenceSet set, @Nullable Instant from, @Nullable Instant to) {
    if (to != null) {
      return set.cursor(from == null ? BEFORE_ALL : from, to);
    }
    OccurrenceCursor cursor = set.cursor();
    if (from != null) {
      cursor.seek(from);
    }
    return cursor;
  }

  /** Writes up to {@code limit} occurrences and tells why there are no more. */
  private static String walk(OccurrenceCursor cursor, EventTime start, ArrayNode items, int limit) {
    while (cursor.next()) {
      if (items.size() == limit) {
        return EventJson.word(OccurrenceCursor.End.LIMIT);
      }
      items.add(write(start.withLocal(cursor.local()), cursor.instant()));
    }
    return EventJson.word(cursor.end());
  }

  private static ObjectNode write(EventTime start, Instant instant) {
    RecurrenceId id =
        start instanceof EventTime.Zoned ? new RecurrenceId.At(instant) : RecurrenceId.of(start);
    ObjectNode json = Json.object();
    json.set("start", TimeJson.write(start));
    return json.put("startInstant", instant.toString())
        .put("allDay", start.isAllDay())
        .put("occurrence", id.toString());
  }

  private static String words(RecurrenceSet set, Locale locale) {
    return set.rules().stream()
        .map(rule -> RecurrenceWords.of(rule, locale))
        .collect(Collectors.joining("; "));
  }
}
