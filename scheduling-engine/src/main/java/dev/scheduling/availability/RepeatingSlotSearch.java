package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.InvalidEventException;
import dev.scheduling.conflict.CalendarView;
import dev.scheduling.conflict.ConflictCheck;
import dev.scheduling.conflict.ConflictReport;
import dev.scheduling.conflict.SeriesConflicts;
import dev.scheduling.recurrence.OccurrenceCursor;
import dev.scheduling.recurrence.RecurrenceRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first time of the week that stays free: for a number of weeks, or for ever. Made for
 * one search; not thread-safe.
 *
 * <p>The meeting is at the same time of the grid's clock each week. Its buffers are counted on that
 * clock too. "For ever" ends with the year 9999, as recurrence does.
 */
public final class RepeatingSlotSearch {

  /*
   * The first meeting is found as any other slot is; what is left are the weeks after it. Single events
   * and series are decided by ConflictCheck, which is exact for all time or says how far it looked.
   * Working hours are looked at meeting by meeting, a year of hours at a time, to the very end: some
   * four hundred thousand meetings if it is for ever, which takes a fraction of a second and needs no
   * argument about what repeats when. Most times of the week are refused within the first weeks.
   */

  /** The most meetings that may be asked for, unless it is for ever. */
  public static final int MOST_OCCURRENCES = 10_000;

  /** The longest meeting, with its buffers. */
  public static final Duration LONGEST_MEETING = Duration.ofDays(7);

  /** How often one search may compare a time of the week with a series of a calendar. */
  public static final int MOST_COMPARISONS = 200_000;

  /** How many meetings one search may compare with working hours. */
  public static final int MOST_MEETINGS = 5_000_000;

  private static final long YEAR = 366 * ClockStretches.DAY;

  /** So many meetings are looked at for everybody before all of them are for anybody. */
  private static final int FIRST_LOOK = 600;

  private final SlotRequest request;
  private final int occurrences;
  private final Map<CalendarId, CalendarView> calendars;
  private final ZoneId zone;
  private final long length;
  private int comparisons;
  private int meetings;

  private RepeatingSlotSearch(
      SlotRequest request, int occurrences, Map<CalendarId, CalendarView> calendars) {
    this.request = request;
    this.occurrences = occurrences;
    this.calendars = calendars;
    this.zone = request.grid().zone();
    this.length = request.duration().toSeconds();
    if (request.quorum() < request.required().size()) {
      throw new InvalidEventException("quorum", "quorum is not for a meeting that repeats");
    }
    if (!request.optional().isEmpty()) {
      throw new InvalidEventException("optional", "optional is not for a meeting that repeats");
    }
    if (request.attendees().values().stream().anyMatch(each -> each.limits() != null)) {
      throw new InvalidEventException("limits", "limits are not for a meeting that repeats");
    }
    SlotLimits.checkBetween("occurrences", occurrences, 0, MOST_OCCURRENCES);
    Duration whole = request.duration().plus(request.bufferBefore()).plus(request.bufferAfter());
    if (whole.compareTo(LONGEST_MEETING) > 0) {
      throw new InvalidEventException(
          "duration",
          "duration and buffers together may last "
              + LONGEST_MEETING
              + " for a meeting of each week, but last "
              + whole);
    }
  }

