package dev.scheduling.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.recurrence.RecurrenceRule;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hours of the week, dates and layers mean. */
final class WorkingHoursTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalTime NINE = LocalTime.of(9, 0);
  private static final LocalTime FIVE = LocalTime.of(17, 0);
  private static final DayOfWeek[] EVERY_DAY = DayOfWeek.values();

  /** The open parts, as {@code 08:00-16:00} in UTC with the day of the month. */
  private static List<String> open(WorkingHours hours, String from, String to) {
    Spans open =
        hours.open(Instant.parse(from).getEpochSecond(), Instant.parse(to).getEpochSecond());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < open.count(); i++) {
      texts.add(
          Instant.ofEpochSecond(open.start(i)).toString().substring(8, 16)
              + "-"
              + Instant.ofEpochSecond(open.end(i)).toString().substring(8, 16));
    }
    return texts;
  }

  @Test
  void hoursAreThoseOfTheClockBeforeAndAfterItIsChanged() {
    WorkingHours hours = WorkingHours.in(BERLIN).on(NINE, FIVE, EVERY_DAY).build();
    assertEquals(
        List.of("28T08:00-28T16:00", "29T07:00-29T15:00"),
        open(hours, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"));
  }

  @Test
  void allOfADayIsAllOfItWhetherItHas23Or25Hours() {
    WorkingHours sundays =
        WorkingHours.in(BERLIN)
            .on(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, DayOfWeek.SUNDAY)
            .build();
    assertEquals(
        List.of("28T23:00-29T22:00"),
        open(sundays, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z"));
    assertEquals(
        List.of("24T22:00-25T23:00"),
        open(sundays, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"));
  }

  @Test
  void hoursThatTheClockSkipsAreMissingAndThoseItShowsTwiceAreThereTwice() {
    WorkingHours night =
        WorkingHours.in(BERLIN).on(LocalTime.of(2, 0), LocalTime.of(2, 30), EVERY_DAY).build();
    assertEquals(List.of(), open(night, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"));
    assertEquals(
        List.of("25T00:00-25T00:30", "25T01:00-25T01:30"),
        open(night, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"));
  }

  @Test
  void aDayThatAZoneLeavesOutHasNoHours() {
    WorkingHours apia =
        WorkingHours.in(ZoneId.of("Pacific/Apia")).on(NINE, FIVE, EVERY_DAY).build();
    assertEquals(
        List.of("29T19:00-30T03:00", "30T19:00-31T03:00"),
        open(apia, "2011-12-29T12:00:00Z", "2011-12-31T12:00:00Z"));
  }

  @Test
  void hoursInSeveralZonesAreAllOpenAndOnesThatMeetAreOne() {
    WorkingHours both =
        WorkingHours.in(BERLIN)
            .on(NINE, FIVE, EVERY_DAY)
            .then(ZoneId.of("America/New_York"))
            .on(NINE, LocalTime.of(11, 0), EVERY_DAY)
            .on(LocalTime.of(20, 0), LocalTime.of(21, 0), EVERY_DAY)
            .build();
    assertEquals(
        List.of("01T01:00-01T02:00", "01T08:00-01T16:00"),
        open(both, "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"));
  }

  @Test
  void aNightReachesIntoTheNextDayUnlessThatDateHasHoursOfItsOwn() {
    WorkingHours.Builder night =
        WorkingHours.in(ZoneId.of("UTC"))
            .on(LocalTime.of(22, 0), LocalTime.of(6, 0), DayOfWeek.MONDAY);
    assertEquals(
        List.of("02T22:00-03T06:00"),
        open(night.build(), "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"));
    assertEquals(
        List.of("02T22:00-03T00:00", "03T12:00-03T13:00"),
        open(
            night.date(LocalDate.of(2026, 3, 3), LocalTime.NOON, LocalTime.of(13, 0)).build(),
            "2026-03-02T00:00:00Z",
            "2026-03-04T00:00:00Z"));
  }

  @Test
  void aHigherLayerStandsWhereItCoversAndTheLowerOneElsewhere() {
    WorkingHours usual = WorkingHours.in(BERLIN).on(NINE, FIVE, EVERY_DAY).build();
    WorkingHours travelling =
        WorkingHours.in(ZoneId.of("Asia/Kathmandu"))
            .from(Instant.parse("2026-02-02T00:00:00Z"))
            .to(Instant.parse("2026-02-03T00:00:00Z"))
            .on(NINE, FIVE, EVERY_DAY)
            .build();
    assertEquals(
        List.of("01T08:00-01T16:00", "02T03:15-02T11:15", "03T08:00-03T16:00"),
        open(usual.overriddenBy(travelling), "2026-02-01T00:00:00Z", "2026-02-04T00:00:00Z"));
  }

  @Test
  void timeThatNoLayerCoversIsOpen() {
    WorkingHours closedOnce =
        WorkingHours.in(BERLIN)
            .from(Instant.parse("2026-02-02T06:00:00Z"))
            .to(Instant.parse("2026-02-02T18:00:00Z"))
            .build();
    assertEquals(
        List.of("02T00:00-02T06:00", "02T18:00-03T00:00"),
        open(closedOnce, "2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"));
    assertEquals(
        List.of("02T00:00-03T00:00"),
        open(WorkingHours.always(), "2026-02-02T00:00:00Z", "2026-02-03T00:00:00Z"));
  }

  @Test
  void hoursFollowAnyRuleOfDates() {
    RecurrenceSet everyOtherFriday =
        RecurrenceSet.startingOn(LocalDate.of(2026, 2, 6))
            .rule(RecurrenceRule.parse("FREQ=WEEKLY;INTERVAL=2"))
            .build();
    WorkingHours hours = WorkingHours.in(ZoneId.of("UTC")).on(NINE, FIVE, everyOtherFriday).build();
    assertEquals(
        List.of("06T09:00-06T17:00", "20T09:00-20T17:00"),
        open(hours, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"));
  }

  @Test
  void hoursThatMakeNoSenseAreRefused() {
    WorkingHours.Builder hours = WorkingHours.in(BERLIN);
    assertThrows(InvalidEventException.class, () -> hours.on(NINE, NINE, DayOfWeek.MONDAY));
    assertThrows(InvalidEventException.class, () -> hours.on(NINE, FIVE));
    LocalDate date = LocalDate.of(2026, 2, 2);
    assertThrows(InvalidEventException.class, () -> hours.date(date, NINE));
    RecurrenceSet times = RecurrenceSet.startingAt(date.atTime(NINE)).build();
    assertThrows(IllegalArgumentException.class, () -> hours.on(NINE, FIVE, times));
    for (int i = 0; i < WorkingHours.MOST_LAYERS; i++) {
      hours.date(date.plusDays(i));
    }
    assertThrows(InvalidEventException.class, hours::build);
  }
}
