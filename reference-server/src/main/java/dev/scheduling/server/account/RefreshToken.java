package dev.scheduling.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token that is good for one exchange: the name of its session, and a secret of 256 random bits
 * of which the database keeps a digest only. Immutable and thread-safe.
 */
final class RefreshToken {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.([A-Za-z0-9_-]{43})");

  private final String session;
  private final String secret;

  private RefreshToken(String session, String secret) {
    this.session = session;
    this.secret = secret;
  }

  /** The first token of a session. */
  static RefreshToken first(String session) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new RefreshToken(
        session, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads a token that a client sent; empty if it has not the form of one. */
  static Optional<RefreshToken> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new RefreshToken(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /** Another token of the same session. */
  RefreshToken successor() {
    return first(session);
  }

  String session() {
    return session;
  }

  /** What the client keeps. */
  String text() {
    return session + "." + secret;
  }

  /** What the database keeps: SHA-256, which is enough for a secret that nobody can guess. */
  String digest() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "RefreshToken[" + session + "]";
  }
}
