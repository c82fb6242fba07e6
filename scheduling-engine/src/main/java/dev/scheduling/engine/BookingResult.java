package dev.scheduling.engine;

import dev.scheduling.availability.SlotSuggestion;
import dev.scheduling.calendar.Event;
import dev.scheduling.conflict.Conflict;
import dev.scheduling.conflict.ConflictReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What came of a booking or a change. Thread-safe; its answers never change. */
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
   * The event, or the hold, was refused and nothing was written. Times at which it would fit are
   * looked for when they are first asked for: nobody waits for what nobody asks.
   */
  final class Conflicting implements BookingResult, HoldResult {

    private final ConflictReport report;
    private final Supplier<List<SlotSuggestion>> search;
    private @Nullable List<SlotSuggestion> found;

    Conflicting(ConflictReport report, Supplier<List<SlotSuggestion>> search) {
      this.report = report;
      this.search = search;
    }

    /** What stands in the way. */
    public ConflictReport report() {
      return report;
    }

    /** The first conflicts, by the requested start. */
    public List<Conflict> conflicts() {
      return report.conflicts();
    }

    /**
     * Up to three times at which it would fit, as far as was known when it was refused or since. No
     * lock is held, so somebody else may book them first. The answer stays the same.
     */
    public synchronized List<SlotSuggestion> suggestions() {
      if (found == null) {
        found = List.copyOf(search.get());
      }
      return found;
    }

    @Override
    public String toString() {
      return "Conflicting[" + report + "]";
    }
  }
}
