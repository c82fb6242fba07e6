package dev.scheduling.server.http;

import io.javalin.security.RouteRole;

/** Who may use a path. A path that does not say is for those who are signed in. */
enum Access implements RouteRole {
  /** No access token is asked for. */
  ANYONE,
  /** An access token is needed. */
  SIGNED_IN,
  /** An administrator's access token is needed. */
  ADMINISTRATOR,
}
