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

  private LocalTime time = LocalTime.MIDNIGHT;
  private int secondOfDay;
  private ZoneOffset offset = ZoneOffset.UTC;
  private long day = Long.MIN_VALUE / 2;
  private int fields;

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
    // Up to the 28th the next days lie in the same month, and the packed fields end with the day.
    if (ahead >= 0 && ahead < 28 && GregorianDays.dayOfMonthOf(fields) + ahead <= 28) {
      fields += (int) ahead;
    } else {
      fields = GregorianDays.fields((int) epochDay);
    }
    return LocalDate.of(
        GregorianDays.yearOf(fields),
        GregorianDays.monthOf(fields),
        GregorianDays.dayOfMonthOf(fields));
  }

  ZoneOffset offset(int seconds) {
    if (seconds != offset.getTotalSeconds()) {
      offset = ZoneOffset.ofTotalSeconds(seconds);
    }
    return offset;
  }
}
