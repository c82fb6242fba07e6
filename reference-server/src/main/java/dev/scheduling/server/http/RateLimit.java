package dev.scheduling.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests a minute one key may send, evened out: who was quiet may send a minute's worth
 * at once, and then as many as the limit gives back. Thread-safe; kept in memory, for at most
 * 50,000 keys.
 */
final class RateLimit {

  /*
   * The generic cell rate algorithm: for each key one instant, at which it would have used up all
   * that it has sent if it sent evenly. Each request moves that instant on by a step; it may lie at
   * most a window ahead. An instant that has passed is worth as much as none, so the key that was
   * quiet for longest is forgotten without loss.
   */

  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_KEYS = 50_000;

  /**
   * What became of a request.
   *
   * @param allowed whether it may go on
   * @param remaining how many more may follow at once
   * @param resetSeconds after how long all of them may
   * @param waitSeconds how long to wait for the next; 0 if it need not
   */
  record Answer(boolean allowed, long remaining, long resetSeconds, long waitSeconds) {}

  private final String name;
  private final long requests;
  private final long step;
  private final InstantSource clock;
  private final Map<String, Long> ends =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /**
   * A limit that nobody has met yet.
   *
   * @param name the limit's name in the answer's headers
   * @param requests how many a minute, at least 1
   */
  RateLimit(String name, int requests, InstantSource clock) {
    this.name = name;
    this.requests = requests;
    this.step = WINDOW_NANOS / requests;
    this.clock = clock;
  }

  synchronized Answer take(String key) {
    Instant instant = clock.instant();
    long now = instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    long end = Math.max(now, ends.getOrDefault(key, now)) + step;
    long ahead = end - now;
    if (ahead > WINDOW_NANOS) {
      return new Answer(false, 0, seconds(ahead - step), seconds(ahead - WINDOW_NANOS));
    }
    ends.put(key, end);
    return new Answer(true, (WINDOW_NANOS - ahead) / step, seconds(ahead), 0);
  }

  /** How many keys are known. */
  synchronized int keys() {
    return ends.size();
  }

  private static long seconds(long nanos) {
    return Math.max(1, (nanos + 999_999_999) / 1_000_000_000);
  }

  /** The limit as the header {@code RateLimit-Policy} has it. */
  String policy() {
    return "\"" + name + "\";q=" + requests + ";w=" + WINDOW_NANOS / 1_000_000_000;
  }

  /** An answer as the header {@code RateLimit} has it. */
  String state(Answer answer) {
    return "\"" + name + "\";r=" + answer.remaining() + ";t=" + answer.resetSeconds();
  }
}
