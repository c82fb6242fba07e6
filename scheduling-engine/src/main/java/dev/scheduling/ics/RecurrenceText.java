package dev.scheduling.ics;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceSet;
import dev.scheduling.recurrence.RecurrenceTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Property;

/** Writes what makes an event repeat. */
final class RecurrenceText {

  private static final int MOST_IN_A_DAY = 100;
  private static final long DAY_SECONDS = 86_400;
  private static final String DATES = "EXDATE;VALUE=DATE:";

  /** A length in a period that lacks the minutes which section 3.3.6 asks for. */
  private static final Pattern HOURS_AND_SECONDS = Pattern.compile("(\\d+)H(\\d+)S");

  private RecurrenceText() {}

  static List<Property> of(Event event) {
    List<Property> properties = new ArrayList<>();
    if (!event.isRecurring()) {
      return properties;
    }
    boolean timed = !event.start().isAllDay();
    for (String line : event.recurrence().toLines()) {
      if (!(timed && line.startsWith(DATES))) {
        properties.add(property(event, line));
      }
    }
    if (timed) {
      addExcludedDays(event, properties);
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

  /**
   * A day taken from a series with times is written as the times that it takes away: few readers
   * understand a date there.
   */
  private static void addExcludedDays(Event event, List<Property> properties) {
    RecurrenceSet set = event.recurrence();
    List<LocalDate> days = new ArrayList<>();
    for (RecurrenceTime exclusion : set.exclusions()) {
      if (exclusion instanceof RecurrenceTime.OnDate on) {
        days.add(on.date());
      }
    }
    if (days.isEmpty()) {
      return;
    }
    RecurrenceSet.Builder without = event.start().startingHere().options(set.options());
    set.rules().forEach(without::rule);
    set.extraTimes().forEach(without::including);
    OccurrenceCursor cursor = without.build().cursor();
    for (LocalDate day : days) {
      long midnight = day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
      cursor.seekLocal(midnight);
      for (int i = 0; i < MOST_IN_A_DAY && cursor.next(); i++) {
        if (cursor.localSecond() >= midnight + DAY_SECONDS) {
          break;
        }
        if (cursor.localSecond() >= midnight) {
          EventTime excluded = event.start().withLocal(cursor.local());
          properties.add(EventText.timeProperty("EXDATE", excluded));
        }
      }
    }
  }
}
