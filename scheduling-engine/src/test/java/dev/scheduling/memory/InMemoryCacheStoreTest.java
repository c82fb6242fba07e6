package dev.scheduling.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.CacheStore;
import dev.scheduling.CacheStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryCacheStoreTest extends CacheStoreContract {

  private volatile Instant now = Instant.parse("2026-03-02T08:30:00Z");

  @Override
  protected CacheStore store() {
    return new InMemoryCacheStore(() -> now, 2);
  }

  @Override
  protected void pass(Duration length) {
    now = now.plus(length);
  }

  @Test
  void whatWasNotAskedForTheLongestGoesFirst() {
    CacheStore store = store();
    store.put("a", "1", Duration.ofHours(1));
    store.put("b", "2", Duration.ofHours(1));
    assertTrue(store.get("a").isPresent());
    store.put("c", "3", Duration.ofHours(1));

    assertTrue(store.get("a").isPresent());
    assertEquals(Optional.empty(), store.get("b"));
    assertThrows(IllegalArgumentException.class, () -> new InMemoryCacheStore(() -> now, 0));
  }
}
