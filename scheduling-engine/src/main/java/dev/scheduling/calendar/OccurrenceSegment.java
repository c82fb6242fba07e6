package dev.scheduling.calendar;

import dev.scheduling.TimeRange;
import dev.scheduling.recurrence.OccurrenceCursor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a series in which every occurrence is moved by the same local distance: the whole
 * series, or what lies between two changes that reach the future.
 */
final class OccurrenceSegment {

  private static final long SECONDS_A_DAY = 86_400;

  private final Event event;

  /** The first original local start inside, in local epoch seconds. */
  private final long from;

  /** The first original local start after, in local epoch seconds. */
  private final long to;

  private final long distanceSeconds;
  private final EventLength length;
  private final @Nullable OccurrenceOverride override;

  private OccurrenceSegment(
      Event event,
      long from,
      long to,
      long distanceSeconds,
      EventLength length,
      @Nullable OccurrenceOverride override) {
    this.event = event;
    this.from = from;
    this.to = to;
    this.distanceSeconds = distanceSeconds;
    this.length = length;
    this.override = override;
  }

  /** The segments that {@code cuts}, in order of their original starts, divide an event into. */
  static List<OccurrenceSegment> between(Event event, List<OccurrenceOverride> cuts) {
    List<OccurrenceSegment> segments = new ArrayList<>(cuts.size() + 1);
    long from = Long.MIN_VALUE;
    long distance = 0;
    EventLength length = event.length();
    OccurrenceOverride override = null;
    for (OccurrenceOverride cut : cuts) {
      long original = originalLocal(event, cut.id());
      segments.add(new OccurrenceSegment(event, from, original, distance, length, override));
      from = original;
      distance = localSecond(cut.start()) - original;
      length = cut.length();
      override = cut;
    }
    segments.add(new OccurrenceSegment(event, from, Long.MAX_VALUE, distance, length, override));
    return List.copyOf(segments);
  }

  private static long originalLocal(Event event, RecurrenceId id) {
    if (id instanceof RecurrenceId.At at) {
      ZoneId zone = event.start() instanceof EventTime.Zoned zoned ? zoned.zone() : ZoneOffset.UTC;
      return localSecond(at.instant().atZone(zone).toLocalDateTime());
    }
    return id.instant(ZoneOffset.UTC).getEpochSecond();
  }

  private static long localSecond(EventTime time) {
    return localSecond(time.local());
  }

