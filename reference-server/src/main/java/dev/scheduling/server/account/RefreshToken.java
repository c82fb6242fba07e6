package dev.scheduling.server.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token that is good for one exchange: the name of its session, and a secret. Immutable and
 * thread-safe.
 */
record RefreshToken(String session, OpaqueToken secret) {

  private static final Pattern SESSION = Pattern.compile("[0-9a-f-]{36}");

  /** The first token of a session. */
  static RefreshToken first(String session) {
    return new RefreshToken(session, OpaqueToken.random());
  }

  /** Reads a token that a client sent; empty if it has not the form of one. */
  static Optional<RefreshToken> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0 || !SESSION.matcher(text.substring(0, dot)).matches()) {
      return Optional.empty();
    }
    return OpaqueToken.parse(text.substring(dot + 1))
        .map(secret -> new RefreshToken(text.substring(0, dot), secret));
  }

  /** Another token of the same session. */
  RefreshToken successor() {
    return first(session);
  }

  /** What the client keeps. */
  String text() {
    return session + "." + secret.text();
  }

  /** What is kept here. */
  String digest() {
    return secret.digest();
  }
}
