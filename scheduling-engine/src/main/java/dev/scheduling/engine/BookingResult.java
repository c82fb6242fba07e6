package dev.scheduling.engine;

import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.ConflictReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a booking or a change. Immutable and thread-safe. */
public sealed interface BookingResult {

  /**
   * The event stands in the calendar.
   *
   * @param event the event as it was stored; what a dry run would have stored
   * @param following the later part, where a series was split in two
   * @param warnings the conflicts that the calendar's policy lets pass with a warning
   */
  record Booked(Event event, @Nullable Event following, ConflictReport warnings)
      implements BookingResult {

    /** The later part of a series that was split. */
    public Optional<Event> followingPart() {
      return Optional.ofNullable(following);
    }

    /**
     * The instant before which the event meets no other, where an endless series could not be
     * decided for all time.
     */
    public Optional<Instant> checkedUntil() {
      return warnings.noneBefore();
    }
  }

  /**
   * The event, or the hold, was refused and nothing was written.
   *
   * @param report what stands in the way
   * @param suggestions up to three times at which it would fit
   */
  record Conflicting(ConflictReport report, List<SlotSuggestion> suggestions)
      implements BookingResult, HoldResult {

    public Conflicting {
      suggestions = List.copyOf(suggestions);
    }

    /** The first conflicts, by the requested start. */
    public List<dev.scheduling.conflict.Conflict> conflicts() {
      return report.conflicts();
    }
  }
}
