package dev.scheduling.calendar;

/**
 * How an event's end was given: as a time ({@code DTEND}) or as a length ({@code DURATION}).
 *
 * <p>The two differ on a series (RFC 5545, section 3.8.5.3): with an end, every occurrence lasts
 * exactly as long as the first; with a length, each lasts that nominal length.
 */
public sealed interface EventEnd {

  /** The exclusive end of the first occurrence, of the same kind as the start. */
  record At(EventTime time) implements EventEnd {}

  /** The length of every occurrence. */
  record Lasting(EventLength length) implements EventEnd {}
}
