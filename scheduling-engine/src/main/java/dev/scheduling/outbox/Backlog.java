package dev.scheduling.outbox;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much waits in an outbox. Immutable and thread-safe.
 *
 * @param queued messages in the queue, those that wait for their time included
 * @param parked messages beside the queue, whose key is parked
 * @param parkedKeys keys that are parked
 * @param deadLetters messages that were given up
 * @param oldestOrNull when the oldest message that is queued or parked was made
 * @param parkedSinceOrNull since when the key is parked that is parked longest
 */
public record Backlog(
    long queued,
    long parked,
    long parkedKeys,
    long deadLetters,
    @Nullable Instant oldestOrNull,
    @Nullable Instant parkedSinceOrNull) {

  /** Of an outbox in which nothing waits. */
  public static final Backlog EMPTY = new Backlog(0, 0, 0, 0, null, null);

  /** When the oldest message that is queued or parked was made; empty if there is none. */
  public Optional<Instant> oldest() {
    return Optional.ofNullable(oldestOrNull);
  }

  /** Since when the key is parked that is parked longest; empty if none is. */
  public Optional<Instant> parkedSince() {
    return Optional.ofNullable(parkedSinceOrNull);
  }
}
