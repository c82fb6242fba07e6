package dev.scheduling.availability;

import dev.scheduling.CalendarId;
import dev.scheduling.TimeRange;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A time of the week at which a meeting can be, week after week. Immutable and thread-safe.
 *
 * @param first the first meeting, without buffers
 * @param roomOrNull the first room that is free each time; null where no room was asked for
 * @param noneBeforeOrNull null if the answer is proved for every meeting asked for; else nothing is
 *     in the way of those before this instant, and the later ones were not found out
 * @param tzVersion the version of the tz database for which it holds
 */
public record RepeatingSlot(
    TimeRange first,
    @Nullable CalendarId roomOrNull,
    @Nullable Instant noneBeforeOrNull,
    String tzVersion) {

  /** The first room that is free each time; empty where no room was asked for. */
  public Optional<CalendarId> room() {
    return Optional.ofNullable(roomOrNull);
  }

  /** How far the answer reaches, where it was not proved for every meeting. */
  public Optional<Instant> noneBefore() {
    return Optional.ofNullable(noneBeforeOrNull);
  }
}
