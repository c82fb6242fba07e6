package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.BookingResult.Booked;
import dev.scheduling.engine.Bookings;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.server.account.AccessLevel;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code /v1/calendars/{calendarId}/events/{eventId}}: changing and deleting, in parts or whole.
 */
public final class EventChangeHandler {

  private static final Pattern YEAR = Pattern.compile("(?!0000)\\d{4}-");

  private final SchedulingEngine engine;
  private final Gate gate;

  public EventChangeHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  /** How much of a series is meant. */
  private enum Scope {
    ALL,
    THIS,
    FOLLOWING
  }

  void change(Context ctx) {
    Event now = present(ctx);
    requireAll(ctx, now);
    long version = ETags.required(ctx, now.stamp().version());
    Scope scope = scope(ctx, now);
    ObjectNode patch = RequestBody.json(ctx);
    Bookings bookings =
        Requests.flag(ctx, "dryRun") ? engine.bookings().dryRun() : engine.bookings();
    Supplier<BookingResult> attempt =
        switch (scope) {
          case ALL -> {
            Event changed = whole(ctx, now, patch);
            yield () -> bookings.change(now.calendar(), changed, version);
          }
          case THIS -> {
            OccurrenceOverride changed = OccurrencePatch.apply(now, occurrence(ctx), patch);
            yield () -> bookings.changeOccurrence(now.calendar(), now.id(), changed, version);
          }
          case FOLLOWING -> {
            RecurrenceId from = occurrence(ctx);
            for (String name : List.of("calendarId", EventJson.ALSO_IN)) {
              if (patch.has(name)) {
                throw Problem.invalid(
                    "/" + name, name + " belongs to the whole series; use scope=all");
              }
            }
            yield () ->
                bookings.changeFollowing(
                    now.calendar(), now.id(), from, part -> patched(part, patch), version);
          }
        };
    Booked booked = BookingJson.booked(attempt);
    ctx.header("ETag", ETags.of(booked.event().stamp().version()));
    Requests.answer(ctx, 200, BookingJson.write(booked));
  }

  private Event whole(Context ctx, Event now, ObjectNode patch) {
    ObjectNode merged = MergePatch.apply(EventJson.write(now), patch);
    CalendarId to = now.calendar();
    if (patch.hasNonNull("calendarId")) {
      Fields fields = Fields.of(patch);
      to = Requests.calendarId(fields.requiredText("calendarId", 1_000));
      fields.check();
    }
    Event changed = EventJson.read(merged, now.id(), to, now, now.reminders());
    requireAll(ctx, changed);
    return changed;
  }

  /** Who takes time in calendars must be allowed to write in each of them. */
  private void requireAll(Context ctx, Event event) {
    event.calendars().forEach(each -> gate.require(ctx, each, AccessLevel.WRITE));
  }

  private static Event patched(Event part, ObjectNode patch) {
    ObjectNode merged = MergePatch.apply(EventJson.write(part), patch);
    return EventJson.read(merged, part.id(), part.calendar(), part, part.reminders());
  }

  void delete(Context ctx) {
    Event now = present(ctx);
    long version = ETags.required(ctx, now.stamp().version());
    Bookings bookings =
        Requests.flag(ctx, "dryRun") ? engine.bookings().dryRun() : engine.bookings();
    switch (scope(ctx, now)) {
      case ALL -> {
        bookings.cancel(now.calendar(), now.id(), version);
        ctx.status(204);
      }
      case THIS -> {
        RecurrenceId occurrence = occurrence(ctx);
        Booked booked =
            BookingJson.booked(
                () -> bookings.cancelOccurrence(now.calendar(), now.id(), occurrence, version));
        ctx.header("ETag", ETags.of(booked.event().stamp().version())).status(204);
      }
      case FOLLOWING -> {
        Optional<Event> left =
            bookings.cancelFollowing(now.calendar(), now.id(), occurrence(ctx), version);
        left.ifPresent(event -> ctx.header("ETag", ETags.of(event.stamp().version())));
        ctx.status(204);
      }
    }
  }

  void restore(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.WRITE);
    EventId event = Requests.eventId(ctx);
    engine
        .bookings()
        .calendarsOf(calendar, event)
        .forEach(each -> gate.require(ctx, each, AccessLevel.WRITE));
    Booked booked = BookingJson.booked(() -> engine.bookings().restore(calendar, event));
    ctx.header("ETag", ETags.of(booked.event().stamp().version()));
    Requests.answer(ctx, 200, BookingJson.write(booked));
  }

  /** The event, which may be named through each of its calendars but belongs to one. */
  private Event present(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.WRITE);
    Event event =
        engine.agenda().event(calendar, Requests.eventId(ctx)).orElseThrow(Problem::notFound);
    if (!event.calendar().equals(calendar)) {
      gate.require(ctx, event.calendar(), AccessLevel.WRITE);
    }
    return event;
  }

  private static Scope scope(Context ctx, Event event) {
    String scope = Requests.parameter(ctx, "scope");
    if (!event.isRecurring()) {
      return Scope.ALL;
    }
    return switch (scope == null ? "" : scope) {
      case "all" -> Scope.ALL;
      case "this" -> Scope.THIS;
      case "following" -> Scope.FOLLOWING;
      default ->
          throw Problem.badParameter("scope", "scope must be all, following or this on a series");
    };
  }

  private static RecurrenceId occurrence(Context ctx) {
    String text = Requests.parameter(ctx, "occurrence");
    if (text == null) {
      throw Problem.badParameter("occurrence", "occurrence must name one by its original start");
    }
    try {
      RecurrenceId id = RecurrenceId.parse(text.replace(' ', '+'));
      if (id instanceof RecurrenceId.At at) {
        Instants.parse(at.toString());
      }
      if (YEAR.matcher(id.toString()).lookingAt()) {
        return id;
      }
    } catch (InvalidEventException | DateTimeException e) {
      // Told below.
    }
    throw Problem.badParameter(
        "occurrence",
        "occurrence must be an original start: an instant, a local date-time or a date");
  }
}
