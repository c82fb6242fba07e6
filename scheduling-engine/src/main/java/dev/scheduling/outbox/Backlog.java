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
 */
public record Backlog(
    long queued, long parked, long parkedKeys, long deadLetters, @Nullable Instant oldestOrNull) {

  /** When the oldest message that is queued or parked was made; empty if there is none. */
  public Optional<Instant> oldest() {
    return Optional.ofNullable(oldestOrNull);
  }
}
