package dev.scheduling.availability;

import dev.scheduling.TimeRange;
import java.util.List;

/**
 * Whether a meeting can be at one time, and who is in its way. Immutable and thread-safe.
 *
 * @param range the meeting, without buffers
 * @param isFree whether it can be
 * @param isTooSoon whether it starts before the notice is over, whoever could come
 * @param blockers everybody who cannot come, and every room that cannot be had; the first {@value
 *     SlotSearch#MOST_BLOCKERS}
 */
public record SlotCheck(
    TimeRange range, boolean isFree, boolean isTooSoon, List<Blocker> blockers) {

  public SlotCheck {
    blockers = List.copyOf(blockers);
  }
}
