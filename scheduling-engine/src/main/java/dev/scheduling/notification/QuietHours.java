package dev.scheduling.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The hours of each day in which somebody does not want to be disturbed. Immutable and thread-safe.
 *
 * <p>They follow the clock on the wall: an hour that a clock change repeats is quiet twice, one
 * that it leaves out is not missed.
 *
 * @param from the first quiet minute (inclusive)
 * @param to the end (exclusive); if it is before {@code from}, it is on the next day
 * @param zone whose clock
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

  /**
   * Checks the hours.
   *
   * @throws IllegalArgumentException if they are equal, or not full minutes
   */
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("from and to must differ, but both are " + from);
    }
    if (from.getSecond() != 0 || from.getNano() != 0 || to.getSecond() != 0 || to.getNano() != 0) {
      throw new IllegalArgumentException("from and to must be full minutes such as 22:00");
    }
  }

  /** When the quiet hours end that an instant is in; empty if it is in none. */
  public Optional<Instant> endOf(Instant instant) {
    ZonedDateTime now = instant.atZone(zone);
    LocalTime time = now.toLocalTime();
    boolean overnight = from.isAfter(to);
    boolean afterFrom = !time.isBefore(from);
    boolean beforeTo = time.isBefore(to);
    if (overnight ? !afterFrom && !beforeTo : !afterFrom || !beforeTo) {
      return Optional.empty();
    }
    LocalDate endsOn = now.toLocalDate().plusDays(overnight && afterFrom ? 1 : 0);
    return Optional.of(end(endsOn.atTime(to), instant));
  }

  private Instant end(LocalDateTime local, Instant after) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change != null && change.isGap()) {
      // The clock never shows that time; it leaves the quiet hours when it is put forward.
      return change.getInstant();
    }
    ZonedDateTime end = local.atZone(zone);
    Instant first = end.withEarlierOffsetAtOverlap().toInstant();
    return first.isAfter(after) ? first : end.withLaterOffsetAtOverlap().toInstant();
  }
}
