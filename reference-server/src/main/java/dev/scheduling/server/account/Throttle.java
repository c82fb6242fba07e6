package dev.scheduling.server.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down those who guess passwords, by account and by address. Nobody is locked out for good:
 * the longest wait is a quarter of an hour for one address, and half a minute for an account as a
 * whole, so that a stranger's guesses cannot keep its owner away. Thread-safe; kept in memory.
 */
public final class Throttle {

  /*
   * Three counters see each attempt: the account from that address, the address, and the account.
   * Beyond its free failures each counter asks for a wait that doubles. The first is strict, for
   * there it is one guesser and one victim; the other two stop guesses that are spread over accounts
   * or over addresses.
   */
  private enum Scope {
    ACCOUNT_FROM_ADDRESS(5, Duration.ofMinutes(15)),
    ADDRESS(30, Duration.ofMinutes(15)),
    ACCOUNT(50, Duration.ofSeconds(30));

    private final int free;
    private final Duration longest;

    Scope(int free, Duration longest) {
      this.free = free;
      this.longest = longest;
    }

    Duration waitAfter(int failures) {
      int beyond = failures - free;
      if (beyond < 0) {
        return Duration.ZERO;
      }
      Duration wait = Duration.ofSeconds(1L << Math.min(beyond, 20));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }

  private record Key(Scope scope, String account, String address) {}

  private record Failures(int count, Instant last) {}

  private static final int MOST_KEYS = 30_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final InstantSource clock;

  // The one that failed longest ago goes first when there are too many.
  private final Map<Key, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
          return size() > MOST_KEYS;
        }
      };

  public Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Lets an attempt go on.
   *
   * @throws ThrottledException if it has to wait
   */
  void check(String account, String address) {
    Duration wait = waitFor(account, address);
    if (!wait.isZero()) {
      throw new ThrottledException(wait);
    }
  }

  /**
   * Counts something that may not be done often, whether it succeeds or not.
   *
   * @param who by whom, and what; nothing else counts under that name
   * @param address where the request came from
   * @throws ThrottledException if it has to wait
   */
  public void count(String who, String address) {
    check(who, address);
    failed(who, address);
  }

  /** How long an attempt has yet to wait; zero for one that may go on. */
  synchronized Duration waitFor(String account, String address) {
    Instant now = clock.instant();
    Duration longest = Duration.ZERO;
    for (Key key : keys(account, address)) {
      Failures failed = failures.get(key);
      if (failed != null) {
        Instant until = failed.last().plus(key.scope().waitAfter(failed.count()));
        Duration left = Duration.between(now, until);
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }

  synchronized void failed(String account, String address) {
    Instant now = clock.instant();
    for (Key key : keys(account, address)) {
      Failures before = failures.get(key);
      int counted =
          before == null || before.last().plus(FORGOTTEN_AFTER).isBefore(now) ? 0 : before.count();
      failures.put(key, new Failures(counted + 1, now));
    }
  }

  /** Forgets the failures of the account at that address; those of others count on. */
  synchronized void succeeded(String account, String address) {
    failures.remove(new Key(Scope.ACCOUNT_FROM_ADDRESS, account, address));
    failures.remove(new Key(Scope.ACCOUNT, account, ""));
  }

  private static Key[] keys(String account, String address) {
    return new Key[] {
      new Key(Scope.ACCOUNT_FROM_ADDRESS, account, address),
      new Key(Scope.ADDRESS, "", address),
      new Key(Scope.ACCOUNT, account, "")
    };
  }
}
