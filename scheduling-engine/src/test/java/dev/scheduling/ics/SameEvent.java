package dev.scheduling.ics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.recurrence.RecurrenceTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;

/** Checks that an event came back from text as it was, as far as {@link IcsWriter} promises. */
final class SameEvent {

  private static final int OCCURRENCES = 60;

  private SameEvent() {}

  static void check(Event expected, Event actual) {
    String of = expected.toString();
    assertEquals(expected.icalUid(), actual.icalUid(), of);
    assertEquals(expected.title(), actual.title(), of);
    assertEquals(expected.description(), actual.description(), of);
    assertEquals(expected.location(), actual.location(), of);
    assertEquals(expected.start(), actual.start(), of);
    assertEquals(endOf(expected), endOf(actual), of);
    assertEquals(expected.length(), actual.length(), of);
    assertEquals(expected.isRecurring(), actual.isRecurring(), of);
    boolean byDay = excludesDays(expected);
    assertEquals(linesOf(expected, byDay), linesOf(actual, byDay), of);
    assertEquals(
        new HashSet<OccurrenceOverride>(expected.overrides()),
        new HashSet<OccurrenceOverride>(actual.overrides()),
        of);
    assertEquals(expected.transparency(), actual.transparency(), of);
    assertEquals(expected.status(), actual.status(), of);
    assertEquals(expected.tags(), actual.tags(), of);
    assertEquals(expected.reminders(), actual.reminders(), of);
    assertEquals(expected.stamp().sequence(), actual.stamp().sequence(), of);
    assertEquals(
        expected.stamp().created().truncatedTo(ChronoUnit.SECONDS), actual.stamp().created(), of);
    assertEquals(
        expected.stamp().updated().truncatedTo(ChronoUnit.SECONDS), actual.stamp().updated(), of);
    assertEquals(occurrences(expected), occurrences(actual), of);
  }

  /** An end at the start is written as no end at all. */
  private static Object endOf(Event event) {
    return event.length().isZero() ? new EventEnd.Lasting(event.length()) : event.end();
  }

  private static boolean excludesDays(Event event) {
    return !event.start().isAllDay()
        && event.recurrence().exclusions().stream()
            .anyMatch(time -> time instanceof RecurrenceTime.OnDate);
  }

  /** A day excluded from a series with times comes back as times, which the occurrences show. */
  private static List<String> linesOf(Event event, boolean byDay) {
    return event.recurrence().toLines().stream()
        .filter(line -> !(byDay && line.startsWith("EXDATE")))
        .map(line -> event.start() instanceof EventTime.Floating ? line.replace("Z", "") : line)
        .toList();
  }

  private static List<String> occurrences(Event event) {
    Instant start = event.start().instant(Samples.BERLIN.zone()).minus(500, ChronoUnit.DAYS);
    Iterator<Occurrence> all =
        event
            .occurrences(Samples.BERLIN.zone())
            .in(TimeRange.of(start, start.plus(20_000, ChronoUnit.DAYS)));
    List<String> first = new ArrayList<>();
    while (all.hasNext() && first.size() < OCCURRENCES) {
      Occurrence occurrence = all.next();
      first.add(occurrence.id() + " " + occurrence.range() + " " + occurrence.title());
    }
    return first;
  }
}
