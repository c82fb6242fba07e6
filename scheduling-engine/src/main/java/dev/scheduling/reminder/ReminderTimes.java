package dev.scheduling.reminder;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.Event;
import dev.scheduling.calendar.EventLength;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.EventStatus;
import dev.scheduling.calendar.EventTime;
import dev.scheduling.calendar.Occurrence;
import dev.scheduling.calendar.OccurrenceOverride;
import dev.scheduling.calendar.RecurrenceId;
import dev.scheduling.calendar.Trigger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The times at which one reminder of an event is due. Immutable and thread-safe. */
final class ReminderTimes {

  /*
   * A due time is the start or the end of an occurrence, moved by nominal days (local time stays,
   * RFC 5545, section 3.3.6) and then by exact time. Due times are nearly in the order of starts:
   * what disturbs it are nominal days across a change of clocks, and different lengths where the end
   * counts. Both are bounded, so the first due time after an instant is found among the occurrences
   * of a window that is as wide as the disturbance, and the search ends with the first occurrence
   * that starts too late to be due before the best so far.
   */

  /** The most occurrences that are looked at for one answer; a series every second is beyond it. */
  private static final int MOST_LOOKED_AT = 200_000;

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final Event event;
  private final Trigger trigger;
  private final EventOccurrences occurrences;

  /**
   * The times of a reminder.
   *
   * @param placement the calendar's zone, for floating and all-day events
   */
  ReminderTimes(Event event, Trigger trigger, ZoneId placement) {
    this.event = event;
    this.trigger = trigger;
    this.occurrences = event.occurrences(placement);
  }

  /** The version of the tz database by which all times are derived, such as {@code 2025a}. */
  static String zoneRules() {
    return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
  }

  /** The first time after an instant (exclusive). */
  Optional<ReminderTime> after(Instant instant) {
    return first(instant, time -> time.due().isAfter(instant));
  }

  /** The first time that comes after another one, which may be due at the same instant. */
  Optional<ReminderTime> after(ReminderTime last) {
    return first(last.due(), time -> time.compareTo(last) > 0);
  }

  /** The time for one occurrence; empty if the event has no such occurrence, or it is cancelled. */
  Optional<ReminderTime> at(RecurrenceId occurrence) {
    return occurrences.at(occurrence).flatMap(this::timeOf);
  }

  private Optional<ReminderTime> first(Instant from, Predicate<ReminderTime> wanted) {
    if (event.status() == EventStatus.CANCELLED) {
      return Optional.empty();
    }
    return trigger instanceof Trigger.Offset offset
        ? Optional.ofNullable(search(offset, from, wanted))
        : occurrences.first().flatMap(this::timeOf).filter(wanted);
  }

  private @Nullable ReminderTime search(
      Trigger.Offset offset, Instant from, Predicate<ReminderTime> wanted) {
    Duration least = shortest(offset.distance());
    Duration most = offset.distance().longest();
    Duration earliest = offset.before() ? most.negated() : least;
    Duration latest = offset.before() ? least.negated() : most;
    if (offset.relativeTo() == Trigger.RelativeTo.END) {
      earliest = earliest.plus(shortestLength());
      latest = latest.plus(longestLength());
    }
    Iterator<Occurrence> walk =
        occurrences.in(TimeRange.of(from.minus(latest).minusSeconds(1), Instant.MAX));
    ReminderTime best = null;
    for (int looked = 0; looked < MOST_LOOKED_AT && walk.hasNext(); looked++) {
      Occurrence occurrence = walk.next();
      if (best != null && occurrence.range().start().plus(earliest).isAfter(best.due())) {
        return best;
      }
      ReminderTime time = timeOf(occurrence).filter(wanted).orElse(null);
      if (time != null && (best == null || time.compareTo(best) < 0)) {
        best = time;
      }
    }
    return best;
  }

  private static Duration shortest(EventLength length) {
    return Duration.ofDays(Math.max(0, length.days() - 1L)).plus(length.exact());
  }

  private Duration shortestLength() {
    Duration shortest = shortest(event.length());
    for (OccurrenceOverride override : event.overrides()) {
      Duration other = shortest(override.length());
      shortest = other.compareTo(shortest) < 0 ? other : shortest;
    }
    // A period of an RDATE may be shorter than anything else, and only the longest is known.
    return event.recurrence().longestPeriod().isZero() ? shortest : Duration.ZERO;
  }

  private Duration longestLength() {
    Duration longest = event.length().longest();
    for (OccurrenceOverride override : event.overrides()) {
      Duration other = override.length().longest();
      longest = other.compareTo(longest) > 0 ? other : longest;
    }
    Duration period = event.recurrence().longestPeriod();
    return period.compareTo(longest) > 0 ? period : longest;
  }

  private Optional<ReminderTime> timeOf(Occurrence occurrence) {
    if (occurrence.status() == EventStatus.CANCELLED) {
      return Optional.empty();
    }
    Instant due =
        trigger instanceof Trigger.Offset offset
            ? due(occurrence, offset)
            : ((Trigger.At) trigger).instant();
    return due == null || due.isAfter(LAST)
        ? Optional.empty()
        : Optional.of(new ReminderTime(occurrence.id(), occurrence.range().start(), due));
  }

  private @Nullable Instant due(Occurrence occurrence, Trigger.Offset offset) {
    boolean fromStart = offset.relativeTo() == Trigger.RelativeTo.START;
    EventTime anchor = fromStart ? occurrence.start() : occurrence.end();
    Instant instant = fromStart ? occurrence.range().start() : occurrence.range().end();
    EventLength distance = offset.distance();
    if (distance.days() != 0) {
      long days = offset.before() ? -distance.days() : distance.days();
      try {
        LocalDateTime local = anchor.local().plusDays(days);
        instant = anchor.withLocal(local).instant(occurrences.placement());
      } catch (DateTimeException | IllegalArgumentException e) {
        return null; // Outside the years that there are.
      }
    }
    return offset.before() ? instant.minus(distance.exact()) : instant.plus(distance.exact());
  }
}
