package dev.scheduling.server.audit;

import dev.scheduling.OwnerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log. Immutable and thread-safe.
 *
 * @param id names it
 * @param at when it was recorded
 * @param act the word of an {@link Act}; one of a later version is kept as it is
 * @param account who did it; null where nobody had proved who they are
 * @param address where the request came from; empty for the command line
 * @param about what it was done to, in a few words; never a secret
 */
public record AuditEntry(
    String id, Instant at, String act, @Nullable OwnerId account, String address, String about) {}
