package dev.scheduling.calendar;

import dev.scheduling.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of one event: those that its rule makes, less the excluded ones, with the changed
 * ones in their new places. Immutable and thread-safe; the iterators are neither.
 */
public final class EventOccurrences {

  /*
   * A change that reaches the future (RANGE=THISANDFUTURE) cuts the series into segments. Within a
   * segment every occurrence is moved by the same local distance and lasts the same length, so each
   * segment is a stream in order of its starts; a change of one occurrence is a stream of one. What
   * a window shows is the merge of these few streams. Original starts stay the axis that everything
   * is named by, so a window looks at a change by the place it moved to, not by the one it left.
   */

  private static final Comparator<OccurrenceOverride> BY_ORIGINAL_START =
      Comparator.comparing(override -> override.id().instant(ZoneOffset.UTC));

  /** By start; what starts at the same time is in the order of the original starts' texts. */
  private static final Comparator<Occurrence> BY_START =
      Comparator.comparing((Occurrence occurrence) -> occurrence.range().start())
          .thenComparing(occurrence -> occurrence.id().toString());

  private final Event event;
  private final ZoneId placement;
  private final List<OccurrenceSegment> segments;
  private final Map<RecurrenceId, OccurrenceOverride> changed = new HashMap<>();

  EventOccurrences(Event event, ZoneId placement) {
    this.event = event;
    this.placement = placement;
    List<OccurrenceOverride> cuts = new ArrayList<>();
    for (OccurrenceOverride override : event.overrides()) {
      changed.put(override.id(), override);
      if (override.reachesFuture()) {
        cuts.add(override);
      }
    }
    cuts.sort(BY_ORIGINAL_START);
    segments = OccurrenceSegment.between(event, cuts);
  }

  /** The zone in which floating times and dates are placed. */
  public ZoneId placement() {
    return placement;
  }

  /**
   * All occurrences that share time with {@code window}, or that last no time and start inside it,
   * in order of their start.
   *
   * <p>The iterator computes as it goes; a series may have many in a window, so take what you need.
   */
  public Iterator<Occurrence> in(TimeRange window) {
    List<Iterator<Occurrence>> streams = new ArrayList<>(segments.size() + 1);
    for (OccurrenceSegment segment : segments) {
      streams.add(segment.in(window, placement, changed));
    }
    List<Occurrence> moved = new ArrayList<>();
    for (OccurrenceOverride override : changed.values()) {
      Occurrence occurrence = changedBy(override);
      if (shows(occurrence.range(), window)) {
        moved.add(occurrence);
      }
    }
    if (!moved.isEmpty()) {
      moved.sort(BY_START);
      streams.add(moved.iterator());
    }
    return streams.size() == 1 ? streams.get(0) : MergedIterator.of(streams, BY_START);
  }

  /** Whether a window shows a range: they overlap, or the range is empty and starts inside. */
  static boolean shows(TimeRange range, TimeRange window) {
    return range.isEmpty() ? window.contains(range.start()) : range.overlaps(window);
  }

  /** The occurrence with the given original start; empty if the event has none, or excludes it. */
  public Optional<Occurrence> at(RecurrenceId id) {
    OccurrenceOverride override = changed.get(id);
    if (override != null) {
      return Optional.of(changedBy(override));
    }
    EventTime original = originalStart(id);
    if (original == null || !OccurrenceSegment.makes(event, id)) {
      return Optional.empty();
    }
    OccurrenceSegment segment = segments.get(0);
    for (OccurrenceSegment later : segments) {
      if (later.holds(original)) {
        segment = later;
      }
    }
    return Optional.of(segment.occurrence(original, placement));
  }

  /** The first occurrence by original start; empty if everything is excluded. */
  public Optional<Occurrence> first() {
    return OccurrenceSegment.firstOriginal(event).flatMap(start -> at(RecurrenceId.of(start)));
  }

  /**
   * A range that holds every occurrence; it ends at {@link Instant#MAX} when the series has no end.
   * It may be somewhat larger than need be.
   */
  public TimeRange bounds() {
    Instant start = event.start().instant(placement);
    Instant end = start.plus(event.length().longest());
    if (event.isRecurring()) {
      start = OccurrenceSegment.firstInstant(event, placement).orElse(start);
      end = OccurrenceSegment.lastInstant(event, placement).orElse(Instant.MAX);
      if (!end.equals(Instant.MAX)) {
        end = end.plus(longest());
      }
    }
    for (OccurrenceOverride override : changed.values()) {
      TimeRange range = changedBy(override).range();
      start = range.start().isBefore(start) ? range.start() : start;
      end = range.end().isAfter(end) ? range.end() : end;
    }
    for (OccurrenceSegment segment : segments) {
      Duration moved = segment.distance().abs();
      start = moved.isZero() ? start : start.minus(moved).minus(Duration.ofDays(1));
      end = moved.isZero() || end.equals(Instant.MAX) ? end : end.plus(moved.plusDays(1));
    }
    return TimeRange.of(start, end);
  }

  private Duration longest() {
    Duration longest = Duration.ZERO;
    for (OccurrenceSegment segment : segments) {
      Duration length = segment.longest();
      longest = length.compareTo(longest) > 0 ? length : longest;
    }
    return longest;
  }

  private Occurrence changedBy(OccurrenceOverride override) {
    return OccurrenceSegment.occurrence(
        event, override.id(), override.start(), override.length(), placement, override);
  }

  private @Nullable EventTime originalStart(RecurrenceId id) {
    if (id instanceof RecurrenceId.At at && event.start() instanceof EventTime.Zoned zoned) {
      return EventTime.of(at.instant().atZone(zoned.zone()));
    }
    if (id instanceof RecurrenceId.Local local && event.start() instanceof EventTime.Floating) {
      return EventTime.of(local.dateTime());
    }
    if (id instanceof RecurrenceId.On on && event.start() instanceof EventTime.AllDay) {
      return EventTime.of(on.date());
    }
    return null;
  }
}
