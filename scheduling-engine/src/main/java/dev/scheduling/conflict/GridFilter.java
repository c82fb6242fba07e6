package dev.scheduling.conflict;

import org.jspecify.annotations.Nullable;

/**
 * The units of a grid that a rule's date and time parts keep.
 *
 * @param days the days that are kept, or null for all
 * @param hours bits of the hours kept
 * @param minutes bits of the minutes kept
 * @param seconds bits of the seconds kept
 */
record GridFilter(@Nullable DayPattern days, int hours, long minutes, long seconds) {

  static final int ALL_HOURS = (1 << 24) - 1;
  static final long ALL_SIXTY = (1L << 60) - 1;

  boolean keepsTime(int secondOfDay) {
    return (hours >>> (secondOfDay / 3_600) & 1) != 0
        && (minutes >>> (secondOfDay / 60 % 60) & 1) != 0
        && (seconds >>> (secondOfDay % 60) & 1) != 0;
  }

  /**
   * The longest stretch of which this keeps all or nothing: a day, an hour, a minute or a second.
   */
  int grain() {
    if (seconds != ALL_SIXTY) {
      return 1;
    }
    if (minutes != ALL_SIXTY) {
      return 60;
    }
    return hours != ALL_HOURS ? 3_600 : 86_400;
  }
}
