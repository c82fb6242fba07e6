package dev.scheduling.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A secret of 256 random bits that whoever has it may use; we keep a digest of it only. Immutable
 * and thread-safe.
 */
final class OpaqueToken {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;

  private OpaqueToken(String text) {
    this.text = text;
  }

  static OpaqueToken random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new OpaqueToken(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads what a client sent; empty if it has not the form of a token. */
  static Optional<OpaqueToken> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new OpaqueToken(text)) : Optional.empty();
  }

  /** What the client keeps. */
  String text() {
    return text;
  }

  /** What we keep: SHA-256 in hexadecimal, which is enough for a secret that nobody can guess. */
  String digest() {
    return digest(text);
  }

  /** SHA-256 in hexadecimal. */
  static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OpaqueToken";
  }
}
