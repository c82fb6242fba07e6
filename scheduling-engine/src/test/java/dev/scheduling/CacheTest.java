package dev.scheduling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.memory.InMemoryCacheStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who makes a value, and who waits for it. */
class CacheTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger made = new AtomicInteger();
  private volatile Instant now = Instant.parse("2026-03-02T08:30:00Z");
  private final InMemoryCacheStore store = new InMemoryCacheStore(() -> now, 100);
  private final Cache cache = Cache.of(store, MINUTE);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private String make() {
    return "value " + made.incrementAndGet();
  }

  @Test
  void valueIsMadeOnceInItsLife() {
    assertEquals("value 1", cache.get("key", MINUTE, this::make));
    assertEquals("value 1", cache.get("key", MINUTE, this::make));
    assertEquals("value 2", cache.get("other", MINUTE, this::make));
    now = now.plus(MINUTE);
    assertEquals("value 3", cache.get("key", MINUTE, this::make));
    cache.remove("key");
    assertEquals("value 4", cache.get("key", MINUTE, this::make));
  }

  @Test
  void ofManyWhoMissAValueOnOneNodeOneMakesIt() {
    assertOneMakesItFor(List.of(cache));
  }

  @Test
  void ofManyWhoMissAValueOnSeveralNodesOneMakesIt() {
    assertOneMakesItFor(List.of(cache, Cache.of(store, MINUTE), Cache.of(store, MINUTE)));
  }

  private void assertOneMakesItFor(List<Cache> nodes) {
    CountDownLatch go = new CountDownLatch(1);
    Supplier<String> slow =
        () -> {
          await(go);
          return make();
        };
    List<CompletableFuture<String>> askers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Cache node = nodes.get(i % nodes.size());
      askers.add(CompletableFuture.supplyAsync(() -> node.get("key", MINUTE, slow), threads));
    }
    go.countDown();
    askers.forEach(asker -> assertEquals("value 1", asker.orTimeout(60, SECONDS).join()));
    assertEquals(1, made.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nearItsEndAValueIsMadeAnewByOneWhileOthersGetTheOld() {
    assertEquals("value 1", cache.get("key", MINUTE, this::make));
    now = now.plusSeconds(57);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch making = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                cache.get(
                    "key",
                    MINUTE,
                    () -> {
                      making.countDown();
                      await(go);
                      return make();
                    }),
            threads);
    await(making);
    assertEquals("value 1", cache.get("key", MINUTE, this::make));
    assertEquals("value 1", Cache.of(store, MINUTE).get("key", MINUTE, this::make));
    go.countDown();
    assertEquals("value 2", first.orTimeout(60, SECONDS).join());
    assertEquals("value 2", cache.get("key", MINUTE, this::make));
  }

  @Test
  void whoClaimedAValueAndDiedIsWaitedForAndThenReplaced() {
    assertTrue(store.claim("key", MINUTE));
    Cache impatient = Cache.of(store, Duration.ofMillis(50));

    assertEquals("value 1", impatient.get("key", MINUTE, this::make));
  }

  @Test
  void failureGoesToWhoAskedAndNothingIsKept() {
    IllegalStateException failure = new IllegalStateException("as planned");
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                cache.get(
                    "key",
                    MINUTE,
                    () -> {
                      throw failure;
                    })));
    Cache impatient = Cache.of(store, Duration.ofMillis(50));
    assertEquals("value 1", impatient.get("key", MINUTE, this::make));
  }

  @Test
  void withoutItsStoreEachValueIsMade() {
    Cache without = Cache.of(new Away(), MINUTE);

    assertEquals("value 1", without.get("key", MINUTE, this::make));
    assertEquals("value 2", without.get("key", MINUTE, this::make));
    without.remove("key");
  }

  @Test
  void unavailableMakerIsNotAskedTwice() {
    assertThrows(
        UnavailableException.class,
        () ->
            cache.get(
                "key",
                MINUTE,
                () -> {
                  made.incrementAndGet();
                  throw new UnavailableException("as planned");
                }));
    assertEquals(1, made.get());
  }

  @Test
  void keysAndTimesThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> cache.get("", MINUTE, this::make));
    assertThrows(
        IllegalArgumentException.class,
        () -> cache.get("x".repeat(Cache.LONGEST_KEY + 1), MINUTE, this::make));
    assertThrows(IllegalArgumentException.class, () -> cache.get("key", Duration.ZERO, this::make));
    assertThrows(IllegalArgumentException.class, () -> Cache.of(store, Duration.ZERO));
  }

  /** A store that cannot be reached. */
  private static final class Away implements CacheStore {

    @Override
    public Optional<Kept> get(String key) {
      throw new UnavailableException("as planned");
    }

    @Override
    public void put(String key, String value, Duration lifetime) {
      throw new UnavailableException("as planned");
    }

    @Override
    public void remove(String key) {
      throw new UnavailableException("as planned");
    }

    @Override
    public boolean claim(String key, Duration length) {
      throw new UnavailableException("as planned");
    }
  }
}
