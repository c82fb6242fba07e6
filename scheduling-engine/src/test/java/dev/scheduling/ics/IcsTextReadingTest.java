package dev.scheduling.ics;

import static dev.scheduling.ics.Samples.calendar;
import static dev.scheduling.ics.Samples.event;
import static dev.scheduling.ics.Samples.messages;
import static dev.scheduling.ics.Samples.only;
import static dev.scheduling.ics.Samples.read;
import static dev.scheduling.ics.Samples.readEvent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets, lines and structure, before any of it means something. */
class IcsTextReadingTest {

  private static final String MEETING = "DTSTART:20260302T093000Z\r\nUID:a\r\nSUMMARY:Grüße";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n", "\r\r\n", "\n\n"})
  void everyKindOfLineEndIsALineEnd(String end) {
    assertEquals("Grüße", only(read(calendar(event(MEETING)).replace("\r\n", end))).title());
  }

  @Test
  void lastLineNeedsNoEnd() {
    assertEquals("Grüße", only(read(calendar(event(MEETING)).strip())).title());
  }

  @Test
  void foldInsideACharacterIsUndone() throws IOException {
    byte[] whole = calendar(event(MEETING)).getBytes(StandardCharsets.UTF_8);
    int umlaut = new String(whole, StandardCharsets.ISO_8859_1).indexOf("Ã");
    ByteArrayOutputStream folded = new ByteArrayOutputStream();
    folded.write(whole, 0, umlaut + 1);
    folded.write("\r\n ".getBytes(StandardCharsets.US_ASCII));
    folded.write(whole, umlaut + 1, whole.length - umlaut - 1);
    IcsContent content = read(folded.toByteArray());
    assertEquals("Grüße", only(content).title());
    assertEquals("", messages(content));
  }

  @Test
  void tabsAndSpacesBothContinueALine() {
    assertEquals(
        "onetwo three",
        only(readEvent("DTSTART:20260302", "SUMMARY:one\r\n\ttwo\r\n  three")).title());
  }

  @Test
  void byteOrderMarkIsIgnored() {
    assertEquals("Grüße", only(read("\uFEFF" + calendar(event(MEETING)))).title());
    assertEquals(
        2,
        read(calendar(event(MEETING)) + "\uFEFF" + calendar(event("UID:b", "DTSTART:20260302")))
            .events()
            .size());
  }

  @Test
  void utf16IsRead() {
    String file = calendar(event(MEETING));
    assertEquals(
        "Grüße", only(read(("\uFEFF" + file).getBytes(StandardCharsets.UTF_16BE))).title());
    assertEquals(
        "Grüße", only(read(("\uFEFF" + file).getBytes(StandardCharsets.UTF_16LE))).title());
    assertEquals("Grüße", only(read(file.getBytes(StandardCharsets.UTF_16LE))).title());
  }

  @Test
  void linesThatAreNotUtf8AreReadAsWindows1252() {
    IcsContent content =
        read(
            calendar(event(MEETING, "LOCATION:“Café” €"))
                .getBytes(Charset.forName("windows-1252")));
    assertEquals("Grüße", only(content).title());
    assertEquals("“Café” €", only(content).location());
    assertTrue(messages(content).contains("2 lines are not UTF-8"), messages(content));
  }

  @Test
  void controlCharactersAreRemoved() {
    IcsContent content = readEvent("DTSTART:20260302", "SUMMARY:a\u0000b\u0007c\u202Ed\u007Fe");
    assertEquals("abcde", only(content).title());
    assertTrue(messages(content).contains("4 control characters were removed"), messages(content));
  }

  @Test
  void escapesAreUndone() {
    Event event =
        only(
            readEvent(
                "DTSTART:20260302", "SUMMARY:a\\, b\\; c\\\\n d\\Ne\\\\\\nf \\\"g\\\" C:\\temp"));
    assertEquals("a, b; c\\n d\ne\\\nf \"g\" C:\\temp", event.title());
  }

  @Test
  void productAndVersionMayBeMissing() {
    assertEquals(
        "Grüße", only(read("BEGIN:VCALENDAR\n" + event(MEETING) + "\nEND:VCALENDAR")).title());
  }

