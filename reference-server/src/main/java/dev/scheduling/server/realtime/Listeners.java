package dev.scheduling.server.realtime;

import dev.scheduling.OwnerId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who listens to which account on this node. Thread-safe. */
final class Listeners {

  /** The most connections of one account. */
  static final int MOST_PER_ACCOUNT = 20;

  private final Map<OwnerId, Set<Connection>> byAccount = new ConcurrentHashMap<>();

  /** Adds a connection; false if the account has too many. */
  boolean add(OwnerId account, Connection connection) {
    return byAccount
        .merge(
            account,
            Set.of(connection),
            (before, one) -> before.size() < MOST_PER_ACCOUNT ? union(before, connection) : before)
        .contains(connection);
  }

  private static Set<Connection> union(Set<Connection> before, Connection connection) {
    Set<Connection> after = new HashSet<>(before);
    after.add(connection);
    return Set.copyOf(after);
  }

  void remove(OwnerId account, Connection connection) {
    byAccount.computeIfPresent(
        account,
        (same, before) -> {
          Set<Connection> after = new HashSet<>(before);
          after.remove(connection);
          return after.isEmpty() ? null : Set.copyOf(after);
        });
  }

  /** The connections of an account; a copy that does not change. */
  Set<Connection> of(OwnerId account) {
    return byAccount.getOrDefault(account, Set.of());
  }

  /** The accounts that somebody listens to, as they are now and change. */
  Set<OwnerId> accounts() {
    return byAccount.keySet();
  }
}
