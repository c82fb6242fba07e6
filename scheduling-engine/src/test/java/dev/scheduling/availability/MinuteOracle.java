package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import dev.scheduling.availability.Blocker.Reason;
import dev.scheduling.availability.SlotDice.Person;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.Occurrence;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slow way to find slots: every minute on its own, with nothing of the search but its request.
 * All times of a request must be whole minutes.
 */
final class MinuteOracle {

  private static final Duration AROUND = Duration.ofDays(12);

  /** What one person's minutes look like, counted from {@code origin}. */
  private record Minutes(
      boolean[] confirmed, boolean[] tentative, boolean[] open, List<Instant> starts) {}

  private final SlotRequest request;
  private final Map<CalendarId, Minutes> people = new HashMap<>();
  private final Instant origin;
  private final Instant notBefore;
  private final int length;

  MinuteOracle(SlotRequest request, List<Person> all, Instant now) {
    this.request = request;
    origin = request.window().start().minus(AROUND);
    notBefore = now.plus(request.minimumNotice());
    length = (int) request.duration().toMinutes();
    all.forEach(person -> people.put(person.id(), minutes(person)));
  }

  private Minutes minutes(Person person) {
    int count = (int) request.window().duration().plus(AROUND.multipliedBy(2)).toMinutes();
    Minutes minutes =
        new Minutes(new boolean[count], new boolean[count], new boolean[count], new ArrayList<>());
    TimeRange all = TimeRange.of(origin, Duration.ofMinutes(count));
    for (Event event : person.events()) {
      Iterator<Occurrence> occurrences = event.occurrences(person.zone()).in(all);
      while (occurrences.hasNext()) {
        Occurrence occurrence = occurrences.next();
        if (occurrence.isBusy()) {
          boolean confirmed = occurrence.status() != dev.scheduling.calendar.EventStatus.TENTATIVE;
          mark(confirmed ? minutes.confirmed() : minutes.tentative(), occurrence.range());
          minutes.starts().add(occurrence.range().start());
        }
      }
    }
    for (int i = 0; i < count; i++) {
      minutes.open()[i] = person.hours().isOpen(at(i));
    }
    return minutes;
  }

  private void mark(boolean[] minutes, TimeRange range) {
    for (int i = Math.max(0, place(range.start()));
        i < Math.min(minutes.length, place(range.end()));
        i++) {
      minutes[i] = true;
    }
  }

  private int place(Instant instant) {
    return (int) ChronoUnit.MINUTES.between(origin, instant);
  }

  private Instant at(int place) {
    return origin.plus(Duration.ofMinutes(place));
  }

  /** The starts that lie on the grid, after the notice, with the whole meeting in the window. */
  List<Instant> grid() {
    List<Instant> grid = new ArrayList<>();
    for (Instant start = request.window().start();
        !start.plus(request.duration()).isAfter(request.window().end());
        start = start.plus(Duration.ofMinutes(1))) {
      int second = start.atZone(request.grid().zone()).toLocalTime().toSecondOfDay();
      if (second % request.grid().step().toSeconds() == 0 && !start.isBefore(notBefore)) {
        grid.add(start);
      }
    }
    return grid;
  }

  boolean isTooSoon(Instant start) {
    return start.isBefore(notBefore);
  }

  private boolean eventMeets(CalendarId who, Instant from, Instant to) {
    Minutes minutes = people.get(who);
    return any(minutes.confirmed(), from, to) || any(minutes.tentative(), from, to);
  }

  private boolean eventOrBufferMeets(CalendarId who, Instant start) {
    return eventMeets(
        who,
        start.minus(request.bufferBefore()),
        start.plus(request.duration()).plus(request.bufferAfter()));
  }

  private boolean any(boolean[] minutes, Instant from, Instant to) {
    for (int i = place(from); i < place(to); i++) {
      if (minutes[i]) {
        return true;
      }
    }
    return false;
  }

