package dev.scheduling.ics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventStamp;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Reminder;
import dev.scheduling.calendar.Transparency;
import dev.scheduling.calendar.Trigger;
import dev.scheduling.recurrence.RecurrenceRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.validate.ValidationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that is written. */
class IcsWriterTest {

  private static final EventStamp STAMP =
      new EventStamp(
          3, 2, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T12:00:00.123Z"));

  private static String write(Event... events) {
    return IcsWriter.standard().toText(Samples.BERLIN, Arrays.asList(events));
  }

  private static String unfolded(Event... events) {
    return write(events).replace("\r\n ", "");
  }

  private static void assertLine(String line, Event... events) {
    assertTrue(unfolded(events).contains("\r\n" + line + "\r\n"), unfolded(events));
  }

  private static Event.Builder meeting() {
    return Event.builder(Samples.BERLIN, "Plan")
        .icalUid("plan@example.org")
        .stamp(STAMP)
        .starts(ZonedDateTime.parse("2026-03-02T09:30+01:00[Europe/Berlin]"));
  }

  @Test
  void eventIsWrittenInTheFormOfTheStandard() {
    String text = unfolded(meeting().lasts(Duration.ofMinutes(15)).build());
    String event = text.substring(text.indexOf("BEGIN:VEVENT"));
    assertEquals(
        String.join(
            "\r\n",
            "BEGIN:VEVENT",
            "UID:plan@example.org",
            "DTSTAMP:20260201T120000Z",
            "CREATED:20260101T000000Z",
            "LAST-MODIFIED:20260201T120000Z",
            "SEQUENCE:2",
            "DTSTART;TZID=Europe/Berlin:20260302T093000",
            "DURATION:PT15M",
            "SUMMARY:Plan",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "END:VEVENT",
            "END:VCALENDAR",
            ""),
        event);
    assertTrue(
        text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nPRODID:"), text);
    assertTrue(text.contains("X-WR-CALNAME:Work\r\n"), text);
    assertTrue(text.contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"), text);
  }

  @Test
  void emptyCalendarIsACalendar() {
    assertTrue(write().endsWith("END:VCALENDAR\r\n"), write());
    assertEquals(List.of(), Samples.read(write()).events());
  }

  @Test
  void streamGetsTheSameInUtf8AndStaysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Event event = meeting().title("Grüße 😀").build();
    IcsWriter.standard().write(Samples.BERLIN, List.of(event), out);
    assertEquals(write(event), out.toString(StandardCharsets.UTF_8));
    assertFalse(closed[0]);
  }

  @Test
  void noLineIsLongerThan75OctetsAndNoCharacterIsCut() {
    Event event =
        meeting()
            .title("😀é漢a".repeat(200))
            .description("x".repeat(75) + "\n".repeat(80) + "\\;,".repeat(60))
            .build();
    for (String line : write(event).split("\r\n")) {
      byte[] octets = line.getBytes(StandardCharsets.UTF_8);
      assertTrue(octets.length <= 75, line);
      assertEquals(line, new String(octets, StandardCharsets.UTF_8));
    }
    assertEquals(event.title(), Samples.only(Samples.read(write(event))).title());
    assertEquals(event.description(), Samples.only(Samples.read(write(event))).description());
  }

  @Test
  void lineOfExactly75OctetsIsNotFolded() {
    assertTrue(
        write(meeting().title("x".repeat(67)).build())
            .contains("\r\nSUMMARY:" + "x".repeat(67) + "\r\n"));
    assertTrue(
        write(meeting().title("x".repeat(68)).build())
            .contains("\r\nSUMMARY:" + "x".repeat(67) + "\r\n x\r\n"));
  }

  @Test
  void textIsEscapedAndCannotEndItsLine() {
    assertLine(
        "SUMMARY:a\\, b\\; c\\\\d\\nEND:VEVENT\\nx\\ny",
        meeting().title("a, b; c\\d\r\nEND:VEVENT\rx\ny").build());
    assertLine("SUMMARY:ab", meeting().title("a\u0000\u202E\u0007b").build());
    assertLine("CATEGORIES:a\\,b,c\\;d", meeting().tags(List.of("a,b", "c;d")).build());
  }

  @Test
  void untilHasTheTypeOfTheStart() {
    assertLine(
        "RRULE:FREQ=DAILY;UNTIL=20260305T225959Z",
        meeting().recurrenceLine("RRULE:FREQ=DAILY;UNTIL=20260305").build());
    assertLine(
        "RRULE:FREQ=DAILY;UNTIL=20260305",
        meeting()
            .starts(LocalDate.parse("2026-03-02"))
            .recurrenceLine("RRULE:FREQ=DAILY;UNTIL=20260305T120000Z")
            .build());
  }

  @Test
  void excludedDayOfASeriesWithTimesIsWrittenAsItsTimes() {
    Event event =
        meeting()
            .repeats(RecurrenceRule.parse("FREQ=DAILY;BYHOUR=9,15"))
            .excluding(LocalDate.parse("2026-03-03"))
            .build();
    assertLine("EXDATE;TZID=Europe/Berlin:20260303T093000,20260303T153000", event);
    assertFalse(unfolded(event).contains("VALUE=DATE"), unfolded(event));
  }

  @Test
  void fixedOffsetIsAZoneWithAQuotedName() {
    Event event =
        meeting()
            .starts(ZonedDateTime.parse("2026-03-02T09:30+05:45"))
            .repeats(RecurrenceRule.parse("FREQ=DAILY"))
            .recurrenceLine("EXDATE:20260303T034500Z")
            .excluding(LocalDate.parse("2026-03-05"))
            .recurrenceLine("RDATE;VALUE=DATE:20260309")
            .build();
    assertLine("DTSTART;TZID=\"+05:45\":20260302T093000", event);
    assertLine("RDATE;TZID=\"+05:45\":20260309T093000", event);
    assertEquals(event.recurrence().toLines(), event.toBuilder().build().recurrence().toLines());
    assertLine("TZID:+05:45", event);
    SameEvent.check(event, Samples.only(Samples.read(write(event))));
  }

  @Test
  void utcNeedsNoZone() {
    Event event = meeting().starts(EventTime.of(Instant.parse("2026-03-02T09:30:00Z"))).build();
    assertLine("DTSTART:20260302T093000Z", event);
    assertFalse(write(event).contains("VTIMEZONE"), write(event));
  }

  @Test
  void lengthHasMinutesBetweenHoursAndSeconds() {
    assertLine("DURATION:P1DT1H0M30S", meeting().lasts(EventLength.parse("P1DT1H30S")).build());
    assertLine("DURATION:PT36H", meeting().lasts(Duration.ofHours(36)).build());
    assertFalse(write(meeting().lasts(Duration.ZERO).build()).contains("DURATION"));
  }

  @Test
  void changedOccurrenceIsACompleteComponent() {
    OccurrenceOverride change =
        new OccurrenceOverride(
            new RecurrenceId.At(Instant.parse("2026-03-03T08:30:00Z")),
            OccurrenceOverride.Range.THIS_AND_FUTURE,
            EventTime.of(ZonedDateTime.parse("2026-03-03T11:00+01:00[Europe/Berlin]")),
            EventLength.parse("PT1H"),
            "Later",
            null,
            null,
            null,
            null,
            null);
    Event event =
        meeting()
            .location("Room 4")
            .repeats(RecurrenceRule.parse("FREQ=DAILY"))
            .overrides(List.of(change))
            .build();
    String text = unfolded(event);
    String second = text.substring(text.lastIndexOf("BEGIN:VEVENT"));
    assertTrue(second.contains("\r\nUID:plan@example.org\r\n"), second);
    assertTrue(
        second.contains(
            "\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260303T093000\r\n"),
        second);
    assertTrue(second.contains("\r\nDTSTART;TZID=Europe/Berlin:20260303T110000\r\n"), second);
    assertTrue(second.contains("\r\nDTEND;TZID=Europe/Berlin:20260303T120000\r\n"), second);
    assertTrue(second.contains("\r\nSUMMARY:Later\r\n"), second);
    assertTrue(second.contains("\r\nLOCATION:Room 4\r\n"), second);
    assertFalse(second.contains("RRULE"), second);
  }

  @Test
  void remindersAreAlarms() {
    Event event =
        meeting()
            .reminders(
                List.of(
                    Reminder.of(Trigger.Offset.parse("-PT15M", Trigger.RelativeTo.START)),
                    Reminder.of(Trigger.Offset.parse("P1D", Trigger.RelativeTo.END)),
                    new Reminder(
                        new Trigger.At(Instant.parse("2026-03-01T12:00:00Z")),
                        List.of("email", "push"))))
            .build();
    assertLine(
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Plan\r\nEND:VALARM",
        event);
    assertLine("TRIGGER;RELATED=END:P1D", event);
    assertLine("TRIGGER;VALUE=DATE-TIME:20260301T120000Z", event);
    assertLine("X-SCHEDULING-CHANNELS:email,push", event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "tr-TR", "th-TH-u-ca-buddhist-nu-thai"})
  void textIsTheSameInEveryLocale(String locale) {
    Event event =
        meeting()
            .lasts(EventLength.parse("P1DT1H30S"))
            .recurrenceLine("RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260405")
            .excluding(LocalDate.parse("2026-03-04"))
            .build();
    String expected = write(event);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      assertEquals(expected, write(event));
      SameEvent.check(event, Samples.only(Samples.read(expected)));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anotherReaderFindsNothingAgainstTheStandard() throws IOException, ParserException {
    Event series =
        meeting()
            .lasts(Duration.ofHours(1))
            .description("a, b; c\\d\ne")
            .tags(List.of("x", "y"))
            .status(EventStatus.TENTATIVE)
            .transparency(Transparency.TRANSPARENT)
            .repeats(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9"))
            .excluding(LocalDate.parse("2026-03-04"))
            .reminders(
                List.of(Reminder.of(Trigger.Offset.parse("-PT15M", Trigger.RelativeTo.START))))
            .overrides(
                List.of(
                    OccurrenceOverride.moved(
                        new RecurrenceId.At(Instant.parse("2026-03-09T08:30:00Z")),
                        EventTime.of(ZonedDateTime.parse("2026-03-10T09:30+01:00[Europe/Berlin]")),
                        EventLength.parse("PT1H"))))
            .build();
    Event day = meeting().icalUid("day").starts(LocalDate.parse("2026-03-02")).build();
    Event floating =
        meeting().icalUid("floating").starts(LocalDateTime.parse("2026-03-02T09:30")).build();
    net.fortuna.ical4j.model.Calendar calendar =
        new CalendarBuilder().build(new StringReader(write(series, day, floating)));
    ValidationResult result = calendar.validate();
    assertFalse(result.hasErrors(), result.toString());
    assertEquals(5, calendar.getComponents().size());
  }
}
