package dev.scheduling.availability;

import dev.scheduling.availability.SlotSuggestion.Reason;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks for times near a wanted one at which an event would fit. Made for one search; not
 * thread-safe.
 */
public final class AlternativeSlots {

  /*
   * People take the nearest free time on the same day first, later rather than earlier, then the same
   * time on another day. Same-day candidates lie on quarter hours between seven in the morning and
   * nine in the evening, or within the whole day if the wanted time lies outside. The search is
   * bounded: a day of quarter hours twice, and ten weeks of days.
   */

  private static final Duration STEP = Duration.ofMinutes(15);
  private static final LocalTime DAY_BEGINS = LocalTime.of(7, 0);
  private static final LocalTime DAY_ENDS = LocalTime.of(21, 0);
  private static final int MOST_DAYS = 70;

  private final Event wanted;
  private final ZoneId placement;
  private final Instant notBefore;
  private final Predicate<Event> fits;
  private final List<SlotSuggestion> found = new ArrayList<>();

  private AlternativeSlots(
      Event wanted, ZoneId placement, Instant notBefore, Predicate<Event> fits) {
    this.wanted = wanted;
    this.placement = placement;
    this.notBefore = notBefore;
    this.fits = fits;
  }

  /**
   * Times at which {@code wanted} would fit, the most natural first.
   *
   * @param placement the calendar's zone
   * @param notBefore no suggestion starts earlier than this
   * @param fits whether the event, moved, is in nobody's way
   * @param count how many are wanted
   * @return at most {@code count}; fewer if the search, which is bounded, finds no more
   */
  public static List<SlotSuggestion> near(
      Event wanted, ZoneId placement, Instant notBefore, Predicate<Event> fits, int count) {
    AlternativeSlots search = new AlternativeSlots(wanted, placement, notBefore, fits);
    if (!wanted.start().isAllDay()) {
      search.sameDay(true);
      search.sameDay(false);
    }
    search.otherDays(count);
    return List.copyOf(search.found.subList(0, Math.min(count, search.found.size())));
  }

  private void sameDay(boolean later) {
    LocalDateTime start = wanted.start().local();
    boolean wholeDay =
        start.toLocalTime().isBefore(DAY_BEGINS) || start.toLocalTime().isAfter(DAY_ENDS);
    LocalDateTime earliest = start.toLocalDate().atTime(wholeDay ? LocalTime.MIN : DAY_BEGINS);
    LocalDateTime latest =
        wholeDay
            ? start.toLocalDate().plusDays(1).atStartOfDay()
            : start.toLocalDate().atTime(DAY_ENDS);
    LocalDateTime candidate = quarterHour(start);
    candidate = later || candidate.equals(start) ? candidate : candidate.plus(STEP);
    int steps = (int) Duration.ofDays(1).dividedBy(STEP);
    for (int i = 0; i < steps; i++) {
      candidate = later ? candidate.plus(STEP) : candidate.minus(STEP);
      boolean outside = later ? !candidate.isBefore(latest) : candidate.isBefore(earliest);
      if (outside || offer(candidate, later ? Reason.LATER_SAME_DAY : Reason.EARLIER_SAME_DAY)) {
        return;
      }
    }
  }

  private static LocalDateTime quarterHour(LocalDateTime time) {
    return time.withMinute(time.getMinute() / 15 * 15).withSecond(0);
  }

  private void otherDays(int count) {
    for (int day = 1; day <= MOST_DAYS && found.size() < count; day++) {
      offer(wanted.start().local().plusDays(day), Reason.SAME_TIME_ANOTHER_DAY);
    }
  }

  private boolean offer(LocalDateTime local, Reason reason) {
    EventTime start = wanted.start().withLocal(local);
    if (start.instant(placement).isBefore(notBefore)) {
      return false;
    }
    Event moved = wanted.startingAt(start);
    Optional<Occurrence> first = moved.occurrences(placement).first();
    if (first.isEmpty() || !fits.test(moved)) {
      return false;
    }
    found.add(new SlotSuggestion(first.get().start(), first.get().end(), reason));
    return true;
  }
}
