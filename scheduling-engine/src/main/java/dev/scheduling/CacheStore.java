package dev.scheduling;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a {@link Cache} keeps values: for one process or for many. It may forget any of them at any
 * time.
 *
 * <p>Keys have 1 to {@value Cache#LONGEST_KEY} characters and values up to {@value
 * Cache#LONGEST_VALUE}; the cache has checked them. Implementations are thread-safe and hold to
 * {@code CacheStoreContract}. All methods throw {@link UnavailableException} while the store is
 * away.
 */
public interface CacheStore {

  /**
   * A value that is kept.
   *
   * @param left how long it will be
   */
  record Kept(String value, Duration left) {}

  Optional<Kept> get(String key);

  /** Keeps a value for a while, in the place of any other, and ends the claim to its key. */
  void put(String key, String value, Duration lifetime);

  /** Forgets a value. */
  void remove(String key);

  /**
   * Claims the work of making the value of a key, for a short while.
   *
   * @return false if somebody else has
   */
  boolean claim(String key, Duration length);
}
