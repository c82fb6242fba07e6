package dev.scheduling.ics;

import static dev.scheduling.ics.Samples.calendar;
import static dev.scheduling.ics.Samples.event;
import static dev.scheduling.ics.Samples.messages;
import static dev.scheduling.ics.Samples.only;
import static dev.scheduling.ics.Samples.read;
import static dev.scheduling.ics.Samples.readEvent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.calendar.Trigger.RelativeTo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one VEVENT means: its times, its length, its words and its alarms. */
class IcsEventReadingTest {

  private static final EventTime NINE =
      new EventTime.Zoned(LocalDateTime.parse("2026-03-02T09:00"), ZoneId.of("Europe/Berlin"));
  private static final String START = "DTSTART;TZID=Europe/Berlin:20260302T090000";

  private static String reason(IcsContent content) {
    assertEquals(List.of(), content.events());
    return content.skipped().get(0).reason();
  }

  @Test
  void startHasOneOfThreeKinds() {
    assertEquals(NINE, only(readEvent(START)).start());
    assertEquals(
        EventTime.of(LocalDateTime.parse("2026-03-02T09:00")),
        only(readEvent("DTSTART:20260302T090000")).start());
    assertEquals(
        EventTime.of(Instant.parse("2026-03-02T09:00:00Z")),
        only(readEvent("DTSTART:20260302T090000Z")).start());
    assertEquals(
        EventTime.of(LocalDate.parse("2026-03-02")),
        only(readEvent("DTSTART;VALUE=DATE:20260302")).start());
  }

  @Test
  void dateWithoutValueParameterIsADate() {
    assertEquals(
        EventTime.of(LocalDate.parse("2026-03-02")),
        only(readEvent("DTSTART;TZID=Europe/Berlin:20260302")).start());
  }

