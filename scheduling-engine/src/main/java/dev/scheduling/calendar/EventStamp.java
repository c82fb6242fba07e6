package dev.scheduling.calendar;

import java.time.Instant;

/**
 * What the store knows of an event beside its content. Immutable and thread-safe.
 *
 * @param version 1 when created and one more with each change; 0 before it is stored
 * @param sequence RFC 5545's SEQUENCE: one more with each change of its times
 * @param created when it was first stored
 * @param updated when it was last changed
 */
public record EventStamp(long version, int sequence, Instant created, Instant updated) {

  /** The stamp of an event that was not stored yet. */
  public static final EventStamp NEW = new EventStamp(0, 0, Instant.EPOCH, Instant.EPOCH);

  /** The stamp after a change at {@code now}. */
  public EventStamp next(Instant now, boolean timesChanged) {
    return version == 0
        ? new EventStamp(1, sequence, now, now)
        : new EventStamp(version + 1, timesChanged ? sequence + 1 : sequence, created, now);
  }
}
