package dev.scheduling.memory;

import dev.scheduling.CacheStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values that are kept for one process; those not asked for the longest go first. Thread-safe. */
public final class InMemoryCacheStore implements CacheStore {

  private final InstantSource clock;
  private final int mostEntries;
  private final Map<String, Entry> values = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Entry> claims = new LinkedHashMap<>(16, 0.75f, true);

  private record Entry(String value, Instant until) {}

  /**
   * An empty store.
   *
   * @param mostEntries how many values are kept: 1 to 1,000,000
   */
  public InMemoryCacheStore(InstantSource clock, int mostEntries) {
    if (mostEntries < 1 || mostEntries > 1_000_000) {
      throw new IllegalArgumentException(
          "mostEntries must be 1 to 1,000,000, but is " + mostEntries);
    }
    this.clock = clock;
    this.mostEntries = mostEntries;
  }

  @Override
  public synchronized Optional<Kept> get(String key) {
    Entry entry = values.get(key);
    Instant now = clock.instant();
    return entry == null || !entry.until().isAfter(now)
        ? Optional.empty()
        : Optional.of(new Kept(entry.value(), Duration.between(now, entry.until())));
  }

  @Override
  public synchronized void put(String key, String value, Duration lifetime) {
    put(values, key, value, lifetime);
    claims.remove(key);
  }

  private void put(Map<String, Entry> entries, String key, String value, Duration length) {
    entries.put(key, new Entry(value, clock.instant().plus(length)));
    if (entries.size() > mostEntries) {
      Iterator<String> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  @Override
  public synchronized void remove(String key) {
    values.remove(key);
  }

  @Override
  public synchronized boolean claim(String key, Duration length) {
    Entry claim = claims.get(key);
    if (claim != null && claim.until().isAfter(clock.instant())) {
      return false;
    }
    put(claims, key, "", length);
    return true;
  }
}
