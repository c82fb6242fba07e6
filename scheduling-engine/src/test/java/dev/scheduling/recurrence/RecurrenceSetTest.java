package dev.scheduling.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.recurrence.OccurrenceCursor.End;
import dev.scheduling.recurrence.RecurrenceOptions.GapPolicy;
import dev.scheduling.recurrence.RecurrenceOptions.OffPatternStart;
import dev.scheduling.recurrence.RecurrenceOptions.SubDailySteps;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecurrenceSetTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static LocalDateTime at(String text) {
    return LocalDateTime.parse(text);
  }

  private static List<String> first(RecurrenceSet set, int most) {
    List<String> times = new ArrayList<>();
    OccurrenceCursor cursor = set.cursor();
    while (times.size() < most && cursor.next()) {
      times.add(cursor.local().toString());
    }
    return times;
  }

  @Test
  void aSetWithoutRulesHasItsStart() {
    assertEquals(
        List.of("2026-03-02T09:30"),
        first(RecurrenceSet.startingAt(at("2026-03-02T09:30")).build(), 5));
  }

  @Test
  void extraTimesAreMergedAndRepeatedOnesAppearOnce() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=WEEKLY;COUNT=3"))
            .including(at("2026-03-04T08:00"))
            .including(at("2026-03-09T09:30"))
            .including(Instant.parse("2026-03-04T07:00:00Z"))
            .build();
    assertEquals(
        List.of("2026-03-02T09:30", "2026-03-04T08:00", "2026-03-09T09:30", "2026-03-16T09:30"),
        first(set, 9));
  }

  @Test
  void anExcludedDateTakesTheWholeLocalDayOfASeriesWithTimes() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=DAILY;BYHOUR=0,9,23;BYMINUTE=30;COUNT=9"))
            .excluding(LocalDate.of(2026, 3, 3))
            .build();
    assertEquals(
        List.of(
            "2026-03-02T09:30",
            "2026-03-02T23:30",
            "2026-03-04T00:30",
            "2026-03-04T09:30",
            "2026-03-04T23:30",
            "2026-03-05T00:30"),
        first(set, 9));
  }

  @Test
  void anExcludedInstantMatchesAZonedOccurrenceAndATimeMatchesADate() {
    RecurrenceSet zoned =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .lines(List.of("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260303T083000Z"))
            .build();
    assertEquals(List.of("2026-03-02T09:30", "2026-03-04T09:30"), first(zoned, 9));
    RecurrenceSet allDay =
        RecurrenceSet.startingOn(LocalDate.of(2026, 3, 2))
            .lines(List.of("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260303T000000"))
            .build();
    assertEquals(List.of("2026-03-02T00:00", "2026-03-04T00:00"), first(allDay, 9));
  }

  @Test
  void anExclusionInAnotherZoneIsReadThere() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .lines(
                List.of("RRULE:FREQ=DAILY;COUNT=2", "EXDATE;TZID=America/New_York:20260303T033000"))
            .build();
    assertEquals(List.of("2026-03-02T09:30"), first(set, 9));
  }

  @Test
  void anExclusionRuleTakesAwayWhatItMakes() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"))
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=7"))
            .exclusionRule(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=WE,SA"))
            .build();
    assertEquals(
        List.of(
            "2026-03-02T09:30",
            "2026-03-03T09:30",
            "2026-03-05T09:30",
            "2026-03-06T09:30",
            "2026-03-08T09:30"),
        first(set, 9));
  }

  @Test
  void aSetThatExcludesAllItMakesGivesUpAndSaysSo() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"))
            .rule(RecurrenceRule.parse("FREQ=MINUTELY"))
            .exclusionRule(RecurrenceRule.parse("FREQ=MINUTELY"))
            .build();
    OccurrenceCursor cursor = set.cursor();
    assertFalse(cursor.next());
    assertEquals(End.BUDGET, cursor.end());
  }

  @Test
  void aRuleThatNeverMatchesIsProvedEmpty() {
    for (String rule :
        List.of(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=4",
            "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1",
            "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
            "FREQ=SECONDLY;INTERVAL=3600;BYMINUTE=1",
            "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
            "FREQ=WEEKLY;BYMONTH=3;BYSETPOS=8")) {
      RecurrenceSet set =
          RecurrenceSet.startingAt(at("2026-03-02T09:00"))
              .rule(RecurrenceRule.parse(rule))
              .options(RecurrenceOptions.DEFAULTS.withOffPatternStart(OffPatternStart.IGNORED))
              .build();
      assertTrue(set.isEmpty(), rule);
      assertTrue(set.isFinite(), rule);
      assertEquals(Optional.empty(), set.placedIn(BERLIN).last(), rule);
    }
  }

  @Test
  void everyAnswerSaysWhyItEnds() {
    RecurrenceSet counted =
        RecurrenceSet.startingAt(at("2026-03-02T09:00"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=2"))
            .build();
    assertEquals(End.EXHAUSTED, endOf(counted.cursor()));
    RecurrenceSet endless =
        RecurrenceSet.startingAt(at("9999-12-30T09:00"), ZoneOffset.UTC)
            .rule(RecurrenceRule.parse("FREQ=DAILY"))
            .build();
    assertEquals(End.LIMIT, endOf(endless.cursor()));
    assertEquals(
        End.WINDOW,
        endOf(
            counted.cursor(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-03T00:00:00Z"))));
  }

  private static End endOf(OccurrenceCursor cursor) {
    int steps = 0;
    while (cursor.next()) {
      assertTrue(steps++ < 100, "no end");
    }
    return cursor.end();
  }

  @Test
  void aStartOffThePatternIsTheFirstAndCountsUnlessIgnored() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-04T09:00"))
            .rule(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=MO;COUNT=3"))
            .build();
    assertEquals(
        List.of("2026-03-04T09:00", "2026-03-09T09:00", "2026-03-16T09:00"), first(set, 9));
    RecurrenceSet ignoring =
        set.toBuilder()
            .options(RecurrenceOptions.DEFAULTS.withOffPatternStart(OffPatternStart.IGNORED))
            .build();
    assertEquals(
        List.of("2026-03-09T09:00", "2026-03-16T09:00", "2026-03-23T09:00"), first(ignoring, 9));
  }

  @Test
  void aSkippedGapDoesNotCountAndAShiftedOneDoes() {
    RecurrenceSet shifting =
        RecurrenceSet.startingAt(at("2026-03-28T02:30"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=3"))
            .build();
    assertEquals(
        List.of("2026-03-28T02:30", "2026-03-29T03:30", "2026-03-30T02:30"), first(shifting, 9));
    RecurrenceSet skipping =
        shifting.toBuilder().options(RecurrenceOptions.DEFAULTS.withGaps(GapPolicy.SKIP)).build();
    assertEquals(
        List.of("2026-03-28T02:30", "2026-03-30T02:30", "2026-03-31T02:30"), first(skipping, 9));
  }

  @Test
  void anOverlapTakesTheFirstInstant() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-10-25T02:30"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=1"))
            .build();
    OccurrenceCursor cursor = set.cursor();
    assertTrue(cursor.next());
    assertEquals(Instant.parse("2026-10-25T00:30:00Z"), cursor.instant());
  }

  @Test
  void untilIsReadInAnyTypeAndWrittenInTheRightOne() {
    RecurrenceRule byDate = RecurrenceRule.parse("FREQ=DAILY;UNTIL=20260304");
    RecurrenceSet zoned =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN).rule(byDate).build();
    assertEquals(3, first(zoned, 9).size());
    assertEquals(List.of("RRULE:FREQ=DAILY;UNTIL=20260304T225959Z"), zoned.toLines());
    RecurrenceSet floating = RecurrenceSet.startingAt(at("2026-03-02T09:30")).rule(byDate).build();
    assertEquals(List.of("RRULE:FREQ=DAILY;UNTIL=20260304T235959"), floating.toLines());
    RecurrenceSet allDay =
        RecurrenceSet.startingOn(LocalDate.of(2026, 3, 2))
            .rule(RecurrenceRule.parse("FREQ=DAILY;UNTIL=20260304T235959Z"))
            .build();
    assertEquals(3, first(allDay, 9).size());
    assertEquals(List.of("RRULE:FREQ=DAILY;UNTIL=20260304"), allDay.toLines());
  }

  @Test
  void linesReadBackToTheSameOccurrences() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8"))
            .exclusionRule(RecurrenceRule.parse("FREQ=MONTHLY;BYMONTHDAY=9"))
            .including(at("2026-03-07T10:00"))
            .including(LocalDate.of(2026, 3, 8))
            .includingPeriod(
                new RecurrenceTime.AtLocalTime(at("2026-03-20T10:00")), Duration.ofHours(2))
            .excluding(at("2026-03-05T09:30"))
            .excluding(LocalDate.of(2026, 3, 12))
            .build();
    RecurrenceSet again =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN).lines(set.toLines()).build();
    assertEquals(first(set, 30), first(again, 30));
    assertEquals(set.toLines(), again.toLines());
    assertEquals(Optional.of(Duration.ofHours(2)), again.periodAt(at("2026-03-20T10:00")));
    assertEquals(Optional.empty(), again.periodAt(at("2026-03-07T10:00")));
  }

  @Test
  void aPeriodMayNameItsEnd() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN)
            .line(
                "RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260329T010000/20260329T040000,20260401T090000/PT30M")
            .build();
    // The clocks go forward in between: two hours pass.
    assertEquals(Optional.of(Duration.ofHours(2)), set.periodAt(at("2026-03-29T01:00")));
    assertEquals(
        Optional.of(Duration.ofMinutes(30)), set.periodAt(Instant.parse("2026-04-01T07:00:00Z")));
  }

  @Test
  void instantsNeedAZone() {
    RecurrenceSet floating = RecurrenceSet.startingAt(at("2026-03-02T09:30")).build();
    OccurrenceCursor cursor = floating.cursor();
    assertTrue(cursor.next());
    assertEquals(at("2026-03-02T09:30"), cursor.local());
    assertThrows(IllegalStateException.class, cursor::epochSecond);
    assertThrows(IllegalStateException.class, () -> floating.isOccurrence(Instant.EPOCH));
    RecurrenceSet placed = floating.placedIn(BERLIN);
    assertEquals(
        Optional.of(Instant.parse("2026-03-02T08:30:00Z")), placed.firstAtOrAfter(Instant.EPOCH));
    assertEquals(placed.toLines(), floating.toLines());
    assertSame(placed, placed.placedIn(BERLIN));
  }

  @Test
  void anAllDayOccurrenceBeginsWithItsDayInThePlacesZone() {
    // Brazil's clocks went forward at midnight: the day began at one o'clock.
    RecurrenceSet set =
        RecurrenceSet.startingOn(LocalDate.of(2018, 11, 3))
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=3"))
            .build()
            .placedIn(ZoneId.of("America/Sao_Paulo"));
    List<Instant> starts = new ArrayList<>();
    set.occurrences().instants().forEach(starts::add);
    assertEquals(
        List.of(
            Instant.parse("2018-11-03T03:00:00Z"),
            Instant.parse("2018-11-04T03:00:00Z"),
            Instant.parse("2018-11-05T02:00:00Z")),
        starts);
    assertTrue(set.isOccurrence(LocalDate.of(2018, 11, 4)));
    assertTrue(set.isOccurrence(Instant.parse("2018-11-04T03:00:00Z")));
    assertFalse(set.isOccurrence(LocalDate.of(2018, 11, 6)));
  }

  @Test
  void aDateThatTheZoneLeftOutStaysADate() {
    RecurrenceSet set =
        RecurrenceSet.startingOn(LocalDate.of(2011, 12, 29))
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=3"))
            .build()
            .placedIn(ZoneId.of("Pacific/Apia"));
    assertEquals(
        List.of("2011-12-29T00:00", "2011-12-30T00:00", "2011-12-31T00:00"), first(set, 9));
    assertTrue(set.isOccurrence(LocalDate.of(2011, 12, 30)));
  }

  @Test
  void anHourlyRuleOnDatesRepeatsOnTheDaysItMeets() {
    RecurrenceSet set =
        RecurrenceSet.startingOn(LocalDate.of(2026, 3, 2))
            .rule(RecurrenceRule.parse("FREQ=HOURLY;INTERVAL=36;COUNT=4"))
            .build();
    assertEquals(
        List.of("2026-03-02T00:00", "2026-03-03T00:00", "2026-03-05T00:00", "2026-03-06T00:00"),
        first(set, 9));
  }

  @Test
  void elapsedStepsKeepTheirLengthAcrossTheClockChanges() {
    RecurrenceOptions elapsed = RecurrenceOptions.DEFAULTS.withSubDailySteps(SubDailySteps.ELAPSED);
    RecurrenceSet spring =
        RecurrenceSet.startingAt(at("2026-03-28T22:00"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=HOURLY;INTERVAL=3;COUNT=4"))
            .options(elapsed)
            .build();
    assertEquals(
        List.of("2026-03-28T22:00", "2026-03-29T01:00", "2026-03-29T05:00", "2026-03-29T08:00"),
        first(spring, 9));
    RecurrenceSet autumn =
        RecurrenceSet.startingAt(at("2026-10-25T01:00"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=HOURLY;BYHOUR=1,2,3;UNTIL=20261025T120000Z"))
            .options(elapsed)
            .build();
    assertEquals(
        List.of("2026-10-25T01:00", "2026-10-25T02:00", "2026-10-25T02:00", "2026-10-25T03:00"),
        first(autumn, 9));
    List<Instant> instants = new ArrayList<>();
    autumn.occurrences().instants().forEach(instants::add);
    assertEquals(Instant.parse("2026-10-25T02:00:00Z"), autumn.last().orElseThrow());
    OccurrenceCursor cursor = autumn.cursor();
    for (int i = 0; i < instants.size(); i++) {
      cursor.seek(instants.get(i));
      assertTrue(cursor.next());
      assertEquals(instants.get(i), cursor.instant());
      assertEquals(i > 0, cursor.previous());
    }
    assertEquals(Instant.parse("2026-03-29T06:00:00Z"), spring.last().orElseThrow());
  }

  @Test
  void theLastTheCountAndTheNthAgree() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2000-01-01T09:00"), BERLIN)
            .rule(RecurrenceRule.parse("FREQ=DAILY;COUNT=10000"))
            .excluding(at("2000-01-02T09:00"))
            .build();
    Instant last = set.last().orElseThrow();
    assertEquals(ZonedDateTime.of(at("2027-05-18T09:00"), BERLIN).toInstant(), last);
    assertEquals(
        new OccurrenceCount(9_999, End.EXHAUSTED), set.countIn(Instant.EPOCH, last.plusSeconds(1)));
    assertEquals(last, set.nth(9_998).orElseThrow().instant());
    assertEquals(Optional.empty(), set.nth(9_999));
    assertEquals(Optional.of(last.minusSeconds(86_400)), set.lastBefore(last));
  }

  @Test
  void viewsGiveJavaTimeValues() {
    RecurrenceSet set =
        RecurrenceSet.startingAt(at("2026-03-28T09:30"), BERLIN)
            .rule(
                RecurrenceRule.builder(Frequency.DAILY)
                    .byDay(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)
                    .build())
            .build();
    assertEquals(
        List.of(
            ZonedDateTime.parse("2026-03-28T09:30+01:00[Europe/Berlin]"),
            ZonedDateTime.parse("2026-03-29T09:30+02:00[Europe/Berlin]"),
            ZonedDateTime.parse("2026-04-04T09:30+02:00[Europe/Berlin]")),
        Occurrences.stream(set.occurrences().zonedDateTimes()).limit(3).toList());
    assertEquals(
        List.of(LocalDate.of(2026, 4, 4), LocalDate.of(2026, 4, 5)),
        Occurrences.stream(
                set.occurrences().between(at("2026-04-01T00:00"), at("2026-04-06T00:00")).dates())
            .toList());
  }

  @Test
  void whatCannotBeReadIsRefusedByName() {
    RecurrenceSet.Builder builder = RecurrenceSet.startingAt(at("2026-03-02T09:30"), BERLIN);
    assertEquals("RDATE", refusal(builder, "RDATE:2026").part());
    assertEquals("EXDATE", refusal(builder, "EXDATE;TZID=Mars/Olympus:20260302T093000").part());
    assertEquals("FREQ", refusal(builder, "RRULE:FREQ=HOURLEY").part());
    assertEquals("DTSTART", refusal(builder, "DTSTART:20260302T093000").part());
    assertEquals("line", refusal(builder, "RRULE").part());
    assertEquals(
        "RSCALE",
        assertThrows(
                InvalidRecurrenceException.class,
                () -> builder.rule(RecurrenceRule.parse("FREQ=DAILY;RSCALE=MARTIAN")).build())
            .part());
  }

  private static InvalidRecurrenceException refusal(RecurrenceSet.Builder builder, String line) {
    return assertThrows(InvalidRecurrenceException.class, () -> builder.line(line));
  }
}
