package dev.scheduling;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Values that are costly to make, kept for a while and made by one at a time. Thread-safe.
 *
 * <p>While the store is away, values are made as if there were none; nobody gets to know.
 */
public final class Cache {

  /*
   * Against a stampede of those who miss a value at the same time there are three guards. In a process
   * the first one looks and makes, and the others wait for it. Between processes whoever makes a value
   * claims its key for a short while, and the others look again until it is there, or the claim should
   * have ended. And in the last tenth of a value's life one caller, who gets the claim, makes the next
   * one while all others still get the old: what is asked for all the time is never missing.
   */

  /** The most characters of a key: {@value}. */
  public static final int LONGEST_KEY = 200;

  /** The most characters of a value: {@value}. Longer ones are made each time. */
  public static final int LONGEST_VALUE = 1 << 20;

  private static final int EARLY_TENTHS = 10;
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final CacheStore store;
  private final Duration madeWithin;
  private final ConcurrentMap<String, CompletableFuture<String>> underWay =
      new ConcurrentHashMap<>();

  private Cache(CacheStore store, Duration madeWithin) {
    this.store = store;
    this.madeWithin = madeWithin;
  }

  /**
   * A cache.
   *
   * @param madeWithin how long others wait for one who makes a value before they make it
   *     themselves: 10 milliseconds to 10 minutes
   */
  public static Cache of(CacheStore store, Duration madeWithin) {
    if (madeWithin.toMillis() < 10 || madeWithin.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "madeWithin must be from PT0.01S to PT10M, but is " + madeWithin);
    }
    return new Cache(store, madeWithin);
  }

  /**
   * The value of a key, from the cache or made now.
   *
   * @param key 1 to {@value #LONGEST_KEY} characters
   * @param lifetime how long the value may be kept; at least 1 millisecond
   * @param make makes the value; it does not ask for the same key again. What it throws goes to all
   *     who wait for it, and nothing is kept
   */
  public String get(String key, Duration lifetime, Supplier<String> make) {
    check(key, lifetime);
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> first = underWay.putIfAbsent(key, mine);
    if (first != null) {
      return awaited(first, make);
    }
    try {
      String value = look(key, lifetime, make, mine);
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      underWay.remove(key, mine);
    }
  }

  /** Forgets a value, so that the next one who asks makes it anew. */
  public void remove(String key) {
    check(key, madeWithin);
    try {
      store.remove(key);
    } catch (UnavailableException e) {
      // What is there is gone at the end of its life.
    }
  }

  private static void check(String key, Duration lifetime) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "key must have 1 to " + LONGEST_KEY + " characters, but has " + key.length());
    }
    if (lifetime.toMillis() < 1) {
      throw new IllegalArgumentException("lifetime must be at least PT0.001S, but is " + lifetime);
    }
  }

  private String awaited(CompletableFuture<String> first, Supplier<String> make) {
    try {
      return first.get(madeWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return make.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new SchedulingException("the value could not be made", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SchedulingException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SchedulingException("interrupted while the value was made", e);
  }

  private String look(
      String key, Duration lifetime, Supplier<String> make, CompletableFuture<String> mine) {
    long until = System.nanoTime() + madeWithin.toNanos();
    do {
      Optional<CacheStore.Kept> kept;
      boolean claimed;
      try {
        kept = store.get(key);
        if (kept.isPresent() && !isNearlyOver(kept.get(), lifetime)) {
          return kept.get().value();
        }
        claimed = store.claim(key, madeWithin);
      } catch (UnavailableException e) {
        return make.get();
      }
      // Who waits for this look gets the old value while the next one is made.
      kept.ifPresent(old -> mine.complete(old.value()));
      if (claimed) {
        return made(key, lifetime, make);
      }
      if (kept.isPresent()) {
        return kept.get().value();
      }
      pause();
    } while (System.nanoTime() - until < 0);
    return made(key, lifetime, make);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static boolean isNearlyOver(CacheStore.Kept kept, Duration lifetime) {
    return kept.left().compareTo(lifetime.dividedBy(EARLY_TENTHS)) < 0;
  }

  private String made(String key, Duration lifetime, Supplier<String> make) {
    String value = make.get();
    if (value.length() <= LONGEST_VALUE) {
      try {
        store.put(key, value, lifetime);
      } catch (UnavailableException e) {
        // The next one makes it again.
      }
    }
    return value;
  }
}