  @Test
  void namesAreReadInAnyCase() {
    assertEquals(
        "x",
        only(read(
                "begin:vcalendar\nBegin:vEvent\ndtstart;value=date:20260302\nsummary:x\nend:vevent\nend:vcalendar"))
            .title());
  }

  @Test
  void severalCalendarsInAFileAreAllRead() {
    assertEquals(
        List.of("a", "b"),
        read(
                calendar(event("UID:a", "DTSTART:20260302"))
                    + calendar(event("UID:b", "DTSTART:20260302")))
            .events()
            .stream()
            .map(Event::icalUid)
            .toList());
  }

  @Test
  void eventsWithoutACalendarAroundThemAreReadWithAWarning() {
    IcsContent content = read(event(MEETING));
    assertEquals("Grüße", only(content).title());
    assertTrue(messages(content).contains("BEGIN:VCALENDAR is missing"), messages(content));
  }

  @Test
  void missingEndOfOneComponentCostsThatComponentOnly() {
    IcsContent content =
        read(
            calendar(
                "BEGIN:VEVENT", "UID:a", "DTSTART:20260302", event("UID:b", "DTSTART:20260302")));
    assertEquals("b", content.events().get(0).icalUid());
    assertEquals("a", content.skipped().get(0).uid());
    assertTrue(content.skipped().get(0).reason().contains("END:VEVENT is missing"));
  }

  @Test
  void lineThatIsNoPropertyIsNamedAndLeftOut() {
    IcsContent content =
        readEvent("UID:a", "DTSTART:20260302", "no colon here", "SUMMARY;X=\"open:y", "=:");
    assertEquals("", only(content).title());
    assertEquals(3, content.warnings().size());
    assertTrue(messages(content).contains("line 7 is no property"), messages(content));
    assertEquals("a", content.warnings().get(0).uid());
  }

