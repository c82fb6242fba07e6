package dev.scheduling.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.EventId;
import dev.scheduling.SchedulingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How every {@link CalendarStore} keeps the logs of calendars and their revisions. */
public abstract class ChangeLogContract extends CalendarStoreFixture {

  @Test
  void linesThatAreWrittenTogetherAllFollowTheRevision() {
    Calendar calendar = givenCalendar();
    List<CalendarChange> lines = new ArrayList<>();
    for (long revision = 1; revision <= 3; revision++) {
      lines.add(new CalendarChange(revision, EventId.random(), CalendarChange.Kind.CREATED));
    }
    tx(
        tx -> {
          store().recordChanges(tx, Map.of(calendar.id(), lines), NOON);
          return 0;
        });
    assertEquals(lines, tx(tx -> store().changes(tx, calendar.id(), 0, 10)));
    assertEquals(3, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            tx(
                tx -> {
                  store()
                      .recordChanges(
                          tx, Map.of(calendar.id(), List.of(lines.get(0), lines.get(2))), NOON);
                  return 0;
                }));
  }

  @Test
  void changesOfSeveralCalendarsAreWrittenTogetherAndEachFollowsItsOwnRevision() {
    Calendar first = givenCalendar();
    Calendar second = givenCalendar();
    tx(tx -> record(tx, second, 1, EventId.random(), CalendarChange.Kind.CREATED));
    CalendarChange one = new CalendarChange(1, EventId.random(), CalendarChange.Kind.CREATED);
    CalendarChange two = new CalendarChange(2, EventId.random(), CalendarChange.Kind.UPDATED);
    tx(
        tx -> {
          store()
              .recordChanges(tx, Map.of(first.id(), List.of(one), second.id(), List.of(two)), NOON);
          return 0;
        });
    assertEquals(List.of(one), tx(tx -> store().changes(tx, first.id(), 0, 10)));
    assertEquals(List.of(two), tx(tx -> store().changes(tx, second.id(), 1, 10)));
    assertThrows(
        SchedulingException.class,
        () ->
            tx(
                tx -> {
                  store()
                      .recordChanges(
                          tx, Map.of(first.id(), List.of(two), second.id(), List.of(two)), NOON);
                  return 0;
                }));
    assertEquals(1, tx(tx -> store().calendar(tx, first.id())).orElseThrow().revision());
  }

  @Test
  void changeThatDoesNotFollowTheRevisionIsRefused() {
    Calendar calendar = givenCalendar();
    for (long revision : List.of(0L, 2L)) {
      assertThrows(
          SchedulingException.class,
          () ->
              tx(
                  tx ->
                      record(
                          tx, calendar, revision, EventId.random(), CalendarChange.Kind.CREATED)));
    }
    assertEquals(List.of(), tx(tx -> store().changes(tx, calendar.id(), 0, 10)));
  }

  @Test
  void oldLinesOfTheLogArePrunedTheOldestFirstAndNoMoreThanAskedFor() {
    Calendar calendar = givenCalendar();
    // Long ago, so that no line of another test is older.
    Instant then = Instant.parse("1990-01-01T00:00:00Z");
    tx(
        tx -> {
          for (int i = 1; i <= 5; i++) {
            record(
                tx,
                calendar,
                new CalendarChange(i, EventId.random(), CalendarChange.Kind.CREATED),
                then.plusSeconds(i));
          }
          return 0;
        });
    Instant before = then.plusSeconds(4);
    assertEquals(2, prune(before));
    assertEquals(List.of(3L, 4L, 5L), revisions(calendar));
    assertEquals(1, prune(before));
    assertEquals(0, prune(before));
    assertEquals(List.of(4L, 5L), revisions(calendar));
    assertEquals(5, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
  }

  @Test
  void revisionsCountUpWithoutGapsAndTheLogComesInTheirOrder() {
    Calendar calendar = givenCalendar();
    EventId a = EventId.random();
    EventId b = EventId.random();
    tx(
        tx -> {
          record(tx, calendar, 1, a, CalendarChange.Kind.CREATED);
          record(tx, calendar, 2, b, CalendarChange.Kind.CREATED);
          return record(tx, calendar, 3, a, CalendarChange.Kind.DELETED);
        });
    assertEquals(
        List.of(
            new CalendarChange(2, b, CalendarChange.Kind.CREATED),
            new CalendarChange(3, a, CalendarChange.Kind.DELETED)),
        tx(tx -> store().changes(tx, calendar.id(), 1, 10)));
    assertEquals(1, tx(tx -> store().changes(tx, calendar.id(), 0, 1)).size());
    assertEquals(3, tx(tx -> store().calendar(tx, calendar.id())).orElseThrow().revision());
  }
}
