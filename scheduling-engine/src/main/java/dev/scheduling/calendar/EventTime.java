package dev.scheduling.calendar;

import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * When an event starts or ends, in one of the three forms of RFC 5545, section 3.3.4 and 3.3.5: a
 * time in a zone, a time that floats, or a whole day.
 *
 * <p>Floating times and dates have no instant of their own; they take that of the calendar's zone.
 * A local time that a zone skips is read with the offset before the gap, and one that occurs twice
 * is the first (section 3.3.5). Precision is the second. Immutable and thread-safe.
 */
public sealed interface EventTime {

  /** The local date and time; for a date, its midnight. */
  LocalDateTime local();

  /**
   * The instant in {@code placement} for floating times and dates, in the own zone for zoned times.
   * A date begins at its first moment in the zone, which is not always midnight.
   *
   * @param placement the calendar's zone
   */
  Instant instant(ZoneId placement);

  /** The same kind of time at another local time; a date takes the date alone. */
  EventTime withLocal(LocalDateTime local);

  /** A recurrence set of this kind that starts here. */
  RecurrenceSet.Builder startingHere();

  /** Whether this is a date. */
  default boolean isAllDay() {
    return this instanceof AllDay;
  }

  /** The time {@code value} in its zone, cut to the second. */
  static EventTime of(ZonedDateTime value) {
    return new Zoned(value.toLocalDateTime().truncatedTo(ChronoUnit.SECONDS), value.getZone());
  }

  /** The floating time {@code value}, cut to the second. */
  static EventTime of(LocalDateTime value) {
    return new Floating(value.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The whole day {@code value}. */
  static EventTime of(LocalDate value) {
    return new AllDay(value);
  }

  /** The instant {@code value} in UTC, cut to the second. */
  static EventTime of(Instant value) {
    return new Zoned(
        LocalDateTime.ofEpochSecond(value.getEpochSecond(), 0, ZoneOffset.UTC), ZoneOffset.UTC);
  }

  /** A local time in a zone: {@code DTSTART;TZID=Europe/Berlin:20260302T093000}. */
  record Zoned(LocalDateTime local, ZoneId zone) implements EventTime {

    public Zoned {
      EventLimits.checkSeconds(local);
      EventLimits.checkYear(local.toLocalDate());
    }

    /** The instant; a skipped local time takes the offset before the gap. */
    public Instant instant() {
      return local.atZone(zone).toInstant();
    }

    @Override
    public Instant instant(ZoneId placement) {
      return instant();
    }

    @Override
    public EventTime withLocal(LocalDateTime other) {
      return new Zoned(other, zone);
    }

    @Override
    public RecurrenceSet.Builder startingHere() {
      return RecurrenceSet.startingAt(local, zone);
    }

    @Override
    public String toString() {
      return local + "[" + zone + "]";
    }
  }

  /** A local time that is the same wherever one is: {@code DTSTART:20260302T093000}. */
  record Floating(LocalDateTime local) implements EventTime {

    public Floating {
      EventLimits.checkSeconds(local);
      EventLimits.checkYear(local.toLocalDate());
    }

    @Override
    public Instant instant(ZoneId placement) {
      return local.atZone(placement).toInstant();
    }

    @Override
    public EventTime withLocal(LocalDateTime other) {
      return new Floating(other);
    }

    @Override
    public RecurrenceSet.Builder startingHere() {
      return RecurrenceSet.startingAt(local);
    }

    @Override
    public String toString() {
      return local.toString();
    }
  }

  /** A whole day: {@code DTSTART;VALUE=DATE:20260302}. */
  record AllDay(LocalDate date) implements EventTime {

    public AllDay {
      EventLimits.checkYear(date);
    }

    @Override
    public LocalDateTime local() {
      return date.atStartOfDay();
    }

    @Override
    public Instant instant(ZoneId placement) {
      return date.atStartOfDay(placement).toInstant();
    }

    @Override
    public EventTime withLocal(LocalDateTime other) {
      return new AllDay(other.toLocalDate());
    }

    @Override
    public RecurrenceSet.Builder startingHere() {
      return RecurrenceSet.startingOn(date);
    }

    @Override
    public String toString() {
      return date.toString();
    }
  }
}
