package dev.scheduling.recurrence;

import java.util.Arrays;

/**
 * The time parts of a rule: seconds of a day, an hour or a minute, with what the start fills in.
 */
final class DayTimes {

  private DayTimes() {}

  /**
   * The offsets that BYHOUR, BYMINUTE and BYSECOND make in one period of at most a day, ascending.
   */
  static int[] within(RecurrenceRule rule, int startSecondOfDay, boolean allDay) {
    if (allDay) {
      // RFC 5545, 3.3.10: time parts must be ignored where DTSTART is a date.
      return new int[] {0};
    }
    Frequency frequency = rule.frequency();
    if (!frequency.isSubDaily()
        && rule.hours().length + rule.minutes().length + rule.seconds().length == 0) {
      return new int[] {startSecondOfDay};
    }
    int[] none = {0};
    int[] hours =
        frequency.compareTo(Frequency.DAILY) >= 0
            ? orElse(rule.hours(), startSecondOfDay / 3_600)
            : none;
    int[] minutes =
        frequency.compareTo(Frequency.HOURLY) >= 0
            ? orElse(rule.minutes(), startSecondOfDay / 60 % 60)
            : none;
    int[] seconds =
        frequency.compareTo(Frequency.MINUTELY) >= 0
            ? orElse(leapless(rule.seconds()), startSecondOfDay % 60)
            : none;
    int[] times = new int[hours.length * minutes.length * seconds.length];
    int size = 0;
    for (int hour : hours) {
      for (int minute : minutes) {
        for (int second : seconds) {
          times[size++] = hour * 3_600 + minute * 60 + second;
        }
      }
    }
    return times;
  }

  /** Second 60 is read as 59 (RFC 5545, 3.3.5). */
  static int[] leapless(int[] seconds) {
    if (seconds.length == 0 || seconds[seconds.length - 1] < 60) {
      return seconds;
    }
    return Arrays.stream(seconds).map(second -> Math.min(second, 59)).distinct().toArray();
  }

  /** The entries of an ascending list at BYSETPOS, counted from 1 or from the end, ascending. */
  static int[] atPositions(int[] times, int[] positions) {
    if (positions.length == 0) {
      return times;
    }
    boolean[] chosen = new boolean[times.length];
    int size = 0;
    for (int position : positions) {
      int index = position > 0 ? position - 1 : times.length + position;
      if (index >= 0 && index < times.length && !chosen[index]) {
        chosen[index] = true;
        size++;
      }
    }
    int[] result = new int[size];
    int at = 0;
    for (int i = 0; i < times.length; i++) {
      if (chosen[i]) {
        result[at++] = times[i];
      }
    }
    return result;
  }

  private static int[] orElse(int[] values, int value) {
    return values.length > 0 ? values : new int[] {value};
  }
}
