package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;

/**
 * Who sent a request, as its access token proves. Immutable and thread-safe.
 *
 * @param account whose request it is
 * @param session the session that the token came from
 * @param administrator whether the operations of the server are open to the account
 * @param expiresAt when the token stops to prove anything
 */
public record Caller(OwnerId account, String session, boolean administrator, Instant expiresAt) {}
