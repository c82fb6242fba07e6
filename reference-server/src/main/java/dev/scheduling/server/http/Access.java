package dev.scheduling.server.http;

import dev.scheduling.server.account.Scope;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/** Who may use a path. A path that does not say is for those who are signed in. */
enum Access implements RouteRole {
  /** No token is asked for. */
  ANYONE(null),
  /** Who is signed in, and so no app password. */
  SIGNED_IN(Scope.ACCOUNT),
  /** An administrator who is signed in. */
  ADMINISTRATOR(Scope.ACCOUNT),
  /** Who is signed in, or an app password that may read. */
  READ(Scope.READ),
  /** Who is signed in, or an app password that may write. */
  WRITE(Scope.WRITE);

  private final @Nullable Scope scope;

  Access(@Nullable Scope scope) {
    this.scope = scope;
  }

  /** What a caller's token has to be good for; null where none is needed. */
  @Nullable Scope scope() {
    return scope;
  }
}
