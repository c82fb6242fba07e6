package dev.scheduling;

import java.util.UUID;

/**
 * Names an event.
 *
 * <p>Identifiers are compared exactly and order by their text. Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record EventId(String value) implements Comparable<EventId> {

  public EventId {
    Identifiers.check("event id", value);
  }

  /**
   * The identifier with the given text.
   *
   * @throws IllegalArgumentException if the text is empty, too long or has another character
   */
  public static EventId of(String value) {
    return new EventId(value);
  }

  /** A new identifier that is not in use (a random UUID). */
  public static EventId random() {
    return new EventId(UUID.randomUUID().toString());
  }

  @Override
  public int compareTo(EventId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
