package dev.scheduling.calendar;

import dev.scheduling.TimeRange;

/**
 * An event as a store keeps it: with the range by which it is found. Immutable and thread-safe.
 *
 * @param bounds a range that holds all its occurrences; its end is {@link java.time.Instant#MAX}
 *     for none
 */
public record BoundedEvent(Event event, TimeRange bounds) {}