  @Test
  void leapSecondIsTheSecondBeforeIt() {
    assertEquals(
        EventTime.of(Instant.parse("2016-12-31T23:59:59Z")),
        only(readEvent("DTSTART:20161231T235960Z")).start());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02",
        "20260230",
        "20260302T250000",
        "20260302T240000",
        "2026717T080000Z",
        "00000101",
        "100000101",
        "-0001",
        "",
        "20260302T0900"
      })
  void startThatIsNoTimeSkipsTheEventAndIsNamed(String value) {
    String reason = reason(readEvent("UID:x", "DTSTART:" + value));
    assertTrue(reason.startsWith("DTSTART '" + value + "' is no"), reason);
  }

  @Test
  void eventWithoutStartIsSkipped() {
    assertEquals("DTSTART is missing", reason(readEvent("UID:x", "SUMMARY:y")));
  }

  @Test
  void endOrLengthIsKeptAsItWasGiven() {
    assertEquals(
        new EventEnd.At(
            new EventTime.Zoned(LocalDateTime.parse("2026-03-02T10:00"), ZoneId.of("Asia/Seoul"))),
        only(readEvent(
                "DTSTART;TZID=Asia/Seoul:20260302T090000", "DTEND;TZID=Asia/Seoul:20260302T100000"))
            .end());
    assertEquals(
        new EventEnd.Lasting(EventLength.parse("P1DT2H")),
        only(readEvent(START, "DURATION:P1DT2H")).end());
    assertEquals(EventLength.ZERO, only(readEvent(START)).length());
    assertEquals(EventLength.ONE_DAY, only(readEvent("DTSTART:20260302")).length());
  }

  @Test
  void secondsOfAnAllDayEventAreDays() {
    assertEquals(
        EventLength.ofDays(2), only(readEvent("DTSTART:20260302", "DURATION:PT172800S")).length());
    IcsContent odd = readEvent("DTSTART:20260302", "DURATION:PT25H");
    assertEquals(EventLength.ofDays(2), only(odd).length());
    assertTrue(messages(odd).contains("rounded up"), messages(odd));
  }

  @Test
  void endBeforeStartIsLeftOutWithAWarning() {
    IcsContent content = readEvent(START, "DTEND;TZID=Europe/Berlin:20260302T080000");
    assertEquals(EventLength.ZERO, only(content).length());
    assertTrue(messages(content).contains("DTEND is before DTSTART"), messages(content));
    IcsContent days = readEvent("DTSTART:20260302", "DTEND:20260301");
    assertEquals(EventLength.ONE_DAY, only(days).length());
    assertTrue(messages(days).contains("DTEND is before DTSTART"), messages(days));
  }

  @Test
  void endOnTheDayOfAnAllDayStartIsOneDay() {
    IcsContent content = readEvent("DTSTART:20260302", "DTEND:20260302");
    assertEquals(EventLength.ONE_DAY, only(content).length());
    assertEquals("", messages(content));
  }

  @Test
  void endOfAnotherKindIsBroughtToTheStartsWithAWarning() {
    IcsContent date = readEvent(START, "DTEND;VALUE=DATE:20260303");
    assertEquals(EventLength.parse("PT24H"), only(date).length());
    assertTrue(messages(date).contains("DTEND is of another kind"), messages(date));
    IcsContent floating = readEvent(START, "DTEND:20260302T100000");
    assertEquals(EventLength.parse("PT1H"), only(floating).length());
  }

  @Test
  void endWithDurationWinsOverItWithAWarning() {
    IcsContent content =
        readEvent(START, "DTEND;TZID=Europe/Berlin:20260302T100000", "DURATION:PT5H");
    assertEquals(EventLength.parse("PT1H"), only(content).length());
    assertTrue(messages(content).contains("DTEND and DURATION exclude each other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-PT1H", "PT", "P", "1H", "P1M", "PT99999999999999999999H"})
  void lengthThatIsNoneIsLeftOutWithAWarning(String value) {
    IcsContent content = readEvent(START, "DURATION:" + value);
    assertEquals(EventLength.ZERO, only(content).length());
    assertTrue(messages(content).startsWith("DURATION: "), messages(content));
  }

  @Test
  void lengthAboveTheLimitSkipsTheEvent() {
    assertTrue(reason(readEvent("DTSTART:00010101", "DTEND:99991231")).contains("36600 days"));
  }

  @Test
  void wordsAndStatesAreKept() {
    Event event =
        only(
            readEvent(
                START,
                "SUMMARY:Plan",
                "DESCRIPTION;LANGUAGE=en:One\\nTwo",
                "LOCATION:Room 4",
                "CATEGORIES:Work,a\\, b",
                "CATEGORIES:work,Home\\;x",
                "STATUS:tentative",
                "TRANSP:TRANSPARENT",
                "SEQUENCE:7",
                "CREATED:20260101T000000Z",
                "LAST-MODIFIED:20260102T000000"));
    assertEquals("Plan", event.title());
    assertEquals("One\nTwo", event.description());
    assertEquals("Room 4", event.location());
    assertEquals(List.of("a, b", "Home;x", "Work"), event.tags());
    assertEquals(EventStatus.TENTATIVE, event.status());
    assertEquals(Transparency.TRANSPARENT, event.transparency());
    assertEquals(7, event.stamp().sequence());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), event.stamp().created());
    assertEquals(Instant.parse("2026-01-02T00:00:00Z"), event.stamp().updated());
    assertEquals(0, event.stamp().version());
  }

  @Test
  void statesThatMeanNothingAreNamed() {
    IcsContent content = readEvent(START, "STATUS:FINAL", "TRANSP:MAYBE", "SEQUENCE:x");
    assertEquals(EventStatus.CONFIRMED, only(content).status());
    assertEquals(3, content.warnings().size());
  }

  private static IcsContent withAlarms(String... alarms) {
    String all = String.join("\r\n", alarms);
    return readEvent("UID:a", START, all);
  }

  private static String alarm(String... lines) {
    return "BEGIN:VALARM\r\n" + String.join("\r\n", lines) + "\r\nEND:VALARM";
  }

  private static Reminder before(String distance) {
    return Reminder.of(Trigger.Offset.parse(distance, RelativeTo.START));
  }

  @Test
  void alarmsBecomeReminders() {
    IcsContent content =
        withAlarms(
            alarm("ACTION:DISPLAY", "TRIGGER;VALUE=DURATION;RELATED=START:-P1D"),
            alarm("ACTION:AUDIO", "TRIGGER;RELATED=END:PT5M"),
            alarm(
                "ACTION:EMAIL",
                "TRIGGER;VALUE=DATE-TIME:20260301T120000Z",
                "ATTENDEE:mailto:x@y.z"));
    assertEquals(
        List.of(
            before("-P1D"),
            Reminder.of(Trigger.Offset.parse("PT5M", RelativeTo.END)),
            new Reminder(new Trigger.At(Instant.parse("2026-03-01T12:00:00Z")), List.of("email"))),
        only(content).reminders());
    assertEquals("", messages(content));
  }

  @Test
  void alarmToShowAndAlarmToSoundAtOnceAreOneReminder() {
    assertEquals(
        List.of(before("-PT15M")),
        only(withAlarms(
                alarm("ACTION:DISPLAY", "TRIGGER:-PT15M"), alarm("ACTION:AUDIO", "TRIGGER:-PT15M")))
            .reminders());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROCEDURE", "NONE", "X-RUN"})
  void otherActionsAreNeverTaken(String action) {
    IcsContent content =
        withAlarms(alarm("ACTION:" + action, "TRIGGER:-PT15M", "ATTACH:file:///bin/sh"));
    assertEquals(List.of(), only(content).reminders());
    assertEquals("a VALARM with ACTION '" + action + "' was left out", messages(content));
  }

  @Test
  void repeatedAlarmsAreSeveralRemindersUpToALimit() {
    assertEquals(
        List.of(before("-PT15M"), before("-PT10M"), before("-PT5M")),
        only(withAlarms(alarm("ACTION:DISPLAY", "TRIGGER:-PT15M", "REPEAT:2", "DURATION:PT5M")))
            .reminders());
    IcsContent many =
        withAlarms(alarm("ACTION:DISPLAY", "TRIGGER:-PT15M", "REPEAT:100000", "DURATION:PT1S"));
    assertEquals(6, only(many).reminders().size());
    assertTrue(messages(many).contains("REPEAT 100000 was cut to 5"), messages(many));
  }

  @Test
  void alarmsAboveTheLimitAreLeftOutWithAWarning() {
    String[] alarms = new String[1_000];
    for (int i = 0; i < alarms.length; i++) {
      alarms[i] = alarm("ACTION:DISPLAY", "TRIGGER:-PT" + (i + 1) + "M");
    }
    IcsContent content = withAlarms(alarms);
    assertEquals(20, only(content).reminders().size());
    assertEquals("VALARM: 980 left out; there may be 20", messages(content));
  }

  @Test
  void alarmThatMakesNoSenseIsLeftOutWithAWarning() {
    IcsContent content =
        withAlarms(
            alarm("ACTION:DISPLAY"),
            alarm("ACTION:DISPLAY", "TRIGGER:soon"),
            alarm("TRIGGER:-PT1M", "REPEAT:x"));
    assertEquals(List.of(before("-PT1M")), only(content).reminders());
    assertEquals(3, content.warnings().size());
    content.warnings().forEach(warning -> assertEquals("a", warning.uid()));
  }

  @Test
  void nameAndZoneOfTheCalendarAreKnown() {
    IcsContent content =
        read(
            calendar("X-WR-CALNAME;VALUE=TEXT:Team\\, all", "X-WR-TIMEZONE;VALUE=TEXT:US/Central"));
    assertEquals("Team, all", content.name().orElseThrow());
    assertEquals(ZoneId.of("US/Central"), content.zone().orElseThrow());
  }

  @Test
  void floatingTimesFollowTheCalendarAndAWarningSaysSo() {
    IcsContent content =
        read(calendar("X-WR-TIMEZONE:Asia/Seoul", event("DTSTART:20260302T090000")));
    assertEquals(EventTime.of(LocalDateTime.parse("2026-03-02T09:00")), only(content).start());
    assertTrue(messages(content).contains("not X-WR-TIMEZONE Asia/Seoul"), messages(content));
  }
}
