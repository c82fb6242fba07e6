package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time at which a meeting can be. Immutable and thread-safe.
 *
 * @param range the meeting, without buffers
 * @param score how good it is, 0 to 100: see {@link SlotSearch}
 * @param reasons what speaks for it
 * @param roomOrNull the first of the rooms that is free; null where no room was asked for
 * @param absent who cannot come and need not: optional ones, and those whom the quorum can do
 *     without; the first {@value SlotSearch#MOST_BLOCKERS}
 */
public record Slot(
    TimeRange range,
    int score,
    List<Reason> reasons,
    @Nullable CalendarId roomOrNull,
    List<Blocker> absent) {

  /** What speaks for a time. */
  public enum Reason {
    /** Everybody can come, also who need not. */
    EVERYONE,
    /** There is none earlier. */
    EARLIEST,
    /** It is next to what somebody has anyway, so that their free time stays in one piece. */
    BACK_TO_BACK,
    /** The first of several rooms is free. */
    PREFERRED_ROOM
  }

  public Slot {
    reasons = List.copyOf(reasons);
    absent = List.copyOf(absent);
  }

  /** The first of the rooms that is free; empty where no room was asked for. */
  public Optional<CalendarId> room() {
    return Optional.ofNullable(roomOrNull);
  }
}
