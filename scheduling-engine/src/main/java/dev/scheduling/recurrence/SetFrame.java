package dev.scheduling.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * What a set's times are measured in: its start, whether it has times of day, its zone and options.
 *
 * @param start the nominal start
 * @param allDay whether occurrences are dates
 * @param zone the zone in which instants are computed; null for an unplaced floating or all-day
 *     set, whose local times are then computed as if in UTC
 * @param table what the clocks of that zone do
 * @param floating whether local times were given without a zone
 */
record SetFrame(
    long start,
    boolean allDay,
    @Nullable ZoneId zone,
    ZoneTable table,
    boolean floating,
    RecurrenceOptions options) {

  /**
   * There are no times before and after these, but whoever asks may lie so far off that sums
   * overflow.
   */
  private static final long FIRST_SECOND = GregorianDays.startOfYear(0) * (long) Expander.DAY;

  private static final long END_SECOND = Expander.LAST_SECOND + 2 * Expander.DAY;

  boolean hasInstants() {
    return zone != null && !allDay && !floating;
  }

  ZoneClock clock() {
    return new ZoneClock(table, allDay);
  }

  /** Orders and identifies occurrences: dates by date, times by instant. */
  boolean keyIsLocal() {
    return allDay;
  }

  /** Whether instants and local times are the same numbers. */
  boolean isUtc() {
    return table.isFixed() && table.offset(0) == 0;
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
    return allDay ? firstDateFrom(inYears(epochSecond)) : epochSecond;
  }

  /** The key of a local time: occurrences at or after it have keys at or after this one. */
  long keyOfLocal(LocalDateTime local) {
    return keyOfLocal(epochSecond(local) + (local.get(ChronoField.NANO_OF_SECOND) > 0 ? 1 : 0));
  }

  long keyOfLocal(long localSecond) {
    return allDay || zone == null ? localSecond : clock().epochOf(inYears(localSecond));
  }

  /** The nominal time of a key; only where {@link #isGapless}. */
  long nominalOfKey(long key) {
    return allDay ? inYears(key) : inYears(key) + table.offset(0);
  }

  private static long inYears(long second) {
    return Math.min(Math.max(second, FIRST_SECOND), END_SECOND);
  }

  /** Whether every nominal time is an occurrence's local time. */
  boolean isGapless() {
    return allDay || table.isFixed();
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
