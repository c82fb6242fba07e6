package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;
import java.util.Set;

/**
 * Who sent a request, as its token proves. Immutable and thread-safe.
 *
 * @param account whose request it is
 * @param session the session that the token came from; empty for an app password
 * @param tokenVersion how often the password had been changed when the token was made
 * @param administrator whether the operations of the server are open to the caller
 * @param expiresAt when the token stops to prove anything
 * @param scopes what the token is good for
 */
public record Caller(
    OwnerId account,
    String session,
    int tokenVersion,
    boolean administrator,
    Instant expiresAt,
    Set<Scope> scopes) {

  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
