package dev.scheduling.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an event lasts: nominal days, then exact time (RFC 5545, section 3.3.6). One nominal day
 * ends at the same local time tomorrow, be that 23, 24 or 25 hours away; {@code PT24H} ends 24
 * hours later.
 *
 * <p>Immutable and thread-safe.
 *
 * @param days nominal days, 0 to 36,600
 * @param exact exact time, not negative, at most 36,600 times 24 hours, whole seconds
 */
public record EventLength(int days, Duration exact) {

  /** No time at all: such an event marks a moment and conflicts with nothing. */
  public static final EventLength ZERO = new EventLength(0, Duration.ZERO);

  /** One nominal day, as an all-day event has that names no end. */
  public static final EventLength ONE_DAY = new EventLength(1, Duration.ZERO);

  /** The longest that an event may last, in days. */
  public static final int LONGEST_DAYS = 36_600;

  private static final Pattern ISO =
      Pattern.compile(
          "P(?:(\\d{1,6})W)?(?:(\\d{1,6})D)?"
              + "(?:T(?=\\d)(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,10})S)?)?");

  public EventLength {
    if (days < 0 || days > LONGEST_DAYS) {
      throw new InvalidEventException(
          "duration", "duration may have 0 to " + LONGEST_DAYS + " days, but has " + days);
    }
    if (exact.isNegative() || exact.compareTo(Duration.ofDays(LONGEST_DAYS)) > 0) {
      throw new InvalidEventException(
          "duration", "duration must be 0 to " + LONGEST_DAYS + " times 24 hours, but is " + exact);
    }
    if (exact.toNanosPart() != 0) {
      throw new InvalidEventException(
          "duration", "duration must be whole seconds, but is " + exact);
    }
  }

  /** An exact length. */
  public static EventLength of(Duration exact) {
    return new EventLength(0, exact);
  }

  /** A length in nominal days. */
  public static EventLength ofDays(int days) {
    return new EventLength(days, Duration.ZERO);
  }

  /**
   * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds: {@code P1W}, {@code
   * P1DT2H}, {@code PT90M}.
   *
   * @throws InvalidEventException if the text is no such duration, is negative or is out of range
   */
  public static EventLength parse(String text) {
    Matcher m = ISO.matcher(text.startsWith("+") ? text.substring(1) : text);
    if (text.length() > 64 || !m.matches() || text.endsWith("P")) {
      throw new InvalidEventException(
          "duration",
          "duration must be an ISO 8601 duration such as PT1H or P1D, not negative, but is "
              + (text.length() > 64 ? "longer than 64 characters" : "'" + text + "'"));
    }
    long days = number(m, 1) * 7 + number(m, 2);
    if (days > LONGEST_DAYS) {
      throw new InvalidEventException(
          "duration", "duration may have 0 to " + LONGEST_DAYS + " days, but has " + days);
    }
    Duration exact =
        Duration.ofHours(number(m, 3)).plusMinutes(number(m, 4)).plusSeconds(number(m, 5));
    return new EventLength((int) days, exact);
  }

  private static long number(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** Whether this is no time at all. */
  public boolean isZero() {
    return days == 0 && exact.isZero();
  }

  /**
   * The end of what starts at {@code start} in {@code zone}: the local time {@link #days()} later,
   * resolved in the zone, and the exact time after that.
   */
  public Instant endOf(LocalDateTime start, ZoneId zone) {
    return start.plusDays(days).atZone(zone).toInstant().plus(exact);
  }

  /** No occurrence lasts longer than this, whatever its zone does meanwhile. */
  public Duration longest() {
    // A nominal day is at most 24 hours and the largest jump of any zone, which is a day.
    return days == 0 ? exact : Duration.ofDays(days + 1L).plus(exact);
  }

  /** ISO 8601, as {@link #parse} reads it: {@code P1DT2H}. */
  @Override
  public String toString() {
    if (days == 0) {
      return exact.toString();
    }
    return exact.isZero() ? "P" + days + "D" : "P" + days + "D" + exact.toString().substring(1);
  }
}