  @Nullable Reason reason(Attendee attendee, Instant start) {
    Minutes minutes = people.get(attendee.calendar());
    Instant end = start.plus(request.duration());
    if (any(minutes.confirmed(), start, end)) {
      return Reason.BUSY;
    }
    if (any(minutes.tentative(), start, end)) {
      return Reason.TENTATIVE;
    }
    for (int i = place(start); i < place(start) + length; i++) {
      if (!minutes.open()[i]) {
        return Reason.OUTSIDE_WORKING_HOURS;
      }
    }
    MeetingLimits limits = attendee.limits();
    if (limits != null) {
      LocalDate day = dayOf(start, limits.zone());
      LocalDate week = weekOf(day, limits.weekBegins());
      long onDay = 0;
      long inWeek = 0;
      for (Instant each : minutes.starts()) {
        LocalDate other = dayOf(each, limits.zone());
        onDay += other.equals(day) ? 1 : 0;
        inWeek += weekOf(other, limits.weekBegins()).equals(week) ? 1 : 0;
      }
      if (limits.perDay() != null && onDay >= limits.perDay()) {
        return Reason.DAY_LIMIT;
      }
      if (limits.perWeek() != null && inWeek >= limits.perWeek()) {
        return Reason.WEEK_LIMIT;
      }
    }
    return eventOrBufferMeets(attendee.calendar(), start) ? Reason.BUFFER : null;
  }

  private static LocalDate dayOf(Instant instant, ZoneId zone) {
    return LocalDateTime.ofInstant(instant, zone).toLocalDate();
  }

  private static LocalDate weekOf(LocalDate day, DayOfWeek begins) {
    return day.with(TemporalAdjusters.previousOrSame(begins));
  }

  private long coming(List<Attendee> attendees, Instant start) {
    return attendees.stream().filter(each -> reason(each, start) == null).count();
  }

  boolean isFree(Instant start) {
    return coming(request.required(), start) >= request.quorum()
        && (request.rooms().isEmpty() || coming(request.rooms(), start) > 0);
  }

  /** One slot, as far as its rank goes. */
  record Ranked(Instant start, int score, @Nullable CalendarId room) {}

  /** All slots by score and then by time. */
  List<Ranked> ranked() {
    List<Instant> grid = grid();
    List<Ranked> slots = new ArrayList<>();
    for (Instant start : grid) {
      if (isFree(start)) {
        CalendarId room =
            request.rooms().stream()
                .filter(each -> reason(each, start) == null)
                .map(Attendee::calendar)
                .findFirst()
                .orElse(null);
        slots.add(new Ranked(start, score(grid, start), room));
      }
    }
    slots.sort(Comparator.comparing((Ranked slot) -> -slot.score()).thenComparing(Ranked::start));
    return slots;
  }

  private int score(List<Instant> grid, Instant start) {
    List<Attendee> invited = new ArrayList<>(request.required());
    invited.addAll(request.optional());
    long coming = coming(invited, start);
    long sides = 0;
    for (Attendee each : invited) {
      if (reason(each, start) == null) {
        sides += eventOrBufferMeets(each.calendar(), start.minusSeconds(60)) ? 1 : 0;
        sides += eventOrBufferMeets(each.calendar(), start.plusSeconds(60)) ? 1 : 0;
      }
    }
    Instant first = grid.get(0);
    Instant last = grid.get(grid.size() - 1);
    long window = Duration.between(first, last).toSeconds();
    long left = Duration.between(start, last).toSeconds();
    return (int)
        (60 * coming / invited.size()
            + 20 * sides / (2 * coming)
            + (window == 0 ? 20 : 20 * left / window));
  }

  /** The kinds of one person's minute, as free/busy time tells them; null for free. */
  FreeBusy.@Nullable Kind kind(CalendarId who, Instant minute, boolean withHours) {
    Minutes minutes = people.get(who);
    int place = place(minute);
    if (minutes.confirmed()[place]) {
      return FreeBusy.Kind.BUSY;
    }
    if (withHours && !minutes.open()[place]) {
      return FreeBusy.Kind.UNAVAILABLE;
    }
    return minutes.tentative()[place] ? FreeBusy.Kind.TENTATIVE : null;
  }
}
