package dev.scheduling;

import java.util.UUID;

/**
 * Names whom a calendar belongs to: an account, a team, a room; the library never looks inside.
 *
 * <p>Identifiers are compared exactly and order by their text. Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record OwnerId(String value) implements Comparable<OwnerId> {

  public OwnerId {
    Identifiers.check("owner id", value);
  }

  /**
   * The identifier with the given text.
   *
   * @throws IllegalArgumentException if the text is empty, too long or has another character
   */
  public static OwnerId of(String value) {
    return new OwnerId(value);
  }

  /** A new identifier that is not in use (a random UUID). */
  public static OwnerId random() {
    return new OwnerId(UUID.randomUUID().toString());
  }

  @Override
  public int compareTo(OwnerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
