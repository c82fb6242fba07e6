package dev.scheduling.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Makes java.time values of ascending local seconds. Neighbours mostly share the time of day, the
 * month and the offset, which are kept from one to the next. Mutable; for one thread.
 */
final class CivilClock {

  /**
   * LocalDate adds quickly up to here, counted from the 1st: the next month has 28 days or more.
   */
  private static final int NEXT_MONTH = 59;

  private LocalDate date = LocalDate.EPOCH;

  /** The first second of that date. */
  private long midnight;

  private LocalTime time = LocalTime.MIDNIGHT;
  private int secondOfDay;
  private ZoneOffset offset = ZoneOffset.UTC;

  LocalDateTime dateTime(long localSecond) {
    enterDateOf(localSecond);
    int second = (int) (localSecond - midnight);
    if (second != secondOfDay) {
      secondOfDay = second;
      time = LocalTime.ofSecondOfDay(second);
    }
    return LocalDateTime.of(date, time);
  }

  LocalDate date(long localSecond) {
    enterDateOf(localSecond);
    return date;
  }

  private void enterDateOf(long localSecond) {
    long ahead = localSecond - midnight;
    if (ahead >= 0 && ahead < Expander.DAY) {
      return;
    }
    // The next day is the most usual, and needs no division.
    boolean next = ahead >= 0 && ahead < 2 * Expander.DAY;
    long days = next ? 1 : Math.floorDiv(ahead, (long) Expander.DAY);
    midnight += days * Expander.DAY;
    if (days > 0 && days <= NEXT_MONTH - date.getDayOfMonth()) {
      date = date.plusDays(days);
    } else {
      int fields = GregorianDays.fields((int) (midnight / Expander.DAY));
      date =
          LocalDate.of(
              GregorianDays.yearOf(fields),
              GregorianDays.monthOf(fields),
              GregorianDays.dayOfMonthOf(fields));
    }
  }

  ZoneOffset offset(int seconds) {
    if (seconds != offset.getTotalSeconds()) {
      offset = ZoneOffset.ofTotalSeconds(seconds);
    }
    return offset;
  }
}