  /**
   * The first time in the request's window at which the meeting can begin and stay. Everybody named
   * is required, and the room is the same each time.
   *
   * <p>An answer that is not proved for every meeting says so; to find a later one that is, ask
   * again with a window that starts after it.
   *
   * @param occurrences how many weeks, 1 to {@value #MOST_OCCURRENCES}, or 0 for ever
   * @param calendars of every attendee
   * @param now the present, from which the notice counts
   * @return empty if there is none in the window
   * @throws InvalidEventException if the request has a quorum, optional attendees or limits, or it
   *     takes more than {@value #MOST_COMPARISONS} comparisons with series or {@value
   *     #MOST_MEETINGS} with working hours
   */
  public static Optional<RepeatingSlot> first(
      SlotRequest request, int occurrences, Map<CalendarId, CalendarView> calendars, Instant now) {
    RepeatingSlotSearch search = new RepeatingSlotSearch(request, occurrences, calendars);
    Map<CalendarId, FreeBusy> busy = new HashMap<>();
    for (CalendarId id : request.attendees().keySet()) {
      busy.put(id, FreeBusy.of(search.calendar(id), request.busyWindow()));
    }
    for (long start : SlotSearch.of(request, busy, now).freeStarts()) {
      RepeatingSlot slot = search.at(start);
      if (slot != null) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }

  private CalendarView calendar(CalendarId id) {
    CalendarView calendar = calendars.get(id);
    if (calendar == null) {
      throw new IllegalArgumentException("the calendar " + id + " is missing");
    }
    return calendar;
  }

  private @Nullable RepeatingSlot at(long start) {
    LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(start), zone);
    if (local.atZone(zone).toEpochSecond() != start) {
      // The second time that the clock shows it; what repeats takes the first.
      return null;
    }
    Event meeting = weekly(local, Duration.ZERO, Duration.ZERO);
    Event withBuffers = weekly(local, request.bufferBefore(), request.bufferAfter());
    Instant[] noneBefore = {null};
    for (Attendee each : request.required()) {
      if (!isClear(each, withBuffers, noneBefore)) {
        return null;
      }
    }
    Set<WorkingHours> hours = Collections.newSetFromMap(new IdentityHashMap<>());
    request.required().forEach(each -> hours.add(each.hours()));
    if (!isOpen(hours, meeting, FIRST_LOOK)) {
      return null;
    }
    Attendee room = null;
    for (Attendee each : request.rooms()) {
      Instant[] ofRoom = {noneBefore[0]};
      if (isClear(each, withBuffers, ofRoom)
          && isOpen(Set.of(each.hours()), meeting, Integer.MAX_VALUE)) {
        room = each;
        noneBefore = ofRoom;
        break;
      }
    }
    if (room == null && !request.rooms().isEmpty()) {
      return null;
    }
    if (!isOpen(hours, meeting, Integer.MAX_VALUE)) {
      return null;
    }
    return new RepeatingSlot(
        FreeBusy.range(start, start + length),
        room == null ? null : room.calendar(),
        noneBefore[0],
        SeriesConflicts.tzVersion(zone));
  }

  private Event weekly(LocalDateTime local, Duration before, Duration after) {
    String count = occurrences == 0 ? "" : ";COUNT=" + occurrences;
    return Event.builder(CalendarId.random(), "")
        .starts(new EventTime.Zoned(local.minus(before), zone))
        .lasts(request.duration().plus(before).plus(after))
        .repeats(RecurrenceRule.parse("FREQ=WEEKLY" + count))
        .build();
  }

  /** Whether nothing is in the way, as far as can be said; brings {@code noneBefore} forward. */
  private boolean isClear(Attendee attendee, Event meeting, @Nullable Instant[] noneBefore) {
    CalendarView calendar = calendar(attendee.calendar());
    comparisons += 1 + calendar.seriesCount();
    if (comparisons > MOST_COMPARISONS) {
      throw new InvalidEventException(
          "to",
          "the search takes more than "
              + MOST_COMPARISONS
              + " comparisons of series; take a shorter window or a wider grid");
    }
    ConflictReport report =
        ConflictCheck.of(meeting, attendee.calendar(), calendar, ids -> List.of());
    Instant until = report.noneBefore().orElse(null);
    if (until != null && (noneBefore[0] == null || until.isBefore(noneBefore[0]))) {
      noneBefore[0] = until;
    }
    return report.isClear();
  }

  /** Whether the first meetings, at most {@code most}, lie in everybody's hours. */
  private boolean isOpen(Set<WorkingHours> hours, Event meeting, int most) {
    for (WorkingHours each : hours) {
      OccurrenceCursor cursor = meeting.recurrence().cursor();
      Spans open = Spans.NONE;
      long knownTo = Long.MIN_VALUE;
      for (int i = 0; i < most && !each.isAlways() && cursor.next(); i++) {
        long start = cursor.epochSecond();
        if (++meetings > MOST_MEETINGS) {
          throw new InvalidEventException(
              "to",
              "the search compares more than "
                  + MOST_MEETINGS
                  + " meetings with working hours; take a shorter window or a wider grid");
        }
        if (start + length > knownTo) {
          knownTo = start + length + YEAR;
          open = each.open(start, knownTo);
        }
        if (!open.containsAll(start, start + length)) {
          return false;
        }
      }
    }
    return true;
  }
}
