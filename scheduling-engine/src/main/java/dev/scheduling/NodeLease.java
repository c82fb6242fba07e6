package dev.scheduling;

/**
 * The right of one node to do something for a while. Immutable and thread-safe.
 *
 * @param name names what may be done: 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param token the fencing token: greater than that of every lease of this name before it. A
 *     resource that remembers the greatest it has seen can refuse whoever comes with a smaller one
 *     because it slept through the end of its lease
 */
public record NodeLease(String name, long token) {

  public NodeLease {
    Identifiers.check("name of a lease", name);
    if (token < 1) {
      throw new IllegalArgumentException("token must be at least 1, but is " + token);
    }
  }
}
