package dev.scheduling.server.account;

import java.time.Duration;

/**
 * Which refresh token of a session is the good one: the newest, once. Only digests come here, and
 * whether the session itself is still open is not asked. Implementations are thread-safe, hold to
 * {@code RefreshFamiliesContract}, and throw {@link dev.scheduling.UnavailableException} when their
 * store cannot be reached.
 */
public interface RefreshFamilies {

  /** What became of a token that was to be exchanged. */
  enum Rotation {
    /** The next token is the good one now. */
    ROTATED,
    /** It was not the good one, so its family has ended: it was used before, and perhaps stolen. */
    REUSED,
    /** There is no such family, or not any more. */
    GONE
  }

  /**
   * Begins the family of a session with its first token.
   *
   * @param lifetime after which the family may be forgotten
   */
  void begin(String session, String digest, Duration lifetime);

  /**
   * Exchanges the good token for the next one, in one step: of any number of callers that come with
   * the same token at most one succeeds. A token that is not the good one was used before, or never
   * was one; it ends the family.
   */
  Rotation rotate(String session, String digest, String next);
}
