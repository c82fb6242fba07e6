package dev.scheduling.ics;

import static dev.scheduling.ics.Samples.calendar;
import static dev.scheduling.ics.Samples.event;
import static dev.scheduling.ics.Samples.messages;
import static dev.scheduling.ics.Samples.only;
import static dev.scheduling.ics.Samples.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a TZID means. */
class IcsZonesTest {

  private static String observance(String name, String start, String from, String to, String rule) {
    return String.join(
        "\r\n",
        "BEGIN:" + name,
        "DTSTART:" + start,
        "TZOFFSETFROM:" + from,
        "TZOFFSETTO:" + to,
        rule.isEmpty() ? "TZNAME:x" : "RRULE:" + rule,
        "END:" + name);
  }

  private static String zone(String tzid, String... observances) {
    return "BEGIN:VTIMEZONE\r\nTZID:"
        + tzid
        + "\r\n"
        + String.join("\r\n", observances)
        + "\r\nEND:VTIMEZONE";
  }

  private static final String[] CENTRAL_EUROPE = {
    observance(
        "STANDARD", "16011028T030000", "+0200", "+0100", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    observance("DAYLIGHT", "16010325T020000", "+0100", "+0200", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")
  };

  private static IcsContent at(String tzid, String local, String... zones) {
    return read(
        calendar(
            String.join("\r\n", zones), event("UID:z", "DTSTART;TZID=\"" + tzid + "\":" + local)));
  }

  private static ZoneId zoneOf(IcsContent content) {
    return ((EventTime.Zoned) only(content).start()).zone();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,Europe/Berlin",
    "europe/berlin,Europe/Berlin",
    "US/Eastern,US/Eastern",
    "W. Europe Standard Time,Europe/Berlin",
    "eastern standard time,America/New_York",
    "Korea Standard Time,Asia/Seoul",
    "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin,Europe/Berlin",
    "/freeassociation.sourceforge.net/Europe/Berlin,Europe/Berlin",
    "/softwarestudio.org/Olson_20011030_5/America/New_York,America/New_York",
    "/mozilla.org/20050126_1/America/Argentina/Buenos_Aires,America/Argentina/Buenos_Aires",
    "UTC,UTC",
    "Z,Z",
    "+05:30,+05:30",
    "UTC+01:00,UTC+01:00",
  })
  void nameAloneSaysTheZone(String tzid, String zone) {
    IcsContent content = at(tzid, "20260302T090000");
    assertEquals(ZoneId.of(zone), zoneOf(content));
    assertEquals("", messages(content));
  }

  @Test
  void everyWindowsNameIsAZone() {
    int count = 0;
    for (String id : WindowsZones.zones()) {
      assertEquals(id, ZoneId.of(id).getId());
      count++;
    }
    assertTrue(count > 130, "only " + count);
  }

  @Test
  void nameWinsOverItsDefinitionWithAWarning() {
    IcsContent content =
        at(
            "Asia/Seoul",
            "20260302T090000",
            zone("Asia/Seoul", observance("STANDARD", "19700101T000000", "-0500", "-0500", "")));
    assertEquals(ZoneId.of("Asia/Seoul"), zoneOf(content));
    assertTrue(messages(content).contains("differs from the tz database"), messages(content));
  }

  @Test
  void nameThatAgreesWithItsDefinitionNeedsNoWarning() {
    assertEquals(
        "",
        messages(at("Europe/Berlin", "20260302T090000", zone("Europe/Berlin", CENTRAL_EUROPE))));
  }

  @Test
  void unknownNameIsTheZoneWhoseRulesAgree() {
    IcsContent content =
        at("Mitteleuropa", "20260302T090000", zone("Mitteleuropa", CENTRAL_EUROPE));
    assertEquals(ZoneId.of("Europe/Berlin"), zoneOf(content));
    assertTrue(
        messages(content).contains("Europe/Berlin agrees with its VTIMEZONE"), messages(content));
    IcsContent newYork =
        at(
            "GMT -0500 (Standard) / GMT -0400 (Daylight)",
            "20260302T090000",
            zone(
                "GMT -0500 (Standard) / GMT -0400 (Daylight)",
                observance(
                    "STANDARD",
                    "20071104T020000",
                    "-0400",
                    "-0500",
                    "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
                observance(
                    "DAYLIGHT",
                    "20070311T020000",
                    "-0500",
                    "-0400",
                    "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3")));
    assertEquals(ZoneId.of("America/New_York"), zoneOf(newYork));
  }

  @Test
  void vendorsHintInTheDefinitionIsTaken() {
    String hinted =
        zone("Chicago", observance("STANDARD", "19700101T000000", "-0600", "-0600", ""))
            .replace("TZID:Chicago", "TZID:Chicago\r\nX-LIC-LOCATION:America/Chicago");
    assertEquals(ZoneId.of("America/Chicago"), zoneOf(at("Chicago", "20260115T090000", hinted)));
  }

  @Test
  void definitionWithOneOffsetIsThatOffset() {
    IcsContent content =
        at(
            "Own",
            "20260302T090000",
            zone("Own", observance("STANDARD", "19700101T000000", "+0545", "+0545", "")));
    assertEquals(ZoneOffset.ofHoursMinutes(5, 45), zoneOf(content));
    assertEquals("", messages(content));
  }

  @Test
  void definitionThatNoZoneAgreesWithGivesItsOffsets() {
    String odd =
        zone(
            "Odd",
            observance(
                "STANDARD",
                "19701001T000000",
                "+0217",
                "+0117",
                "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"),
            observance(
                "DAYLIGHT",
                "19700401T000000",
                "+0117",
                "+0217",
                "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"));
    assertEquals(ZoneOffset.ofHoursMinutes(1, 17), zoneOf(at("Odd", "20260302T090000", odd)));
    IcsContent summer = at("Odd", "20260702T090000", odd);
    assertEquals(ZoneOffset.ofHoursMinutes(2, 17), zoneOf(summer));
    assertTrue(messages(summer).contains("no zone agrees with its VTIMEZONE"), messages(summer));
  }

  @Test
  void unknownNameWithoutDefinitionIsTheOffsetInItOrTheCalendarsZone() {
    IcsContent offset = at("GMT+0100 (Standard)", "20260302T090000");
    assertEquals(ZoneOffset.ofHours(1), zoneOf(offset));
    assertTrue(messages(offset).contains("+01:00 was taken"), messages(offset));
    IcsContent unknown = at("Nowhere", "20260302T090000");
    assertEquals(Samples.BERLIN.zone(), zoneOf(unknown));
    assertTrue(messages(unknown).contains("Europe/Berlin was taken"), messages(unknown));
  }

  @Test
  void emptyNameMeansItsDefinitionOrNothing() {
    IcsContent defined =
        at(
            "",
            "20260302T090000",
            zone("", observance("STANDARD", "16010101T000000", "+0000", "+0000", "")));
    assertEquals(ZoneOffset.UTC, zoneOf(defined));
    IcsContent floating = at("", "20260302T090000");
    assertEquals(EventTime.of(LocalDateTime.parse("2026-03-02T09:00")), only(floating).start());
    assertTrue(messages(floating).contains("its times float"), messages(floating));
  }

  @Test
  void sameNameMayMeanAnotherZoneInAnotherCalendarOfTheFile() {
    IcsContent content =
        read(
            calendar(
                    zone("Own", observance("STANDARD", "19700101T000000", "+0100", "+0100", "")),
                    event("UID:a", "DTSTART;TZID=Own:20260302T090000"))
                + calendar(
                    zone("Own", observance("STANDARD", "19700101T000000", "+0200", "+0200", "")),
                    event("UID:b", "DTSTART;TZID=Own:20260302T090000")));
    assertEquals(
        List.of("+01:00", "+02:00"),
        content.events().stream()
            .map(event -> ((EventTime.Zoned) event.start()).zone().getId())
            .toList());
  }

  @Test
  void ruleThatIsNoDayOfAYearIsNotUnrolled() {
    IcsContent content =
        at(
            "Endless",
            "20260302T090000",
            zone(
                "Endless",
                observance("STANDARD", "16010101T000000", "+0100", "+0200", "FREQ=SECONDLY")));
    assertEquals(Samples.BERLIN.zone(), zoneOf(content));
    assertTrue(
        messages(content).contains("'FREQ=SECONDLY', which is no day of a year"),
        messages(content));
  }

  @Test
  void observanceThatNeverComesAgainBeginsOnce() {
    IcsContent content =
        at(
            "Never",
            "20260302T090000",
            zone(
                "Never",
                observance(
                    "STANDARD",
                    "16010101T000000",
                    "+0100",
                    "+0200",
                    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")));
    assertEquals(ZoneOffset.ofHours(2), zoneOf(content));
  }

  @Test
  void fileOfHostileZonesAndRulesIsReadInBoundedTime() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      String many =
          observance(
                  "STANDARD",
                  "00010101T000000",
                  "+0117",
                  "+0217",
                  "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
              .concat("\r\n")
              .repeat(4);
      lines.append(zone("Zone" + i, many.strip())).append("\r\n");
      lines
          .append(
              event(
                  "UID:" + i,
                  "DTSTART;TZID=Zone" + i + ":20260302T090000",
                  "RRULE:FREQ=SECONDLY;INTERVAL=60;BYSECOND=31"))
          .append("\r\n");
    }
    IcsContent content =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> read(calendar(lines.toString().strip())));
    assertEquals(3_000, content.events().size());
    Event last = content.events().get(2_999);
    assertEquals(Samples.BERLIN.zone(), ((EventTime.Zoned) last.start()).zone());
  }

  @Test
  void definitionThatCannotBeReadIsNamed() {
    IcsContent content =
        at(
            "Own",
            "20260302T090000",
            zone("Own", observance("STANDARD", "19700101T000000", "+99", "+0100", "")));
    assertEquals(Samples.BERLIN.zone(), zoneOf(content));
    assertTrue(messages(content).contains("TZOFFSETFROM '+99'"), messages(content));
  }
}
