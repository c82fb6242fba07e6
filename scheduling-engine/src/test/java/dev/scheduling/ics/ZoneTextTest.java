package dev.scheduling.ics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written of a zone says what the tz database does. */
class ZoneTextTest {

  private static TimeZoneDefinition read(String text, int firstYear, int lastYear)
      throws UnreadablePartException {
    ComponentText lines = new ComponentText();
    text.lines().forEach(lines::property);
    IcsComponent timeZone = lines.parse(1).components().get(0);
    return TimeZoneDefinition.of(timeZone, firstYear, lastYear);
  }

  @Test
  void everyZoneReadsBackAsItself() throws UnreadablePartException {
    for (String id : new TreeSet<>(ZoneNames.ids())) {
      ZoneId zone = ZoneId.of(id);
      for (int firstYear : new int[] {1970, 2026}) {
        TimeZoneDefinition definition =
            read(ZoneText.of(zone, firstYear).toString(), firstYear, firstYear + 70);
        assertTrue(definition.agreesWith(zone), id + " from " + firstYear);
        ZoneOffsetTransition next =
            zone.getRules().nextTransition(Instant.parse("2030-01-01T00:00:00Z"));
        if (next != null) {
          LocalDateTime before = next.getDateTimeBefore().minusSeconds(1);
          assertEquals(zone.getRules().getOffset(before), definition.offsetAt(before), id);
        }
      }
    }
  }

  @Test
  void yearlyChangesAreOneRuleEach() {
    String text = ZoneText.of(ZoneId.of("Europe/Berlin"), 2026).toString();
    assertTrue(text.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"), text);
    assertTrue(text.contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"), text);
    assertTrue(text.length() < 600, text);
    String newYork = ZoneText.of(ZoneId.of("America/New_York"), 2026).toString();
    assertTrue(newYork.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"), newYork);
  }

  @Test
  void ruleIsFoundInTheDatesOrNotAtAll() {
    assertEquals(
        Optional.of("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA"),
        ZoneText.yearlyRule(
            IntStream.range(2026, 2426)
                .mapToObj(
                    year ->
                        LocalDateTime.of(year, 3, 31, 23, 0)
                            .with(
                                java.time.temporal.TemporalAdjusters.lastInMonth(
                                    java.time.DayOfWeek.SUNDAY))
                            .minusDays(1))
                .toList()));
    assertEquals(
        Optional.of("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"),
        ZoneText.yearlyRule(
            IntStream.range(2026, 2426).mapToObj(y -> LocalDateTime.of(y, 4, 1, 0, 0)).toList()));
    assertEquals(
        Optional.empty(),
        ZoneText.yearlyRule(
            IntStream.range(2026, 2426)
                .mapToObj(y -> LocalDateTime.of(y, 4, 1 + y % 3, 0, 0))
                .toList()));
  }

  @Test
  void offsetWithSecondsKeepsThem() throws UnreadablePartException {
    String text = ZoneText.of(ZoneId.of("Africa/Monrovia"), 1960).toString();
    assertTrue(text.contains("TZOFFSETTO:-004430\r\n"), text);
    assertEquals(
        ZoneOffset.ofHoursMinutesSeconds(0, -44, -30),
        read(text, 1960, 1970).offsetAt(LocalDateTime.parse("1965-01-01T00:00:00")));
  }
}