  private static long localSecond(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC);
  }

  Duration distance() {
    return Duration.ofSeconds(distanceSeconds);
  }

  Duration longest() {
    Duration own = length.longest();
    Duration period = override == null ? event.recurrence().longestPeriod() : Duration.ZERO;
    return period.compareTo(own) > 0 ? period : own;
  }

  boolean holds(EventTime original) {
    long local = localSecond(original);
    return local >= from && local < to;
  }

  /** The occurrences that a window shows, less those that are changed one by one. */
  Iterator<Occurrence> in(
      TimeRange window, ZoneId placement, Map<RecurrenceId, OccurrenceOverride> changed) {
    return new Walk(window, placement, changed);
  }

  /** The occurrence that was to start at {@code original}. */
  Occurrence occurrence(EventTime original, ZoneId placement) {
    EventTime start =
        distanceSeconds == 0
            ? original
            : original.withLocal(original.local().plusSeconds(distanceSeconds));
    RecurrenceId id = RecurrenceId.of(original);
    return occurrence(event, id, start, lengthAt(id), placement, override);
  }

  private EventLength lengthAt(RecurrenceId id) {
    if (override != null || event.recurrence().longestPeriod().isZero()) {
      return length;
    }
    LocalDateTime original =
        LocalDateTime.ofEpochSecond(originalLocal(event, id), 0, ZoneOffset.UTC);
    return event.recurrence().periodAt(original).map(EventLength::of).orElse(length);
  }

  static Occurrence occurrence(
      Event event,
      RecurrenceId id,
      EventTime start,
      EventLength length,
      ZoneId placement,
      @Nullable OccurrenceOverride override) {
    LocalDateTime local = start.local();
    Instant from = start.instant(placement);
    EventTime end;
    Instant to;
    if (start.isAllDay() || endsByTheClock(event, override)) {
      end = start.withLocal(local.plusDays(length.days()).plus(length.exact()));
      to = end.instant(placement);
      // A floating time that ends inside a gap or an overlap must not end before it starts.
      to = to.isBefore(from) ? from : to;
    } else {
      ZoneId zone = start instanceof EventTime.Zoned zoned ? zoned.zone() : placement;
      to = length.days() == 0 ? from.plus(length.exact()) : length.endOf(local, zone);
      end =
          start instanceof EventTime.Zoned
              ? EventTime.of(to.atZone(endZone(event, zone)))
              : start.withLocal(LocalDateTime.ofInstant(to, zone));
    }
    return new Occurrence(event, id, start, end, TimeRange.of(from, to), override);
  }

  /**
   * Whether the end is a floating time that the event itself names. All else lasts its length: a
   * series with a named end lasts exactly as long every time (RFC 5545, section 3.8.5.3).
   */
  private static boolean endsByTheClock(Event event, @Nullable OccurrenceOverride override) {
    return override == null
        && !event.isRecurring()
        && event.end() instanceof EventEnd.At at
        && at.time() instanceof EventTime.Floating;
  }

  private static ZoneId endZone(Event event, ZoneId startZone) {
    return event.end() instanceof EventEnd.At at && at.time() instanceof EventTime.Zoned zoned
        ? zoned.zone()
        : startZone;
  }

  /** Whether the series makes an occurrence with the original start {@code id}. */
  static boolean makes(Event event, RecurrenceId id) {
    if (id instanceof RecurrenceId.At at) {
      return event.recurrence().isOccurrence(at.instant());
    }
    if (id instanceof RecurrenceId.Local local) {
      return event.recurrence().isOccurrence(local.dateTime());
    }
    return event.recurrence().isOccurrence(((RecurrenceId.On) id).date());
  }

  static Optional<EventTime> firstOriginal(Event event) {
    OccurrenceCursor cursor = event.recurrence().cursor();
    return cursor.next() ? Optional.of(event.start().withLocal(cursor.local())) : Optional.empty();
  }

  static Optional<Instant> firstInstant(Event event, ZoneId placement) {
    return firstOriginal(event).map(start -> start.instant(placement));
  }

  static Optional<Instant> lastInstant(Event event, ZoneId placement) {
    if (!event.recurrence().isFinite()) {
      return Optional.empty();
    }
    return Optional.of(
        event
            .recurrence()
            .placedIn(placement)
            .last()
            .orElseGet(() -> event.start().instant(placement)));
  }

  /** Steps through the original starts that may show in a window. */
  private final class Walk implements Iterator<Occurrence> {

    private final TimeRange window;
    private final ZoneId placement;
    private final Map<RecurrenceId, OccurrenceOverride> changed;
    private final OccurrenceCursor cursor = event.recurrence().cursor();
    private final long lastLocal;
    private @Nullable Occurrence next;

    Walk(TimeRange window, ZoneId placement, Map<RecurrenceId, OccurrenceOverride> changed) {
      this.window = window;
      this.placement = placement;
      this.changed = changed;
      ZoneId zone = event.start() instanceof EventTime.Zoned zoned ? zoned.zone() : placement;
      // Local times may run ahead of or behind instants by one jump of the zone, at most a day.
      long first =
          localIn(zone, window.start()) - longest().toSeconds() - distanceSeconds - SECONDS_A_DAY;
      long last = localIn(zone, window.end()) - distanceSeconds + SECONDS_A_DAY;
      this.lastLocal = Math.min(last, to - 1);
      cursor.seekLocal(Math.max(first, from));
      advance();
    }

    private long localIn(ZoneId zone, Instant instant) {
      // Far instants have no local date-time; the years that events may have end long before.
      long second =
          Math.max(
              -62_135_596_800L - SECONDS_A_DAY,
              Math.min(253_402_300_800L + SECONDS_A_DAY, instant.getEpochSecond()));
      return second + zone.getRules().getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private void advance() {
      next = null;
      while (next == null && cursor.next() && cursor.localSecond() <= lastLocal) {
        EventTime original = event.start().withLocal(cursor.local());
        if (!changed.isEmpty() && changed.containsKey(RecurrenceId.of(original))) {
          continue;
        }
        Occurrence candidate = occurrence(original, placement);
        if (EventOccurrences.shows(candidate.range(), window)) {
          next = candidate;
        }
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Occurrence next() {
      Occurrence result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      advance();
      return result;
    }
  }
}
