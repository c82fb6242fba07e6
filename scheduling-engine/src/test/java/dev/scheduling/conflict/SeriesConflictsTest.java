package dev.scheduling.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.scheduling.conflict.FirstConflict.Conflict;
import dev.scheduling.conflict.FirstConflict.Never;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Single cases of the decision that random pairs hardly ever meet. */
final class SeriesConflictsTest {

  /** Where the clock goes from 23:59:59 on 2027-04-29 to 01:00 on the 30th. */
  private static final ZoneId CAIRO = ZoneId.of("Africa/Cairo");

  private static Series meeting(String start) {
    return Series.of(
        RecurrenceSet.startingAt(LocalDateTime.parse(start), CAIRO).build(),
        Duration.ofMinutes(45));
  }

  @Test
  void daysWhoseFirstMidnightIsSkippedEndAtMidnightAllTheSame() {
    Series days =
        Series.of(
            RecurrenceSet.startingOn(LocalDate.of(2027, 4, 30)).build().placedIn(CAIRO),
            Period.ofDays(3));
    assertInstanceOf(Never.class, SeriesConflicts.first(days, meeting("2027-05-03T00:15")));
    assertEquals(
        new Conflict(Instant.parse("2027-05-02T20:15:00Z")),
        SeriesConflicts.first(days, meeting("2027-05-02T23:15")));
  }
}
