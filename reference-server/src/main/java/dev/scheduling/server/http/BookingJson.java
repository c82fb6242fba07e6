package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.engine.BookingResult;
import dev.scheduling.engine.BookingResult.Booked;
import dev.scheduling.engine.BookingResult.Conflicting;
import dev.scheduling.recurrence.InvalidRecurrenceException;
import java.util.function.Supplier;

/** What came of a booking, in JSON. */
final class BookingJson {

  private BookingJson() {}

  /**
   * What was booked.
   *
   * @throws Problem if it was refused, for a conflict or because it makes no sense
   */
  static Booked booked(Supplier<BookingResult> attempt) {
    BookingResult result;
    try {
      result = attempt.get();
    } catch (InvalidEventException | InvalidRecurrenceException e) {
      throw EventJson.invalid(e);
    }
    if (result instanceof Conflicting conflicting) {
      throw ConflictJson.refusal(conflicting);
    }
    return (Booked) result;
  }

  /** The event, with what its calendar's policy let pass; both parts where a series was split. */
  static ObjectNode write(Booked booked) {
    ObjectNode json = EventJson.write(booked.event());
    booked
        .followingPart()
        .ifPresent(
            following -> {
              ObjectNode first = json.deepCopy();
              json.removeAll();
              json.set("event", first);
              json.set("following", EventJson.write(following));
            });
    if (!booked.warnings().isClear()) {
      json.set("warnings", ConflictJson.write(booked.warnings()));
    }
    booked.checkedUntil().ifPresent(until -> json.put("checkedUntil", until.toString()));
    return json;
  }
}
