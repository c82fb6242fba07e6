package dev.scheduling.server.realtime;

/** Why a connection was closed, beside the protocol's own codes (RFC 6455, section 7.4). */
final class CloseCodes {

  /** A frame that is not what it should be. */
  static final int MALFORMED = 4400;

  /** No good access token, or not any more. */
  static final int UNAUTHENTICATED = 4401;

  /** No hello in time. */
  static final int NO_HELLO = 4408;

  /** The client does not read what is sent. */
  static final int TOO_SLOW = 4413;

  /** Too many connections or too many frames. */
  static final int TOO_MANY = 4429;

  /** The server's trouble (RFC 6455, section 7.4.1); a client comes back. */
  static final int TRY_AGAIN = 1011;

  private CloseCodes() {}
}
