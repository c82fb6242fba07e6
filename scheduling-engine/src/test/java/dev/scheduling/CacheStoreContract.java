package dev.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CacheStore} has to hold. */
public abstract class CacheStoreContract {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final String key = "회의 " + UUID.randomUUID();
  private CacheStore store;

  protected abstract CacheStore store();

  /** Lets time go by, or waits, until values of a lifetime are over. */
  protected abstract void pass(Duration length);

  @BeforeEach
  void open() {
    store = store();
  }

  private Optional<String> value() {
    return store.get(key).map(CacheStore.Kept::value);
  }

  @Test
  void valueIsKeptUntilItIsReplacedOrRemoved() {
    assertEquals(Optional.empty(), value());
    store.put(key, "☕: one\n", LONG);
    assertEquals(Optional.of("☕: one\n"), value());
    store.put(key, "", LONG);
    assertEquals(Optional.of(""), value());
    store.remove(key);
    assertEquals(Optional.empty(), value());
    store.remove(key);
  }

  @Test
  void valueTellsHowLongItIsLeft() {
    store.put(key, "one", LONG);
    Duration left = store.get(key).orElseThrow().left();

    assertTrue(left.compareTo(LONG) <= 0, left::toString);
    assertTrue(left.compareTo(LONG.dividedBy(2)) > 0, left::toString);
  }

  @Test
  void valueIsOverAfterItsLifetime() {
    store.put(key, "one", SHORT);
    pass(SHORT);

    assertEquals(Optional.empty(), value());
  }

  @Test
  void longestValueIsKept() {
    String longest = "가".repeat(Cache.LONGEST_VALUE);
    store.put(key, longest, LONG);

    assertEquals(Optional.of(longest), value());
  }

  @Test
  void oneClaimsAKeyUntilTheValueIsThere() {
    assertTrue(store.claim(key, LONG));
    assertFalse(store.claim(key, LONG));
    assertTrue(store.claim(key + "2", LONG));
    store.put(key, "one", LONG);

    assertTrue(store.claim(key, LONG));
  }

  @Test
  void claimEndsByItself() {
    assertTrue(store.claim(key, SHORT));
    pass(SHORT);

    assertTrue(store.claim(key, SHORT));
  }
}
