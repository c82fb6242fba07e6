package dev.scheduling.server.account;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A password of a program's own, without the password. Immutable and thread-safe.
 *
 * @param name what its owner calls it
 * @param scopes what it is good for
 * @param expires when it stops to be good; null for never
 * @param used when it was last used, to the hour; null for never
 */
public record AppPassword(
    String id,
    String name,
    Set<Scope> scopes,
    Instant created,
    @Nullable Instant expires,
    @Nullable Instant used) {

  public AppPassword {
    scopes = Set.copyOf(scopes);
  }
}
