package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventEnd;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.recurrence.RecurrenceSet;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repeating event as the index keeps it: with its occurrences in the calendar's zone and, where
 * the exact decision covers it, as a {@link Series}. Immutable and thread-safe.
 */
final class IndexedSeries {

  private final Event event;
  private final EventOccurrences occurrences;
  private final TimeRange bounds;
  private final @Nullable Series series;

  /** How long an occurrence of the series is at most, in seconds. */
  private final long longest;

  IndexedSeries(Event event, ZoneId placement) {
    this.event = event;
    this.occurrences = event.occurrences(placement);
    this.bounds = occurrences.bounds();
    this.series = seriesOf(event, occurrences);
    this.longest =
        series == null
            ? 0
            : Math.max(series.longestOfRules(), event.recurrence().longestPeriod().toSeconds());
  }

  Event event() {
    return event;
  }

  EventOccurrences occurrences() {
    return occurrences;
  }

  /** A range that holds every occurrence. */
  TimeRange bounds() {
    return bounds;
  }

  /** The series for the exact decision; empty where it does not cover the event. */
  Optional<Series> series() {
    return Optional.ofNullable(series);
  }

  /** Whether some occurrence is busy in {@code range}. */
  boolean isBusy(TimeRange range) {
    if (!bounds.overlaps(range)) {
      return false;
    }
    var found = occurrences.in(range);
    while (found.hasNext()) {
      Occurrence occurrence = found.next();
      if (occurrence.isBusy() && occurrence.range().overlaps(range)) {
        return true;
      }
    }
    return false;
  }

  /** Shows every time at which the event is busy in {@code range}, in no particular order. */
  void forEachBusy(TimeRange range, BusyVisitor visitor) {
    if (!bounds.overlaps(range)) {
      return;
    }
    boolean plain = event.overrides().isEmpty() && !(event.start() instanceof EventTime.Floating);
    if (plain && series != null) {
      forEachBusy(series, longest, range, CalendarIndex.isTentative(event), visitor);
      return;
    }
    var found = occurrences.in(range);
    while (found.hasNext()) {
      Occurrence occurrence = found.next();
      if (occurrence.isBusy()) {
        visitor.visit(
            occurrence.range().start().getEpochSecond(),
            occurrence.range().end().getEpochSecond(),
            occurrence.status() == EventStatus.TENTATIVE);
      }
    }
  }

  /**
   * The same without an object for each occurrence, where nothing distinguishes one from another.
   */
  private static void forEachBusy(
      Series series, long longest, TimeRange range, boolean tentative, BusyVisitor visitor) {
    long from = range.start().getEpochSecond();
    long to = range.end().getEpochSecond();
    SeriesCursor cursor = new SeriesCursor(series, from - longest);
    while (cursor.next() && cursor.start < to) {
      if (cursor.finish > from) {
        visitor.visit(cursor.start, cursor.finish, tentative);
      }
    }
  }

  /**
   * The decision takes whole series that are busy, with single changed occurrences. It has no words
   * for a change that reaches the future, for a length of days and hours, for a busy occurrence of
   * an event that is otherwise free, and for an end of its own that floats.
   */
  private static @Nullable Series seriesOf(Event event, EventOccurrences occurrences) {
    EventLength length = event.length();
    boolean mixed = length.days() > 0 && !length.exact().isZero();
    boolean endFloats =
        !event.isRecurring()
            && event.start() instanceof EventTime.Floating
            && event.end() instanceof EventEnd.At;
    if (!event.isBusy()
        || mixed
        || endFloats
        || event.overrides().stream().anyMatch(OccurrenceOverride::reachesFuture)) {
      return null;
    }
    RecurrenceSet starts = event.recurrence().placedIn(occurrences.placement());
    Series whole =
        length.days() > 0
            ? Series.of(starts, Period.ofDays(length.days()))
            : Series.of(starts, length.exact());
    if (event.overrides().isEmpty()) {
      return whole;
    }
    Map<Instant, TimeRange> moved = new HashMap<>();
    Set<Instant> cancelled = new HashSet<>();
    for (OccurrenceOverride override : event.overrides()) {
      Instant original = override.id().instant(occurrences.placement());
      Optional<Occurrence> now = occurrences.at(override.id()).filter(Occurrence::isBusy);
      if (now.isPresent()) {
        moved.put(original, now.get().range());
      } else {
        cancelled.add(original);
      }
    }
    return whole.withOverrides(moved, cancelled);
  }
}
