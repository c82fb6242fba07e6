package dev.scheduling;

import java.time.Duration;
import java.util.Optional;

/**
 * Who of several nodes may do what one node does at a time: clearing up, sweeps, reading feeds.
 *
 * <p>A lease ends by itself, by the clock of the store and not of any node; one that thinks it has
 * it may be wrong by then. So either what is done under it bears being done twice, or the token is
 * checked where the effect is. Implementations are thread-safe and hold to {@code
 * NodeLeasesContract}. All methods throw {@link UnavailableException} while the store is away and
 * {@link SchedulingException} when it fails; whether something was taken is then open, and it ends
 * by itself.
 */
public interface NodeLeases {

  /** The longest that a lease may last. */
  Duration LONGEST = Duration.ofDays(1);

  /**
   * Takes the lease if nobody has it, this node included.
   *
   * @param name 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
   * @param length from 1 millisecond to {@link #LONGEST}
   * @return empty if somebody has it
   */
  Optional<NodeLease> take(String name, Duration length);

  /**
   * Makes a lease last from now on, unless it has ended.
   *
   * @param length as for {@link #take}
   * @return whether it still is the lease
   */
  boolean renew(NodeLease lease, Duration length);

  /** Gives a lease up; does nothing if it has ended or been taken by somebody else. */
  void release(NodeLease lease);

  /**
   * Checks the length of a lease, for implementations.
   *
   * @return in milliseconds
   * @throws IllegalArgumentException if it is out of range
   */
  static long checkedMillis(Duration length) {
    if (length.toMillis() < 1 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a lease must last from PT0.001S to " + LONGEST + ", but is to last " + length);
    }
    return length.toMillis();
  }
}
