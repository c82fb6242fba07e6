package dev.scheduling.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that Redis runs in one step: nothing else happens between its first command and its
 * last. Immutable and thread-safe.
 */
public final class RedisScript {

  private final String text;
  private final String sha1;

  private RedisScript(String text) {
    this.text = text;
    this.sha1 = sha1(text);
  }

  /**
   * A script.
   *
   * @param text Lua that returns a string; it may be run again where an answer was lost, so running
   *     it twice with the same arguments must do what running it once does
   */
  public static RedisScript of(String text) {
    return new RedisScript(text);
  }

  String text() {
    return text;
  }

  /** What Redis keeps the script under. */
  String sha1() {
    return sha1;
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
