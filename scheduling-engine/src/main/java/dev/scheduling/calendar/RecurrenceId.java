package dev.scheduling.calendar;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * The name of an occurrence within its event: its original start, which survives a move (RFC 5545,
 * section 3.8.4.4). A UTC instant for zoned events, a local date-time for floating ones, a date for
 * all-day ones.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface RecurrenceId {

  /** The original start of an occurrence of a zoned event. */
  record At(Instant instant) implements RecurrenceId {
    @Override
    public Instant instant(ZoneId placement) {
      return instant;
    }

    @Override
    public String toString() {
      return instant.toString();
    }
  }

  /** The original start of an occurrence of a floating event. */
  record Local(LocalDateTime dateTime) implements RecurrenceId {
    @Override
    public Instant instant(ZoneId placement) {
      return dateTime.atZone(placement).toInstant();
    }

    @Override
    public String toString() {
      String text = dateTime.toString();
      return dateTime.getSecond() == 0 ? text + ":00" : text;
    }
  }

  /** The original day of an occurrence of an all-day event. */
  record On(LocalDate date) implements RecurrenceId {
    @Override
    public Instant instant(ZoneId placement) {
      return date.atStartOfDay(placement).toInstant();
    }

    @Override
    public String toString() {
      return date.toString();
    }
  }

  /** The instant of the original start, in {@code placement} where it has no zone of its own. */
  Instant instant(ZoneId placement);

  /**
   * Reads what {@code toString} writes: {@code 2026-03-02T08:30:00Z}, {@code 2026-03-02T09:30:00}
   * or {@code 2026-03-02}.
   *
   * @throws InvalidEventException if the text is none of the three
   */
  static RecurrenceId parse(String text) {
    try {
      if (text.length() <= 10) {
        return new On(LocalDate.parse(text));
      }
      return text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0
          ? new At(OffsetDateTime.parse(text).toInstant())
          : new Local(LocalDateTime.parse(text));
    } catch (DateTimeException e) {
      throw new InvalidEventException(
          "occurrence",
          "occurrence must be an original start: an instant, a local date-time or a date");
    }
  }

  /** The name of the occurrence that originally starts at {@code start}. */
  static RecurrenceId of(EventTime start) {
    if (start instanceof EventTime.Zoned zoned) {
      return new At(zoned.instant());
    }
    if (start instanceof EventTime.Floating floating) {
      return new Local(floating.local());
    }
    return new On(start.local().toLocalDate());
  }
}
