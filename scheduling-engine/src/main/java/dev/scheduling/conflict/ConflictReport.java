package dev.scheduling.conflict;

import java.time.Instant;
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

  /** Nothing stands in the way, ever. */
  public static final ConflictReport CLEAR = new ConflictReport(List.of(), 0, null);

  public ConflictReport {
    conflicts = List.copyOf(conflicts);
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
