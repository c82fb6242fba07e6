package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Property;

/** Writes what makes an event repeat. */
final class RecurrenceText {

  /** A length in a period that lacks the minutes which section 3.3.6 asks for. */
  private static final Pattern HOURS_AND_SECONDS = Pattern.compile("(\\d+)H(\\d+)S");

  private RecurrenceText() {}

  static List<Property> of(Event event) {
    List<Property> properties = new ArrayList<>();
    if (!event.isRecurring()) {
      return properties;
    }
    for (String line : event.recurrence().toLines()) {
      properties.add(property(event, line));
    }
    return properties;
  }

  private static Property property(Event event, String line) {
    String value = line.substring(line.lastIndexOf(':') + 1);
    if (event.start() instanceof EventTime.Floating) {
      value = value.replace("Z", ""); // As which the series reads it: it has no other times.
    }
    value = HOURS_AND_SECONDS.matcher(value).replaceAll("$1H0M$2S");
    int end = 0;
    while (Character.isLetter(line.charAt(end))) {
      end++;
    }
    List<String> parameters = new ArrayList<>();
    for (String kind : List.of("DATE", "PERIOD")) {
      if (line.startsWith(";VALUE=" + kind, end)) {
        parameters.addAll(List.of("VALUE", kind));
      }
    }
    if (line.indexOf(";TZID=", end) >= 0 && event.start() instanceof EventTime.Zoned zoned) {
      parameters.addAll(List.of("TZID", ZoneText.tzid(zoned.zone())));
    }
    return new WrittenProperty(line.substring(0, end), value, parameters.toArray(String[]::new));
  }
}
