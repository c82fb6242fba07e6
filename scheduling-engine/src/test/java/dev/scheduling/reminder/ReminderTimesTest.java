package dev.scheduling.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.OwnerId;
import dev.scheduling.calendar.Calendar;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReminderTimesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Calendar CALENDAR = Calendar.of(OwnerId.of("o"), "Work", BERLIN);

  private static final String BEFORE = "2026-01-01T00:00:00Z";

  private static Event.Builder event(String localStart) {
    return Event.builder(CALENDAR, "Stand-up")
        .starts(EventTime.of(LocalDateTime.parse(localStart).atZone(BERLIN)))
        .lasts(Duration.ofHours(1));
  }

  private static Trigger start(String offset) {
    return Trigger.Offset.parse(offset, RelativeTo.START);
  }

  private static Trigger end(String offset) {
    return Trigger.Offset.parse(offset, RelativeTo.END);
  }

  private static ReminderTimes times(Event event, Trigger trigger) {
    return new ReminderTimes(event, trigger, BERLIN);
  }

  private static List<String> dues(Event event, Trigger trigger, String after, int count) {
    List<String> dues = new ArrayList<>();
    Optional<ReminderTime> time = times(event, trigger).after(Instant.parse(after));
    while (time.isPresent() && dues.size() < count) {
      dues.add(time.get().due().toString());
      time = times(event, trigger).after(time.get());
    }
    return dues;
  }

  @Test
  void eachOffsetIsMeasuredFromStartOrEnd() {
    Event event = event("2026-03-02T10:00:00").build();

    assertEquals(List.of("2026-03-02T08:45:00Z"), dues(event, start("-PT15M"), BEFORE, 9));
    assertEquals(List.of("2026-03-02T09:05:00Z"), dues(event, start("PT5M"), BEFORE, 9));
    assertEquals(List.of("2026-03-02T09:50:00Z"), dues(event, end("-PT10M"), BEFORE, 9));
    assertEquals(List.of("2026-03-02T10:00:00Z"), dues(event, end("PT0S"), BEFORE, 9));
    assertEquals(List.of("2026-02-28T07:00:00Z"), dues(event, start("-P2DT2H"), BEFORE, 9));
    assertEquals(
        List.of("2026-03-01T12:00:00Z"),
        dues(event, new Trigger.At(Instant.parse("2026-03-01T12:00:00Z")), BEFORE, 9));
    assertEquals(List.of(), dues(event, start("-PT15M"), "2026-03-02T08:45:00Z", 9));
  }

  @Test
  void nominalDayAndTwentyFourHoursDifferAcrossAChangeOfClocks() {
    // Clocks go forward on 29 March 2026 and back on 25 October 2026.
    Event spring = event("2026-03-29T12:00:00").build();
    assertEquals(List.of("2026-03-28T11:00:00Z"), dues(spring, start("-P1D"), BEFORE, 1));
    assertEquals(List.of("2026-03-28T10:00:00Z"), dues(spring, start("-PT24H"), BEFORE, 1));
    Event autumn = event("2026-10-25T12:00:00").build();
    assertEquals(List.of("2026-10-24T10:00:00Z"), dues(autumn, start("-P1D"), BEFORE, 1));
    assertEquals(List.of("2026-10-24T11:00:00Z"), dues(autumn, start("-PT24H"), BEFORE, 1));
  }

  @Test
  void seriesIsFollowedFromOneOccurrenceToTheNextAndFromAnyInstant() {
    Event daily =
        event("2026-03-27T09:00:00").repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=5")).build();

    assertEquals(
        List.of(
            "2026-03-27T07:45:00Z",
            "2026-03-28T07:45:00Z",
            "2026-03-29T06:45:00Z",
            "2026-03-30T06:45:00Z",
            "2026-03-31T06:45:00Z"),
        dues(daily, start("-PT15M"), BEFORE, 9));
    assertEquals(
        List.of("2026-03-30T06:45:00Z"), dues(daily, start("-PT15M"), "2026-03-29T06:45:00Z", 1));
  }

  @Test
  void seriesWithoutEndIsFollowedFarAhead() {
    Event weekly =
        event("2026-03-02T09:00:00").repeats(RecurrenceRule.parse("FREQ=WEEKLY")).build();

    // 2 January 3000 is a Thursday.
    assertEquals(
        List.of("2999-12-30T09:00:00Z"), dues(weekly, end("-P1W"), "2999-12-26T00:00:00Z", 1));
  }

  @Test
  void changedCancelledAndExcludedOccurrencesCount() {
    Event series =
        event("2026-03-02T10:00:00")
            .repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=5"))
            .excluding(LocalDate.of(2026, 3, 3))
            .build();
    RecurrenceId fourth = new RecurrenceId.At(Instant.parse("2026-03-04T09:00:00Z"));
    RecurrenceId fifth = new RecurrenceId.At(Instant.parse("2026-03-05T09:00:00Z"));
    Event changed =
        series.toBuilder()
            .overrides(
                List.of(
                    // To before all others, and another one cancelled.
                    OccurrenceOverride.moved(
                        fourth,
                        EventTime.of(LocalDateTime.parse("2026-03-02T08:00:00").atZone(BERLIN)),
                        series.length()),
                    new OccurrenceOverride(
                        fifth,
                        OccurrenceOverride.Range.THIS,
                        EventTime.of(LocalDateTime.parse("2026-03-05T10:00:00").atZone(BERLIN)),
                        series.length(),
                        null,
                        null,
                        null,
                        null,
                        EventStatus.CANCELLED,
                        null)))
            .build();

    assertEquals(
        List.of("2026-03-02T06:45:00Z", "2026-03-02T08:45:00Z", "2026-03-06T08:45:00Z"),
        dues(changed, start("-PT15M"), BEFORE, 9));
    assertEquals(
        fourth, times(changed, start("-PT15M")).after(Instant.EPOCH).orElseThrow().occurrence());
    assertEquals(Optional.empty(), times(changed, start("-PT15M")).at(fifth));
  }

  @Test
  void twoThatAreDueAtOnceComeOneAfterTheOther() {
    Event series =
        event("2026-03-02T10:00:00").repeats(RecurrenceRule.parse("FREQ=DAILY;COUNT=2")).build();
    Event together =
        series.toBuilder()
            .overrides(
                List.of(
                    OccurrenceOverride.moved(
                        new RecurrenceId.At(Instant.parse("2026-03-03T09:00:00Z")),
                        series.start(),
                        series.length())))
            .build();

    assertEquals(
        List.of("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"),
        dues(together, start("PT0S"), BEFORE, 9));
  }

  @Test
  void orderFollowsTheEndsWhereTheEndsCount() {
    Event series =
        event("2026-03-02T10:00:00").repeats(RecurrenceRule.parse("FREQ=HOURLY;COUNT=3")).build();
    Event uneven =
        series.toBuilder()
            .overrides(
                List.of(
                    OccurrenceOverride.moved(
                        new RecurrenceId.At(Instant.parse("2026-03-02T09:00:00Z")),
                        series.start(),
                        dev.scheduling.calendar.EventLength.of(Duration.ofHours(9)))))
            .build();

    assertEquals(
        List.of("2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z"),
        dues(uneven, end("PT0S"), BEFORE, 9));
  }

  @Test
  void floatingAndAllDayEventsTakeTheCalendarsZone() {
    Event day =
        Event.builder(CALENDAR, "Holiday").starts(EventTime.of(LocalDate.of(2026, 3, 29))).build();
    Event floating =
        Event.builder(CALENDAR, "Walk")
            .starts(EventTime.of(LocalDateTime.parse("2026-03-29T12:00:00")))
            .build();
    Instant before = Instant.parse(BEFORE);
    ZoneId seoul = ZoneId.of("Asia/Seoul");

    assertEquals(
        Instant.parse("2026-03-28T08:00:00Z"),
        new ReminderTimes(day, start("-PT15H"), BERLIN).after(before).orElseThrow().due());
    assertEquals(
        Instant.parse("2026-03-28T00:00:00Z"),
        new ReminderTimes(day, start("-PT15H"), seoul).after(before).orElseThrow().due());
    assertEquals(
        Instant.parse("2026-03-28T11:00:00Z"),
        new ReminderTimes(floating, start("-P1D"), BERLIN).after(before).orElseThrow().due());
    assertEquals(
        Instant.parse("2026-03-28T03:00:00Z"),
        new ReminderTimes(floating, start("-P1D"), seoul).after(before).orElseThrow().due());
  }

  @Test
  void cancelledEventRemindsOfNothing() {
    Event cancelled = event("2026-03-02T10:00:00").status(EventStatus.CANCELLED).build();

    assertEquals(List.of(), dues(cancelled, start("-PT15M"), BEFORE, 9));
    assertEquals(
        List.of(),
        dues(cancelled, new Trigger.At(Instant.parse("2026-03-01T12:00:00Z")), BEFORE, 9));
  }

  @Test
  void atTheEndsOfTimeThereIsNoReminder() {
    Event first =
        Event.builder(CALENDAR, "First").starts(EventTime.of(LocalDate.of(1, 1, 1))).build();

    assertEquals(
        Optional.empty(), times(first, start("-P2D")).after(Instant.MIN.plusSeconds(1L << 40)));
    assertTrue(
        times(first, start("P2D")).at(new RecurrenceId.On(LocalDate.of(1, 1, 1))).isPresent());
  }
}
