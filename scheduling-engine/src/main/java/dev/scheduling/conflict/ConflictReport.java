package dev.scheduling.conflict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way of an event. Immutable and thread-safe.
 *
 * @param conflicts the first conflicts by the requested start; at most {@value #MOST_LISTED}
 * @param count how many there are; counting ends at {@value #MOST_COUNTED}
 * @param noneBeforeOrNull where an endless series could not be decided for ever: nothing stands in
 *     its way before this instant; null when the answer holds for all time
 */
public record ConflictReport(
    List<Conflict> conflicts, int count, @Nullable Instant noneBeforeOrNull) {

  /** The most conflicts that are listed. */
  public static final int MOST_LISTED = 20;

  /** Where counting ends. */
  public static final int MOST_COUNTED = 1_000;

  static final Comparator<Conflict> ORDER =
      Comparator.comparing((Conflict conflict) -> conflict.requested().range().start())
          .thenComparing(conflict -> conflict.existing().range().start());

  /** Nothing stands in the way, ever. */
  public static final ConflictReport CLEAR = new ConflictReport(List.of(), 0, null);

  public ConflictReport {
    conflicts = List.copyOf(conflicts);
  }

  /** The reports of several calendars on the same event as one. */
  public static ConflictReport merged(List<ConflictReport> reports) {
    if (reports.size() == 1) {
      return reports.get(0);
    }
    List<Conflict> conflicts = new ArrayList<>();
    int count = 0;
    Instant noneBefore = null;
    for (ConflictReport each : reports) {
      conflicts.addAll(each.conflicts());
      count += each.count();
      Instant decided = each.noneBeforeOrNull();
      if (decided != null && (noneBefore == null || decided.isBefore(noneBefore))) {
        noneBefore = decided;
      }
    }
    conflicts.sort(ORDER);
    return new ConflictReport(
        conflicts.subList(0, Math.min(conflicts.size(), MOST_LISTED)),
        Math.min(count, MOST_COUNTED),
        count == 0 ? noneBefore : null);
  }

  /** Whether nothing stands in the way, as far as was decided. */
  public boolean isClear() {
    return count == 0;
  }

  /** The instant up to which the answer was decided, where it was not decided for all time. */
  public Optional<Instant> noneBefore() {
    return Optional.ofNullable(noneBeforeOrNull);
  }
}
