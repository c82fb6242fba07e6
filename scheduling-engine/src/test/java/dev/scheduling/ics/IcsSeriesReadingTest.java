package dev.scheduling.ics;

import static dev.scheduling.ics.Samples.calendar;
import static dev.scheduling.ics.Samples.event;
import static dev.scheduling.ics.Samples.messages;
import static dev.scheduling.ics.Samples.only;
import static dev.scheduling.ics.Samples.read;
import static dev.scheduling.ics.Samples.readEvent;
import static dev.scheduling.ics.Samples.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules, exclusions and changed occurrences. */
class IcsSeriesReadingTest {

  private static final String START = "DTSTART;TZID=Europe/Berlin:20260302T090000";
  private static final String DAILY = "RRULE:FREQ=DAILY;COUNT=4";
  private static final String SERIES =
      event(
          "UID:s",
          START,
          "DTEND;TZID=Europe/Berlin:20260302T100000",
          DAILY,
          "SUMMARY:Daily",
          "LOCATION:Here");

  private static List<Instant> march(String... times) {
    return java.util.Arrays.stream(times).map(t -> Instant.parse("2026-03-" + t + ":00Z")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY;INTERVAL=0|INTERVAL",
        "FREQ=DAILY;INTERVAL=-1|INTERVAL",
        "FREQ=DAILY;COUNT=2;UNTIL=20260401T000000Z|COUNT",
        "FREQ=MONTHLY;BYMONTHDAY=32|BYMONTHDAY",
        "FREQ=YEARLY;BYDAY=54MO|BYDAY",
        "FREQ=DAILY;BYHOUR=24|BYHOUR",
        "FREQ=DAILY;BYSETPOS=0|BYSETPOS",
        "FREQ=OFTEN|FREQ",
        "COUNT=3|FREQ",
      })
  void wrongRuleSkipsTheEventAndNamesThePart(String rule, String part) {
    IcsContent content = readEvent("UID:x", START, "RRULE:" + rule);
    assertEquals(List.of(), content.events());
    assertEquals("x", content.skipped().get(0).uid());
    String reason = content.skipped().get(0).reason();
    assertTrue(reason.startsWith("RRULE '" + rule), reason);
    assertTrue(reason.substring(reason.indexOf("': ")).contains(part), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=2SU",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;UNTIL=20260301T000000Z",
  })
  void ruleThatNeverMatchesIsKeptWithAWarning(String rule) {
    IcsContent content = readEvent(START, "RRULE:" + rule);
    assertEquals(march("02T08:00"), starts(only(content), 5));
    assertTrue(messages(content).contains("makes no occurrence"), messages(content));
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;TZID=Europe/Berlin:20260302T090000,20260304",
    "DTSTART;TZID=Europe/Berlin:20260302T090000,20260304T090000",
    "DTSTART:20260302T080000Z,20260304",
    "DTSTART;VALUE=DATE:20260302,20260304T080000Z",
    "DTSTART:20260302T090000,20260304T090000Z",
  })
  void untilOfAnotherKindIsAdaptedWithAWarning(String start, String until) {
    IcsContent content = readEvent("UID:u", start, "RRULE:FREQ=DAILY;UNTIL=" + until);
    assertEquals(3, starts(only(content), 9).size());
    assertEquals(1, content.warnings().size());
    assertTrue(
        messages(content).startsWith("UNTIL " + until + " is of another kind"), messages(content));
  }

  @ParameterizedTest
  @CsvSource({
    "EXDATE:20260303T080000Z",
    "EXDATE;TZID=Europe/Berlin:20260303T090000",
    "EXDATE;TZID=W. Europe Standard Time:20260303T090000",
    "EXDATE;TZID=Asia/Seoul:20260303T170000",
    "EXDATE:20260303T090000",
    "EXDATE;VALUE=DATE:20260303",
    "EXDATE:20260303",
  })
  void exclusionInAnyFormTakesTheOccurrenceAway(String exclusion) {
    assertEquals(
        march("02T08:00", "04T08:00", "05T08:00"),
        starts(only(readEvent(START, DAILY, exclusion)), 9));
  }

  @Test
  void timesTakeDatesFromAnAllDaySeries() {
    Event event =
        only(
            readEvent(
                "DTSTART:20260302",
                DAILY,
                "EXDATE:20260303T000000Z",
                "EXDATE;TZID=Asia/Seoul:20260304T000000"));
    assertEquals(
        List.of(Instant.parse("2026-03-01T23:00:00Z"), Instant.parse("2026-03-04T23:00:00Z")),
        starts(event, 9));
  }

  @Test
  void extraDatesAndPeriodsAreOccurrences() {
    Event event =
        only(
            readEvent(
                START,
                "DURATION:PT1H",
                "RDATE;TZID=America/New_York:20260303T090000",
                "RDATE;VALUE=PERIOD:20260305T090000Z/PT2H,20260306T090000Z/20260306T120000Z"));
    assertEquals(march("02T08:00", "03T14:00", "05T09:00", "06T09:00"), starts(event, 9));
  }

  @Test
  void exclusionOfEverythingLeavesAnEmptySeriesWithAWarning() {
    IcsContent content = readEvent(START, "RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20260302T080000Z");
    assertEquals(List.of(), starts(only(content), 3));
    assertEquals("EXDATE excludes every occurrence", messages(content));
  }

  @Test
  void exclusionOfNothingHasNoEffect() {
    assertEquals(4, starts(only(readEvent(START, DAILY, "EXDATE:20260303T111111Z")), 9).size());
  }

  @Test
  void exclusionThatIsNoTimeSkipsTheEventAndIsNamed() {
    IcsContent content = readEvent(START, DAILY, "EXDATE:20260303T080000Z,tomorrow");
    assertTrue(content.skipped().get(0).reason().startsWith("EXDATE 'tomorrow' is no date"));
  }

  @Test
  void changedOccurrenceReplacesTheOriginalAndSaysOnlyWhatDiffers() {
    Event series =
        only(
            read(
                calendar(
                    event(
                        "UID:s",
                        "RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000",
                        "DTSTART;TZID=Europe/Berlin:20260303T150000",
                        "DURATION:PT30M",
                        "SUMMARY:Late",
                        "LOCATION:Here"),
                    SERIES)));
    assertEquals(march("02T08:00", "03T14:00", "04T08:00", "05T08:00"), starts(series, 9));
    OccurrenceOverride change = series.overrides().get(0);
    assertEquals(new RecurrenceId.At(Instant.parse("2026-03-03T08:00:00Z")), change.id());
    assertEquals(EventLength.parse("PT30M"), change.length());
    assertEquals("Late", change.title());
    assertNull(change.location());
    assertNull(change.status());
  }

  @ParameterizedTest
  @CsvSource({
    "RECURRENCE-ID:20260303T080000Z",
    "RECURRENCE-ID;VALUE=DATE:20260303",
    "RECURRENCE-ID;TZID=Asia/Seoul:20260303T170000",
    "RECURRENCE-ID:20260303T090000",
  })
  void recurrenceIdInAnyFormFindsItsOccurrence(String recurrenceId) {
    Event series =
        only(read(calendar(SERIES, event("UID:s", recurrenceId, "DTSTART:20260303T140000Z"))));
    assertEquals(
        new RecurrenceId.At(Instant.parse("2026-03-03T08:00:00Z")), series.overrides().get(0).id());
  }

  @Test
  void recurrenceIdInUtcFindsTheDateOfAnAllDaySeries() {
    Event series =
        only(
            read(
                calendar(
                    event("UID:s", "DTSTART:20260302", DAILY),
                    event(
                        "UID:s",
                        "RECURRENCE-ID:20260303T000000Z",
                        "DTSTART;TZID=US/Pacific:20260308"))));
    assertEquals(
        new RecurrenceId.On(LocalDate.parse("2026-03-03")), series.overrides().get(0).id());
    assertEquals(EventTime.of(LocalDate.parse("2026-03-08")), series.overrides().get(0).start());
  }

  @Test
  void changeOfThisAndTheFutureMovesTheLaterOnes() {
    Event series =
        only(
            read(
                calendar(
                    SERIES,
                    event(
                        "UID:s",
                        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T080000Z",
                        "DTSTART;TZID=Europe/Berlin:20260304T110000",
                        "DURATION:PT1H"))));
    assertTrue(series.overrides().get(0).reachesFuture());
    assertEquals(march("02T08:00", "03T08:00", "04T10:00", "05T10:00"), starts(series, 9));
  }

  @Test
  void cancelledOccurrenceBecomesAnExclusion() {
    Event series =
        only(
            read(
                calendar(
                    SERIES, event("UID:s", "RECURRENCE-ID:20260303T080000Z", "STATUS:CANCELLED"))));
    assertEquals(List.of(), series.overrides());
    assertEquals(march("02T08:00", "04T08:00", "05T08:00"), starts(series, 9));
  }

  @Test
  void calendarThatCancelsCancelsWhatItHolds() {
    IcsContent content =
        read(
            calendar(SERIES)
                + calendar("METHOD:CANCEL", event("UID:s", "RECURRENCE-ID:20260303T080000Z")));
    assertEquals(march("02T08:00", "04T08:00", "05T08:00"), starts(only(content), 9));
    assertEquals(
        EventStatus.CANCELLED,
        only(read(calendar("METHOD:CANCEL", event("UID:c", START)))).status());
  }

  @Test
  void cancelledFutureStaysAChangeThatTakesUpNoTime() {
    Event series =
        only(
            read(
                calendar(
                    SERIES,
                    event(
                        "UID:s",
                        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T080000Z",
                        START.replace("0302", "0304"),
                        "STATUS:CANCELLED"))));
    assertEquals(EventStatus.CANCELLED, series.overrides().get(0).status());
    assertEquals(4, starts(series, 9).size());
  }

  @Test
  void changesWithoutASeriesBecomeEventsOfTheirOwn() {
    IcsContent content =
        read(
            calendar(
                event("UID:s", "RECURRENCE-ID:20260303T080000Z", "DTSTART:20260303T140000Z"),
                event(
                    "UID:s",
                    "RECURRENCE-ID;TZID=Europe/Berlin:20260304T090000",
                    "DTSTART:20260304T140000Z")));
    assertEquals(
        List.of("s#20260303T080000Z", "s#20260304T080000Z"),
        content.events().stream().map(Event::icalUid).toList());
    assertEquals(List.of(), content.skipped());
    assertEquals(2, content.warnings().size());
  }

  @Test
  void changeThatTheSeriesCannotHoldStandsBesideIt() {
    IcsContent content =
        read(
            calendar(
                SERIES,
                event("UID:s", "RECURRENCE-ID:20260303T080000Z", "DTSTART;VALUE=DATE:20260303")));
    assertEquals(
        List.of("s", "s#20260303T080000Z"), content.events().stream().map(Event::icalUid).toList());
    assertEquals(march("02T08:00", "04T08:00", "05T08:00"), starts(content.events().get(0), 9));
  }

  @Test
  void changeOfNoOccurrenceIsAddedToTheSeriesWithAWarning() {
    IcsContent content =
        read(
            calendar(
                SERIES,
                event("UID:s", "RECURRENCE-ID:20260303T081500Z", "DTSTART:20260309T140000Z")));
    assertEquals(5, starts(only(content), 9).size());
    assertTrue(messages(content).contains("is no occurrence of the series"), messages(content));
  }

  @Test
  void alarmsOfAChangeAreNotKeptAndNamed() {
    IcsContent content =
        read(
            calendar(
                SERIES,
                event(
                    "UID:s",
                    "RECURRENCE-ID:20260303T080000Z",
                    "DTSTART:20260303T140000Z",
                    "BEGIN:VALARM",
                    "ACTION:DISPLAY",
                    "TRIGGER:-PT5M",
                    "END:VALARM")));
    assertTrue(messages(content).contains("VALARMs of its own"), messages(content));
  }

  @Test
  void ofTheSameUidTwiceTheNewerIsTakenAndTheOtherNamed() {
    IcsContent content =
        read(
            calendar(
                event("UID:a", "SEQUENCE:1", "DTSTART:20260302", "SUMMARY:new"),
                event("UID:a", "SEQUENCE:0", "DTSTART:20260302", "SUMMARY:old"),
                event("UID:b", "DTSTAMP:20260101T000000Z", "DTSTART:20260302", "SUMMARY:old"),
                event("UID:b", "DTSTAMP:20260102T000000Z", "DTSTART:20260302", "SUMMARY:new")));
    assertEquals(List.of("new", "new"), content.events().stream().map(Event::title).toList());
    assertEquals(List.of("a", "b"), content.skipped().stream().map(SkippedComponent::uid).toList());
  }

  @Test
  void wrongSeriesIsSkippedWithItsChanges() {
    IcsContent content =
        read(
            calendar(
                event("UID:s", START, "RRULE:FREQ=DAILY;INTERVAL=0"),
                event("UID:s", "RECURRENCE-ID:20260303T080000Z", "DTSTART:20260303T140000Z")));
    assertEquals(List.of(), content.events());
    assertEquals(2, content.skipped().size());
  }
}
