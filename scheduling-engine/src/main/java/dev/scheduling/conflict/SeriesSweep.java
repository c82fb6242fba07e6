package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.Occurrence;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the busy occurrences of two events side by side and shows the pairs that overlap.
 */
final class SeriesSweep {

  private SeriesSweep() {}

  /**
   * How a walk ended.
   *
   * @param lookedUntil the start of the next requested occurrence, before which every pair was
   *     shown; null if there was none left, or the visitor had enough
   */
  record Walked(@Nullable Instant lookedUntil) {}

  /**
   * Visits overlapping pairs in order of the requested occurrence.
   *
   * @param budget how many requested occurrences to look at
   * @param visitor takes the requested and the existing occurrence; {@code false} ends the walk
   */
  static Walked walk(
      EventOccurrences requested,
      EventOccurrences existing,
      TimeRange window,
      int budget,
      BiPredicate<Occurrence, Occurrence> visitor) {
    Iterator<Occurrence> candidates = requested.in(window);
    for (int seen = 0; seen < budget && candidates.hasNext(); seen++) {
      Occurrence candidate = candidates.next();
      if (!candidate.isBusy()) {
        continue;
      }
      Iterator<Occurrence> others = existing.in(candidate.range());
      while (others.hasNext()) {
        Occurrence other = others.next();
        if (other.isBusy()
            && other.range().overlaps(candidate.range())
            && !visitor.test(candidate, other)) {
          return new Walked(null);
        }
      }
    }
    return new Walked(candidates.hasNext() ? candidates.next().range().start() : null);
  }
}
