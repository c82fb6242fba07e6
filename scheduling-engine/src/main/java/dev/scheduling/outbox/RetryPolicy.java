package dev.scheduling.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a message is tried, how long after each failure, and what its key does when it is given
 * up. The pause doubles with each failure up to a longest one; a random half of it keeps messages
 * that failed together from coming back together. Immutable and thread-safe.
 */
public final class RetryPolicy {

  /** What later messages of a key do when one is given up. */
  public enum AfterDeath {
    /** They go on. A redriven message then comes after them. */
    GO_ON,
    /** They wait until the dead letter is redriven, before them, or discarded. */
    WAIT
  }

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_ATTEMPTS = 1_000;

  /** 10 attempts within about 8 minutes: after 1 second, then 2, 4 … up to 3 minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(3), AfterDeath.GO_ON);

  private final int attempts;
  private final Duration firstPause;
  private final Duration longestPause;
  private final AfterDeath afterDeath;

  private RetryPolicy(
      int attempts, Duration firstPause, Duration longestPause, AfterDeath afterDeath) {
    if (attempts < 1 || attempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts must be 1 to " + MOST_ATTEMPTS + ", but are " + attempts);
    }
    if (firstPause.compareTo(SHORTEST) < 0 || firstPause.compareTo(longestPause) > 0) {
      throw new IllegalArgumentException(
          "the first pause must be from PT0.001S to the longest, "
              + longestPause
              + ", but is "
              + firstPause);
    }
    if (longestPause.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the longest pause may be " + LONGEST + " at most, but is " + longestPause);
    }
    this.attempts = attempts;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.afterDeath = afterDeath;
  }

  /** The same policy with another number of attempts, the first included: 1 to 1,000. */
  public RetryPolicy withAttempts(int attempts) {
    return new RetryPolicy(attempts, firstPause, longestPause, afterDeath);
  }

  /**
   * The same policy with other pauses.
   *
   * @param first after the first failure, from 1 millisecond
   * @param longest which no pause exceeds, up to 30 days
   */
  public RetryPolicy withPauses(Duration first, Duration longest) {
    return new RetryPolicy(attempts, first, longest, afterDeath);
  }

  /** The same policy, but another choice for the key of a message that is given up. */
  public RetryPolicy withAfterDeath(AfterDeath afterDeath) {
    return new RetryPolicy(attempts, firstPause, longestPause, afterDeath);
  }

  /** How often a message is tried before it is given up. */
  public int attempts() {
    return attempts;
  }

  /** What later messages of the key do when one is given up. */
  public AfterDeath afterDeath() {
    return afterDeath;
  }

  /**
   * How long to wait after a failure: between a half and the whole of the pause.
   *
   * @param failures how often it has failed by now, from 1
   */
  Duration pauseAfter(int failures, RandomGenerator random) {
    long first = firstPause.toMillis();
    // As far as it can be doubled without an overflow; that is beyond the longest pause.
    int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(first) - 1);
    long whole = Math.min(longestPause.toMillis(), first << doublings);
    long half = whole / 2;
    return Duration.ofMillis(half + random.nextLong(whole - half + 1));
  }
}
