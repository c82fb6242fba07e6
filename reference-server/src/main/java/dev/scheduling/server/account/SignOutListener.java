package dev.scheduling.server.account;

import dev.scheduling.OwnerId;

/** Hears that sessions of an account have ended, so that what they hold open can be closed. */
@FunctionalInterface
public interface SignOutListener {

  /** Some of the account's sessions or all of them have ended. Must not wait. */
  void signedOut(OwnerId account);
}
