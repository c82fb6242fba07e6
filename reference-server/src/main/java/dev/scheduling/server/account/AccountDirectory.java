package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.util.Optional;

/** Tells who has an account. Implementations are thread-safe. */
@FunctionalInterface
public interface AccountDirectory {

  /** The account with an id; empty if there is none any more. */
  Optional<Account> find(OwnerId id);
}
