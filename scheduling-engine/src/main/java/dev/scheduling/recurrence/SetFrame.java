package dev.scheduling.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * What a set's times are measured in: its start, whether it has times of day, its zone and options.
 *
 * @param start the nominal start
 * @param allDay whether occurrences are dates
 * @param zone the zone in which instants are computed; null for an unplaced floating or all-day
 *     set, whose local times are then computed as if in UTC
 * @param floating whether local times were given without a zone
 */
record SetFrame(
    long start,
    boolean allDay,
    @Nullable ZoneId zone,
    boolean floating,
    RecurrenceOptions options) {

  ZoneRules zoneRules() {
    return (zone == null ? ZoneOffset.UTC : zone).getRules();
  }

  boolean hasInstants() {
    return zone != null && !allDay && !floating;
  }

  ZoneClock clock() {
    return zone == null || zone.equals(ZoneOffset.UTC)
        ? ZoneClock.UTC
        : new ZoneClock(zoneRules(), allDay);
  }

  /** Orders and identifies occurrences: dates by date, times by instant. */
  boolean keyIsLocal() {
    return allDay;
  }

  /** The last nominal time that UNTIL admits. */
  long lastNominal(RecurrenceTime until) {
    if (until instanceof RecurrenceTime.OnDate date) {
      return epochSecond(date.date().atTime(LocalTime.MAX));
    }
    if (until instanceof RecurrenceTime.AtLocalTime local) {
      return epochSecond(local.time());
    }
    RecurrenceTime.AtInstant at = (RecurrenceTime.AtInstant) until;
    return hasInstants()
        ? clock().greatestNominal(at.instant().getEpochSecond() + 1) - 1
        : epochSecond(at.utc());
  }

  /** The first date, as a local second, that begins at or after an instant. */
  long firstDateFrom(long epochSecond) {
    ZoneClock clock = clock();
    long date = Math.floorDiv(clock.localOf(epochSecond), (long) Expander.DAY) * Expander.DAY;
    if (clock.epochOf(date) < epochSecond) {
      return date + Expander.DAY;
    }
    // A date that the zone left out begins at the same instant as the next one.
    while (clock.epochOf(date - Expander.DAY) >= epochSecond) {
      date -= Expander.DAY;
    }
    return date;
  }

  /** The key of an instant: what orders and identifies occurrences. */
  long keyOf(long epochSecond) {
    return allDay ? firstDateFrom(epochSecond) : epochSecond;
  }

  /** The key of a local time: occurrences at or after it have keys at or after this one. */
  long keyOfLocal(LocalDateTime local) {
    long second = epochSecond(local) + (LocalText.hasFraction(local) ? 1 : 0);
    return allDay || zone == null ? second : clock().epochOf(second);
  }

  /** Whether every nominal time is an occurrence's local time. */
  boolean isGapless() {
    return allDay || zoneRules().isFixedOffset();
  }

  static long epochSecond(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC);
  }

  static long epochSecond(LocalDate date) {
    return date.toEpochDay() * Expander.DAY;
  }

  static LocalDateTime local(long second) {
    return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
  }
}
