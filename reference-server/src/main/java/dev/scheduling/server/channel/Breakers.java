package dev.scheduling.server.channel;

import java.util.LinkedHashMap;
import java.util.Map;

/** A breaker for each host, so that one that is away says nothing of the others. Thread-safe. */
final class Breakers {

  private static final int MOST = 1_000;

  // The host that was not called for longest goes first when there are too many.
  private final Map<String, Breaker> byHost =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Breaker> eldest) {
          return size() > MOST;
        }
      };

  synchronized Breaker of(String host) {
    return byHost.computeIfAbsent(host, Breaker::new);
  }
}
