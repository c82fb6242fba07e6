package dev.scheduling.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuietHoursTest {

  private static QuietHours hours(String from, String to, String zone) {
    return new QuietHours(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
  }

  private static void ends(String end, QuietHours hours, String at) {
    assertEquals(
        Optional.of(ZonedDateTime.parse(end).toInstant()),
        hours.endOf(ZonedDateTime.parse(at).toInstant()));
  }

  private static void isLoud(QuietHours hours, String at) {
    assertEquals(Optional.empty(), hours.endOf(ZonedDateTime.parse(at).toInstant()));
  }

  @Test
  void hoursOfADayEndOnThatDay() {
    QuietHours lunch = hours("12:00", "13:30", "Asia/Seoul");
    isLoud(lunch, "2026-03-02T11:59:59.999+09:00");
    ends("2026-03-02T13:30+09:00", lunch, "2026-03-02T12:00+09:00");
    ends("2026-03-02T13:30+09:00", lunch, "2026-03-02T13:29:59.999+09:00");
    isLoud(lunch, "2026-03-02T13:30+09:00");
  }

  @Test
  void hoursOverMidnightEndOnTheNextDayOrOnTheSame() {
    QuietHours night = hours("22:00", "07:00", "Europe/Berlin");
    isLoud(night, "2026-03-02T21:59:59+01:00");
    ends("2026-03-03T07:00+01:00", night, "2026-03-02T22:00+01:00");
    ends("2026-03-03T07:00+01:00", night, "2026-03-02T23:59:59+01:00");
    ends("2026-03-03T07:00+01:00", night, "2026-03-03T00:00+01:00");
    ends("2026-03-03T07:00+01:00", night, "2026-03-03T06:59:59+01:00");
    isLoud(night, "2026-03-03T07:00+01:00");
  }

  @Test
  void nightOfAClockChangeEndsAtTheUsualTimeOnTheWall() {
    QuietHours night = hours("22:00", "07:00", "Europe/Berlin");
    ends("2026-03-29T07:00+02:00", night, "2026-03-28T23:00+01:00");
    ends("2026-10-25T07:00+01:00", night, "2026-10-24T23:00+02:00");
  }

  @Test
  void endThatTheClockLeavesOutIsWhenItIsPutForward() {
    QuietHours night = hours("22:00", "02:30", "Europe/Berlin");
    ends("2026-03-29T01:00Z", night, "2026-03-29T01:30+01:00");
    isLoud(night, "2026-03-29T03:00+02:00");
  }

  @Test
  void hourThatTheClockRepeatsIsQuietTwice() {
    QuietHours night = hours("22:00", "02:30", "Europe/Berlin");
    ends("2026-10-25T02:30+02:00", night, "2026-10-25T01:00+02:00");
    isLoud(night, "2026-10-25T02:30+02:00");
    ends("2026-10-25T02:30+01:00", night, "2026-10-25T02:10+01:00");
  }

  @Test
  void endIsTheFirstInstantThatIsNotQuiet() {
    Random random = new Random(20261122);
    String[] zones = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Seoul"};
    long from = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    for (int i = 0; i < 20_000; i++) {
      LocalTime start = LocalTime.of(random.nextInt(24), random.nextInt(60));
      LocalTime end = LocalTime.of(random.nextInt(24), random.nextInt(60));
      if (start.equals(end)) {
        continue;
      }
      QuietHours hours = new QuietHours(start, end, ZoneId.of(zones[random.nextInt(4)]));
      Instant at = Instant.ofEpochSecond(from + random.nextInt(365 * 86_400));
      Optional<Instant> quietUntil = hours.endOf(at);
      if (quietUntil.isPresent()) {
        Instant free = quietUntil.get();
        String what = hours + " at " + at;
        assertTrue(free.isAfter(at), what);
        assertEquals(Optional.empty(), hours.endOf(free), what);
        assertEquals(quietUntil, hours.endOf(free.minusMillis(1)), what);
      }
    }
  }

  @Test
  void hoursThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> hours("07:00", "07:00", "UTC"));
    assertThrows(IllegalArgumentException.class, () -> hours("07:00:30", "08:00", "UTC"));
  }
}
