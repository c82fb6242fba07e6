package dev.scheduling.outbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those for which everything holds that was asked for. Immutable and
 * thread-safe.
 */
public final class DeadLetterFilter {

  /** All of them. */
  public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null);

  private final @Nullable String type;
  private final @Nullable String key;

  private DeadLetterFilter(@Nullable String type, @Nullable String key) {
    this.type = type;
    this.key = key;
  }

  /** The same filter, but only for messages of a type. */
  public DeadLetterFilter withType(String type) {
    return new DeadLetterFilter(type, key);
  }

  /** The same filter, but only for messages of a key. */
  public DeadLetterFilter withKey(String key) {
    return new DeadLetterFilter(type, key);
  }

  /** The type that is asked for; empty for any. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** The key that is asked for; empty for any. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }
}
