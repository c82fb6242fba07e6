package dev.scheduling.ics;

import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.recurrence.RecurrenceTime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes events as one iCalendar stream, strictly as RFC 5545 has it: every zone in use has its
 * VTIMEZONE, the type of UNTIL, RDATE and EXDATE is that of DTSTART, lines are folded at 75 octets.
 *
 * <p>{@link IcsReader} reads it back to equal events, except for their ids, fractions of a second
 * in their stamps and control characters in their texts, and that a day excluded from a series with
 * times comes back as the times that it excluded.
 *
 * <p>Immutable and thread-safe.
 */
public final class IcsWriter {

  private static final String PRODUCT = "-//dev.scheduling//scheduling-engine//EN";

  private IcsWriter() {}

  /** A writer that names this library as the product. */
  public static IcsWriter standard() {
    return new IcsWriter();
  }

  /**
   * Writes a calendar in UTF-8. The stream is flushed and left open.
   *
   * @param events iterated twice, once for the zones that they use; one at a time is held as text
   */
  public void write(Calendar calendar, Iterable<Event> events, OutputStream out)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    write(calendar, events, writer);
    writer.flush();
  }

  /**
   * Writes a calendar as text.
   *
   * @param events iterated twice, once for the zones that they use; one at a time is held as text
   */
  public void write(Calendar calendar, Iterable<Event> events, Appendable out) throws IOException {
    FoldingAppender lines = new FoldingAppender(out);
    lines.append("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n");
    lines.append(WrittenProperty.text("PRODID", PRODUCT).toString());
    lines.append(WrittenProperty.text("X-WR-CALNAME", calendar.name()).toString());
    lines.append(WrittenProperty.text("X-WR-TIMEZONE", ZoneText.tzid(calendar.zone())).toString());
    for (Map.Entry<ZoneId, Integer> use : firstYears(events).entrySet()) {
      lines.append(ZoneText.of(use.getKey(), use.getValue()).toString());
    }
    for (Event event : events) {
      lines.append(EventText.of(event).toString());
      for (OccurrenceOverride change : event.overrides()) {
        lines.append(EventText.of(event, change).toString());
      }
    }
    lines.append("END:VCALENDAR\r\n");
  }

  /** A calendar as one string; for small ones. */
  public String toText(Calendar calendar, Iterable<Event> events) {
    StringBuilder text = new StringBuilder();
    try {
      write(calendar, events, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A StringBuilder has no trouble of this kind.
    }
    return text.toString();
  }

  /** The zones in use, in order of their names, each with the first year that it is needed in. */
  private static Map<ZoneId, Integer> firstYears(Iterable<Event> events) {
    Map<ZoneId, Integer> years = new TreeMap<>(Comparator.comparing(ZoneId::getId));
    for (Event event : events) {
      note(event.start(), years);
      if (event.end() instanceof EventEnd.At at) {
        note(at.time(), years);
      }
      event.overrides().forEach(change -> note(change.start(), years));
      for (RecurrenceTime extra : event.recurrence().extraTimes()) {
        if (extra instanceof RecurrenceTime.AtLocalTime local) {
          note(event.start().withLocal(local.time()), years);
        }
      }
    }
    return years;
  }

  private static void note(EventTime time, Map<ZoneId, Integer> years) {
    if (time instanceof EventTime.Zoned zoned && !zoned.zone().equals(ZoneOffset.UTC)) {
      years.merge(zoned.zone(), zoned.local().getYear(), Math::min);
    }
  }
}
