package dev.scheduling.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** What an event may hold at most, and the checks that say so. */
final class EventLimits {

  static final int TITLE = 1_000;
  static final int DESCRIPTION = 100_000;
  static final int LOCATION = 1_000;
  static final int TAGS = 100;
  static final int TAG = 100;
  static final int REMINDERS = 20;
  static final int OVERRIDES = 2_000;
  static final int RECURRENCE_VALUES = 2_000;
  static final int CALENDARS = 20;
  static final int ICAL_UID = 255;
  static final int FIRST_YEAR = 1;
  static final int LAST_YEAR = 9999;

  private EventLimits() {}

  static void checkText(String field, String text, int longest) {
    if (text.length() > longest) {
      throw new InvalidEventException(
          field, field + " may have " + longest + " characters, but has " + text.length());
    }
  }

  static void checkCount(String field, int count, int most) {
    if (count > most) {
      throw new InvalidEventException(
          field, field + " may have " + most + " entries, but has " + count);
    }
  }

  static void checkSeconds(LocalDateTime local) {
    if (!local.equals(local.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException("times are precise to the second, but got " + local);
    }
  }

  static void checkYear(LocalDate date) {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException(
          "the year must be " + FIRST_YEAR + " to " + LAST_YEAR + ", but is " + date.getYear());
    }
  }
}
