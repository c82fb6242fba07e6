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

  private LocalTime time = LocalTime.MIDNIGHT;
  private int secondOfDay;
  private ZoneOffset offset = ZoneOffset.UTC;
  private LocalDate date = LocalDate.EPOCH;
  private long day;

  LocalDateTime dateTime(long localSecond) {
    long epochDay = Math.floorDiv(localSecond, (long) Expander.DAY);
    int second = (int) (localSecond - epochDay * Expander.DAY);
    if (second != secondOfDay) {
      secondOfDay = second;
      time = LocalTime.ofSecondOfDay(second);
    }
    return LocalDateTime.of(date(epochDay), time);
  }

  LocalDate date(long epochDay) {
    long ahead = epochDay - day;
    day = epochDay;
    if (ahead >= 0 && ahead <= NEXT_MONTH - date.getDayOfMonth()) {
      date = date.plusDays(ahead);
    } else {
      int fields = GregorianDays.fields((int) epochDay);
      date =
          LocalDate.of(
              GregorianDays.yearOf(fields),
              GregorianDays.monthOf(fields),
              GregorianDays.dayOfMonthOf(fields));
    }
    return date;
  }

  ZoneOffset offset(int seconds) {
    if (seconds != offset.getTotalSeconds()) {
      offset = ZoneOffset.ofTotalSeconds(seconds);
    }
    return offset;
  }
}
