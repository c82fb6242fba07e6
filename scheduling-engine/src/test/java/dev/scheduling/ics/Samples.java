package dev.scheduling.ics;

import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Occurrence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Small files for the tests, made of lines. */
final class Samples {

  static final Calendar BERLIN =
      Calendar.of(OwnerId.of("anna"), "Work", ZoneId.of("Europe/Berlin"));

  private Samples() {}

  /** A calendar that holds some lines. */
  static String calendar(String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//test//EN\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:VCALENDAR\r\n";
  }

  /** A VEVENT that holds some lines. */
  static String event(String... lines) {
    return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT";
  }

  static IcsContent read(String file) {
    return read(file.getBytes(StandardCharsets.UTF_8));
  }

  static IcsContent read(byte[] file) {
    return IcsReader.standard().read(file, BERLIN);
  }

  /** What a calendar holds that has one VEVENT of these lines. */
  static IcsContent readEvent(String... lines) {
    return read(calendar(event(lines)));
  }

  /** The only event of a file from which nothing was skipped. */
  static Event only(IcsContent content) {
    if (content.events().size() != 1 || !content.skipped().isEmpty()) {
      throw new AssertionError(content.events() + " " + content.skipped());
    }
    return content.events().get(0);
  }

  /** The starts of the first occurrences in the 2020s. */
  static List<Instant> starts(Event event, int most) {
    List<Instant> starts = new ArrayList<>();
    Iterator<Occurrence> occurrences =
        event
            .occurrences(BERLIN.zone())
            .in(
                TimeRange.of(
                    Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z")));
    while (occurrences.hasNext() && starts.size() < most) {
      starts.add(occurrences.next().range().start());
    }
    return starts;
  }

  static String messages(IcsContent content) {
    return String.join("\n", content.warnings().stream().map(IcsWarning::message).toList());
  }
}
