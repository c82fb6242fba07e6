package dev.scheduling.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.CalendarId;
import dev.scheduling.engine.CalendarFiles;
import dev.scheduling.engine.SchedulingEngine;
import dev.scheduling.ics.IcsLimits;
import dev.scheduling.ics.IcsTooLargeException;
import dev.scheduling.ics.IcsWarning;
import dev.scheduling.ics.InvalidIcsException;
import dev.scheduling.ics.SkippedComponent;
import dev.scheduling.server.account.AccessLevel;
import dev.scheduling.server.json.Json;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code /v1/calendars/{calendarId}/import} and {@code export}: iCalendar files in and out. */
public final class TransferHandler {

  private static final String ICALENDAR = "text/calendar";

  private final SchedulingEngine engine;
  private final Gate gate;

  public TransferHandler(SchedulingEngine engine, Gate gate) {
    this.engine = engine;
    this.gate = gate;
  }

  void importFile(Context ctx) {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.WRITE);
    byte[] file = RequestBody.bytes(ctx, IcsLimits.STANDARD.octets(), ICALENDAR);
    CalendarFiles.ImportReport report;
    try {
      report = engine.files().importFile(calendar, file);
    } catch (IcsTooLargeException e) {
      throw Problem.tooLarge(String.valueOf(e.getMessage()));
    } catch (InvalidIcsException e) {
      throw Problem.unreadable(String.valueOf(e.getMessage()));
    }
    Requests.answer(ctx, 200, write(report));
  }

  private static ObjectNode write(CalendarFiles.ImportReport report) {
    ObjectNode json =
        Json.object().put("imported", report.imported()).put("updated", report.updated());
    ArrayNode skipped = json.putArray("skipped");
    for (SkippedComponent component : report.skipped()) {
      skipped
          .addObject()
          .put("uid", component.uid())
          .put("component", component.component())
          .put("reason", component.reason());
    }
    ArrayNode warnings = json.putArray("warnings");
    for (IcsWarning warning : report.warnings()) {
      warnings.addObject().put("uid", warning.uid()).put("message", warning.message());
    }
    return json;
  }

  void export(Context ctx) throws IOException {
    CalendarId calendar = Requests.calendarId(ctx);
    gate.require(ctx, calendar, AccessLevel.READ);
    ctx.contentType("text/calendar; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"calendar.ics\"");
    engine.files().exportTo(calendar, ctx.outputStream());
  }
}
