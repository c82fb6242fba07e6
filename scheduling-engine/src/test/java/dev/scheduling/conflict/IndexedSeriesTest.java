package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided by rules and what is listed are the same occurrences. */
final class IndexedSeriesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDateTime FIRST = LocalDateTime.parse("2026-03-20T01:00");
  private static final TimeRange YEAR =
      TimeRange.of(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2027-03-01T00:00:00Z"));

  private static Event.Builder nightly(EventTime start) {
    return Event.builder(CalendarId.of("room-4"), "Night shift")
        .starts(start)
        .recurrenceLine("RRULE:FREQ=DAILY");
  }

  private static void assertSame(Event event) {
    IndexedSeries indexed = new IndexedSeries(event, BERLIN);
    List<String> decided = new ArrayList<>();
    SeriesCursor cursor =
        new SeriesCursor(indexed.series().orElseThrow(), YEAR.start().getEpochSecond());
    while (cursor.next() && cursor.start < YEAR.end().getEpochSecond()) {
      decided.add(
          Instant.ofEpochSecond(cursor.start) + " to " + Instant.ofEpochSecond(cursor.finish));
    }
    List<String> listed = new ArrayList<>();
    Iterator<Occurrence> occurrences = event.occurrences(BERLIN).in(YEAR);
    while (occurrences.hasNext()) {
      TimeRange range = occurrences.next().range();
      listed.add(range.start() + " to " + range.end());
    }
    assertTrue(listed.size() > 300, "only " + listed.size());
    assertEquals(listed, decided);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT4H", "PT30M", "P1D", "PT24H"})
  void floatingSeriesOfAnyLengthIsPlacedAlikeByBoth(String length) {
    assertSame(nightly(EventTime.of(FIRST)).lasts(EventLength.parse(length)).build());
  }

  @Test
  void floatingSeriesWithANamedEndIsPlacedAlikeByBoth() {
    assertSame(nightly(EventTime.of(FIRST)).ends(EventTime.of(FIRST.plusHours(4))).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT4H", "P1D"})
  void zonedSeriesIsPlacedAlikeByBoth(String length) {
    assertSame(
        nightly(EventTime.of(FIRST.atZone(BERLIN))).lasts(EventLength.parse(length)).build());
  }

  @Test
  void singleEventWhoseEndFloatsIsNotDecidedByRules() {
    Event once =
        Event.builder(CalendarId.of("room-4"), "Night shift")
            .starts(EventTime.of(FIRST))
            .ends(EventTime.of(FIRST.plusHours(4)))
            .build();
    assertFalse(new IndexedSeries(once, BERLIN).series().isPresent());
  }
}
