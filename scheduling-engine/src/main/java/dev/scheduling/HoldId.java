package dev.scheduling;

import java.util.UUID;

/**
 * Names a hold.
 *
 * <p>Identifiers are compared exactly and order by their text. Immutable and thread-safe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record HoldId(String value) implements Comparable<HoldId> {

  public HoldId {
    Identifiers.check("hold id", value);
  }

  /**
   * The identifier with the given text.
   *
   * @throws IllegalArgumentException if the text is empty, too long or has another character
   */
  public static HoldId of(String value) {
    return new HoldId(value);
  }

  /** A new identifier that is not in use (a random UUID). */
  public static HoldId random() {
    return new HoldId(UUID.randomUUID().toString());
  }

  @Override
  public int compareTo(HoldId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
