package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.server.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The times of events in JSON: {@code {dateTime, timeZone}} or {@code {date}}. */
final class TimeJson {

  static final String DATE_TIME = "dateTime";
  static final String TIME_ZONE = "timeZone";
  static final String DATE = "date";

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC);

  private TimeJson() {}

  static ObjectNode write(EventTime time) {
    ObjectNode json = Json.object();
    if (time instanceof EventTime.AllDay allDay) {
      return json.put(DATE, allDay.date().toString());
    }
    json.put(DATE_TIME, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.local()));
    return time instanceof EventTime.Zoned zoned
        ? json.put(TIME_ZONE, nameOf(zoned.zone()))
        : json.putNull(TIME_ZONE);
  }

  /** An instant as a date-time in UTC. */
  static ObjectNode utc(Instant instant) {
    return Json.object().put(DATE_TIME, UTC.format(instant)).put(TIME_ZONE, "UTC");
  }

  static String nameOf(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** Reads the member {@code name}; null if it is absent, or wrong and complained about. */
  static @Nullable EventTime read(Fields body, String name) {
    Fields time = body.object(name);
    if (time == null) {
      return null;
    }
    if (time.has(DATE) == time.has(DATE_TIME)) {
      body.wrong(name, name + " must have either date or dateTime");
      return null;
    }
    if (time.has(DATE)) {
      return date(time);
    }
    String text = time.text(DATE_TIME, 40);
    ZoneId zone = time.zone(TIME_ZONE);
    if (text == null || (zone == null && time.has(TIME_ZONE))) {
      return null;
    }
    LocalDateTime local = local(time, text);
    if (local == null) {
      return null;
    }
    return time.parsed(
        DATE_TIME, () -> zone == null ? EventTime.of(local) : new EventTime.Zoned(local, zone));
  }

  private static @Nullable EventTime date(Fields time) {
    String text = time.text(DATE, 40);
    if (text == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      return time.parsed(DATE, () -> EventTime.of(date));
    } catch (DateTimeException e) {
      time.wrong(DATE, "date must be a day such as 2026-03-02");
      return null;
    }
  }

  private static @Nullable LocalDateTime local(Fields time, String text) {
    try {
      return LocalDateTime.parse(text).withNano(0);
    } catch (DateTimeException e) {
      time.wrong(DATE_TIME, "dateTime must be local, such as 2026-03-02T09:30:00");
      return null;
    }
  }
}
