package dev.scheduling.recurrence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A DATE or DATE-TIME of RFC 5545 as UNTIL, RDATE and EXDATE carry it, to the second, in the years
 * 1..9999.
 *
 * <p>Its kind should follow the start's: a date for all-day, a local time for floating and zoned
 * series, an instant for UTC ones and for the UNTIL of zoned ones. Any kind is accepted with any
 * start, since calendars in use write all of them; {@link RecurrenceSet#toLines()} writes the right
 * one.
 */
public sealed interface RecurrenceTime {

  /** A date. As UNTIL of a series with times it means the end of that day in the start's zone. */
  record OnDate(LocalDate date) implements RecurrenceTime {
    public OnDate {
      LocalText.requireSupported("DATE", date);
    }

    @Override
    public String toString() {
      return LocalText.format(date);
    }
  }

  /** A local time in the start's zone. */
  record AtLocalTime(LocalDateTime time) implements RecurrenceTime {
    public AtLocalTime {
      LocalText.requireSupported("DATE-TIME", time);
    }

    @Override
    public String toString() {
      return LocalText.format(time);
    }
  }

  /** An instant; beside a floating or all-day start its UTC date and time are read as local. */
  record AtInstant(Instant instant) implements RecurrenceTime {
    public AtInstant {
      LocalText.requireSupported("DATE-TIME", LocalText.utc("DATE-TIME", instant));
    }

    @Override
    public String toString() {
      return LocalText.format(utc()) + "Z";
    }

    LocalDateTime utc() {
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
  }

  /** Reads {@code 20261231}, {@code 20261231T235959} or {@code 20261231T235959Z}. */
  static RecurrenceTime parse(String part, String text) {
    if (text.indexOf('T') < 0) {
      return new OnDate(LocalText.parseDate(part, text));
    }
    if (text.endsWith("Z")) {
      LocalDateTime utc = LocalText.parseTime(part, text.substring(0, text.length() - 1));
      return new AtInstant(utc.toInstant(ZoneOffset.UTC));
    }
    return new AtLocalTime(LocalText.parseTime(part, text));
  }
}
