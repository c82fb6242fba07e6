package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What handlers ask of a request, and how they answer it. */
final class Requests {

  private static final String CALLER = "caller";
  private static final String REQUEST_ID = "requestId";
  private static final String ADDRESS = "address";
  private static final int LONGEST_PARAMETER = 1_000;

  private Requests() {}

  static void caller(Context ctx, Caller caller) {
    ctx.attribute(CALLER, caller);
  }

  /** Who sent the request; only for paths that need a token. */
  static Caller caller(Context ctx) {
    return Objects.requireNonNull(ctx.<Caller>attribute(CALLER), "a path without a caller");
  }

  static void id(Context ctx, String requestId) {
    ctx.attribute(REQUEST_ID, requestId);
  }

  static String id(Context ctx) {
    String id = ctx.attribute(REQUEST_ID);
    return id == null ? "" : id;
  }

  static void address(Context ctx, String address) {
    ctx.attribute(ADDRESS, address);
  }

  /** The address of the client, behind the proxies that are trusted. */
  static String address(Context ctx) {
    return Objects.requireNonNull(ctx.<String>attribute(ADDRESS), "a request from nowhere");
  }

  static CalendarId calendarId(Context ctx) {
    return calendarId(ctx.pathParam("calendarId"));
  }

  static CalendarId calendarId(String text) {
    try {
      return CalendarId.of(text);
    } catch (IllegalArgumentException e) {
      // What cannot be the name of a calendar names none.
      throw Problem.notFound();
    }
  }

  static EventId eventId(Context ctx) {
    try {
      return EventId.of(ctx.pathParam("eventId"));
    } catch (IllegalArgumentException e) {
      throw Problem.notFound();
    }
  }

  /** A query parameter; null if it is absent or empty. */
  static @Nullable String parameter(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > LONGEST_PARAMETER) {
      throw Problem.badParameter(name, name + " may have " + LONGEST_PARAMETER + " characters");
    }
    String trouble = Texts.trouble(value);
    if (trouble != null) {
      throw Problem.badParameter(name, name + " " + trouble);
    }
    return value;
  }

  static boolean flag(Context ctx, String name) {
    String value = parameter(ctx, name);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw Problem.badParameter(name, name + " must be true or false");
  }

  static int number(Context ctx, String name, int least, int most, int otherwise) {
    String value = parameter(ctx, name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("\\d{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Problem.badParameter(
        name, name + " must be a whole number from " + least + " to " + most);
  }

  static long sequence(Context ctx, String name, long otherwise) {
    String value = parameter(ctx, name);
    if (value == null) {
      return otherwise;
    }
    if (value.matches("\\d{1,18}")) {
      return Long.parseLong(value);
    }
    throw Problem.badParameter(name, name + " must be a whole number, not negative");
  }

  static @Nullable Instant instant(Context ctx, String name) {
    String value = parameter(ctx, name);
    if (value == null) {
      return null;
    }
    try {
      // A plus sign that was not escaped arrives as a space.
      return Instants.parse(value.replace(' ', '+'));
    } catch (DateTimeException e) {
      throw Problem.badParameter(
          name, name + " must be an RFC 3339 instant such as 2026-03-02T08:30:00Z");
    }
  }

  static Instant requiredInstant(Context ctx, String name) {
    Instant instant = instant(ctx, name);
    if (instant == null) {
      throw Problem.badParameter(name, name + " is missing");
    }
    return instant;
  }

  static void answer(Context ctx, int status, JsonNode json) {
    ctx.status(status).contentType("application/json").result(Json.write(json));
  }
}
