package dev.scheduling.outbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those for which everything holds that was asked for. Immutable and
 * thread-safe.
 */
public final class DeadLetterFilter {

  /** All of them. */
  public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null);

  private static final int LONGEST_CAUSE = 200;

  private final @Nullable String type;
  private final @Nullable String key;
  private final @Nullable String cause;
  private final @Nullable Instant diedBefore;

  private DeadLetterFilter(
      @Nullable String type,
      @Nullable String key,
      @Nullable String cause,
      @Nullable Instant diedBefore) {
    this.type = type;
    this.key = key;
    this.cause = cause;
    this.diedBefore = diedBefore;
  }

  /** The same filter, but only for messages of a type. */
  public DeadLetterFilter withType(String type) {
    return new DeadLetterFilter(type, key, cause, diedBefore);
  }

  /** The same filter, but only for messages of a key. */
  public DeadLetterFilter withKey(String key) {
    return new DeadLetterFilter(type, key, cause, diedBefore);
  }

  /**
   * The same filter, but only for those whose cause contains a text, whatever its case.
   *
   * @param cause 1 to 200 characters
   */
  public DeadLetterFilter withCause(String cause) {
    if (cause.isEmpty() || cause.length() > LONGEST_CAUSE) {
      throw new IllegalArgumentException(
          "cause must have 1 to " + LONGEST_CAUSE + " characters, but has " + cause.length());
    }
    return new DeadLetterFilter(type, key, cause.toLowerCase(Locale.ROOT), diedBefore);
  }

  /** The same filter, but only for those that were given up before an instant. */
  public DeadLetterFilter withDiedBefore(Instant instant) {
    return new DeadLetterFilter(type, key, cause, instant);
  }

  /** The type that is asked for; empty for any. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** The key that is asked for; empty for any. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** What the cause must contain, in lower case; empty for anything. */
  public Optional<String> cause() {
    return Optional.ofNullable(cause);
  }

  /** Before when it must have been given up; empty for whenever. */
  public Optional<Instant> diedBefore() {
    return Optional.ofNullable(diedBefore);
  }

  /** Whether a dead letter is meant. */
  public boolean matches(DeadLetter letter) {
    return (type == null || type.equals(letter.message().type()))
        && (key == null || key.equals(letter.message().key()))
        && (cause == null || letter.cause().toLowerCase(Locale.ROOT).contains(cause))
        && (diedBefore == null || letter.died().isBefore(diedBefore));
  }
}