  @Test
  void propertiesThatAreNotKeptAreSummedUp() {
    IcsContent content =
        readEvent(
            "UID:a",
            "DTSTART:20260302",
            "ATTENDEE:mailto:a@b.c",
            "ATTENDEE:mailto:d@e.f",
            "URL:javascript:alert(1)");
    assertEquals("these properties are not kept: ATTENDEE (2), URL (1)", messages(content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "<html><body>Log in</body></html>",
        "BEGIN:VCARD",
        "hello",
        "\u0000\u0001"
      })
  void whatIsNoCalendarIsRefused(String file) {
    InvalidIcsException e = assertThrows(InvalidIcsException.class, () -> read(file));
    assertTrue(e.getMessage().contains("must begin with BEGIN:VCALENDAR"), e.getMessage());
    assertEquals(1, e.line());
  }

  @Test
  void fileIsRefusedWhereverItIsCutBeforeItsEnd() {
    String file = calendar(event(MEETING, "BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM")).strip();
    for (int length = "BEGIN:VCALENDAR\r\n".length(); length < file.length(); length++) {
      String cut = file.substring(0, length);
      assertThrows(InvalidIcsException.class, () -> read(cut), cut);
    }
    assertEquals("Grüße", only(read(file)).title());
  }

  @Test
  void truncatedFileSaysWhereItBreaksOff() {
    InvalidIcsException e =
        assertThrows(
            InvalidIcsException.class,
            () ->
                read("BEGIN:VCALENDAR\r\n" + event(MEETING) + "\r\nBEGIN:VEVENT\r\nDTSTART:2026"));
    assertTrue(
        e.getMessage().contains("truncated: it ends inside the VEVENT that begins at line 7"),
        e.getMessage());
    assertEquals(8, e.line());
  }

  @Test
  void completePartsOfATruncatedFileCanBeKept() {
    String cut =
        calendar(event(MEETING), event("UID:b", "DTSTART:20260302"))
            .replaceAll("(?s)20260302\r\nEND.*", "2026");
    IcsContent content =
        IcsReader.standard()
            .keepingWhatIsComplete()
            .read(cut.getBytes(StandardCharsets.UTF_8), Samples.BERLIN);
    assertEquals(1, content.events().size());
    assertEquals("b", content.skipped().get(0).uid());
    assertTrue(messages(content).contains("truncated"), messages(content));
  }

  @Test
  void fileAboveTheLimitIsRefusedBeforeItIsRead() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'A';
          }
        };
    IcsTooLargeException e =
        assertThrows(
            IcsTooLargeException.class, () -> IcsReader.standard().read(endless, Samples.BERLIN));
    assertEquals("octets", e.what());
    assertEquals(10_000_000, e.limit());
    InputStream exact =
        new ByteArrayInputStream(calendar(event(MEETING)).getBytes(StandardCharsets.UTF_8));
    int size = exact.available();
    assertEquals(
        1,
        IcsReader.standard()
            .withLimits(new IcsLimits(size, 10, 100))
            .read(exact, Samples.BERLIN)
            .events()
            .size());
  }

  @Test
  void lineAboveTheLimitIsRefusedHoweverItIsFolded() {
    IcsReader reader = IcsReader.standard().withLimits(new IcsLimits(10_000, 10, 100));
    String folded = "SUMMARY:" + "x".repeat(50) + "\r\n " + "x".repeat(50);
    byte[] file = calendar(event("DTSTART:20260302", folded)).getBytes(StandardCharsets.UTF_8);
    IcsTooLargeException e =
        assertThrows(IcsTooLargeException.class, () -> reader.read(file, Samples.BERLIN));
    assertEquals("octets in a line", e.what());
  }

  @Test
  void tooManyComponentsAreRefused() {
    IcsReader reader = IcsReader.standard().withLimits(new IcsLimits(100_000, 3, 100));
    byte[] file =
        calendar(event("DTSTART:20260302"), event("DTSTART:20260302"), event("DTSTART:20260302"))
            .getBytes(StandardCharsets.UTF_8);
    IcsTooLargeException e =
        assertThrows(IcsTooLargeException.class, () -> reader.read(file, Samples.BERLIN));
    assertEquals("components", e.what());
    assertEquals(3, e.limit());
  }

  @Test
  void componentsNestedWithoutEndAreRefused() {
    String file =
        "BEGIN:VCALENDAR\n"
            + "BEGIN:X\n".repeat(40_000)
            + "END:X\n".repeat(40_000)
            + "END:VCALENDAR";
    assertThrows(InvalidIcsException.class, () -> read(file));
  }

  @Test
  void otherComponentsAreSkippedWithTheReason() {
    IcsContent content =
        read(
            calendar(
                "BEGIN:VTODO",
                "UID:t",
                "END:VTODO",
                "BEGIN:VJOURNAL",
                "END:VJOURNAL",
                "BEGIN:X-OWN",
                "END:X-OWN"));
    assertEquals(
        List.of(
            new SkippedComponent("t", "VTODO", "tasks are not imported"),
            new SkippedComponent(null, "VJOURNAL", "journal entries are not imported"),
            new SkippedComponent(null, "X-OWN", "this kind of component is not known")),
        content.skipped());
  }

  @Test
  void missingUidIsMadeOfTheContentAndStaysTheSame() {
    String file =
        calendar(
            event("DTSTART:20260302", "SUMMARY:a"),
            event("DTSTART:20260303", "SUMMARY:a"),
            event("DTSTART:20260302", "SUMMARY:a"));
    List<String> uids = read(file).events().stream().map(Event::icalUid).toList();
    assertEquals(3, uids.stream().distinct().count());
    assertEquals(uids, read(file).events().stream().map(Event::icalUid).toList());
    assertNotEquals(uids.get(0), only(readEvent("DTSTART:20260302", "SUMMARY:b")).icalUid());
  }

  @Test
  void textsThatAreTooLongAreCutWithAWarning() {
    IcsContent content =
        readEvent(
            "UID:u",
            "DTSTART:20260302",
            "SUMMARY:" + "😀".repeat(600),
            "CATEGORIES:" + "x".repeat(101) + ",ok");
    assertEquals(1_000, only(content).title().length());
    assertEquals(List.of("ok"), only(content).tags());
    assertTrue(messages(content).contains("SUMMARY has more than 1000 characters"));
    assertTrue(messages(content).contains("CATEGORIES: 1 left out"));
  }

  @Test
  void warningsAreBounded() {
    IcsContent content = readEvent("DTSTART:20260302", "nonsense\r\n".repeat(5_000).strip());
    assertEquals(1_000, content.warnings().size());
    assertEquals("4001 more warnings are not listed", content.warnings().get(999).message());
  }
}
