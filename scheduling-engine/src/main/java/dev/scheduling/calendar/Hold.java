package dev.scheduling.calendar;

import dev.scheduling.CalendarId;
import dev.scheduling.EventId;
import dev.scheduling.HoldId;
import dev.scheduling.OwnerId;
import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Time that somebody keeps free in one or several calendars for a short while, until they book it
 * or let it go. Immutable and thread-safe.
 *
 * @param id its name
 * @param owner for whom the time is kept
 * @param calendars where: 1 to 20
 * @param range the time that is kept, of whole seconds; at most 31 days
 * @param expires from this instant on it is in nobody's way (exclusive end), to the millisecond
 */
public record Hold(
    HoldId id, OwnerId owner, SortedSet<CalendarId> calendars, TimeRange range, Instant expires) {

  /** The longest time that can be held. */
  public static final Duration LONGEST_RANGE = Duration.ofDays(31);

  /** The most calendars that one hold can be in. */
  public static final int MOST_CALENDARS = EventLimits.CALENDARS;

  private static final String TITLE = "Held";

  /**
   * @throws InvalidEventException if there is no calendar or more than {@value
   *     EventLimits#CALENDARS}, or if the range is empty, longer than 31 days or not of whole
   *     seconds
   */
  public Hold {
    if (calendars.isEmpty() || calendars.size() > MOST_CALENDARS) {
      throw new InvalidEventException(
          "calendarIds",
          "calendarIds must name 1 to "
              + MOST_CALENDARS
              + " calendars, but has "
              + calendars.size());
    }
    if (range.isEmpty()) {
      throw new InvalidEventException(
          "end", "end must be after start, but both are " + range.end());
    }
    if (range.duration().compareTo(LONGEST_RANGE) > 0) {
      throw new InvalidEventException(
          "end",
          "end may be " + LONGEST_RANGE.toDays() + " days after start, but is " + range.end());
    }
    if (!isWholeSecond(range.start()) || !isWholeSecond(range.end())) {
      throw new InvalidEventException("start", "times are precise to the second, but got " + range);
    }
    calendars = Collections.unmodifiableSortedSet(new TreeSet<>(calendars));
  }

  private static boolean isWholeSecond(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** A new hold with a random id. */
  public static Hold of(
      OwnerId owner, Collection<CalendarId> calendars, TimeRange range, Instant expires) {
    return new Hold(HoldId.random(), owner, new TreeSet<>(calendars), range, expires);
  }

  /** Whether the hold is over at {@code now}. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expires);
  }

  /** The hold as one of its calendars sees it: tentatively busy. It is stored nowhere. */
  public Event asEvent(CalendarId calendar) {
    return Event.builder(calendar, TITLE)
        .id(EventId.of(id.value()))
        .starts(EventTime.of(range.start()))
        .lasts(range.duration())
        .status(EventStatus.TENTATIVE)
        .build();
  }
}
