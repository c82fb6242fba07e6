package dev.scheduling.conflict;

import dev.scheduling.TimeRange;
import dev.scheduling.calendar.EventOccurrences;
import dev.scheduling.calendar.Occurrence;
import java.util.Iterator;
import java.util.function.BiPredicate;

/**
 * Walks through the busy occurrences of two events side by side and shows the pairs that overlap.
 */
final class SeriesSweep {

  private SeriesSweep() {}

  /**
   * Visits overlapping pairs in order of the requested occurrence.
   *
   * @param budget how many requested occurrences to look at
   * @param visitor takes the requested and the existing occurrence; {@code false} ends the walk
   * @return how many requested occurrences were looked at; less than the budget means all of them,
   *     or that the visitor had enough
   */
  static int walk(
      EventOccurrences requested,
      EventOccurrences existing,
      TimeRange window,
      int budget,
      BiPredicate<Occurrence, Occurrence> visitor) {
    Iterator<Occurrence> candidates = requested.in(window);
    int seen = 0;
    while (candidates.hasNext() && seen < budget) {
      Occurrence candidate = candidates.next();
      seen++;
      if (!candidate.isBusy()) {
        continue;
      }
      Iterator<Occurrence> others = existing.in(candidate.range());
      while (others.hasNext()) {
        Occurrence other = others.next();
        if (other.isBusy()
            && other.range().overlaps(candidate.range())
            && !visitor.test(candidate, other)) {
          return seen;
        }
      }
    }
    return seen;
  }
}
