package dev.scheduling;

import java.util.UUID;

/**
 * Names a calendar.
 *
 * <p>Identifiers are compared exactly and order by their text. Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record CalendarId(String value) implements Comparable<CalendarId> {

  public CalendarId {
    Identifiers.check("calendar id", value);
  }

  /**
   * The identifier with the given text.
   *
   * @throws IllegalArgumentException if the text is empty, too long or has another character
   */
  public static CalendarId of(String value) {
    return new CalendarId(value);
  }

  /** A new identifier that is not in use (a random UUID). */
  public static CalendarId random() {
    return new CalendarId(UUID.randomUUID().toString());
  }

  @Override
  public int compareTo(CalendarId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
