package dev.scheduling.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers every secret that the tests of this JVM send and are sent, and looks for them where
 * they must not be: in what servers print, and in their refusals.
 */
final class SecretWatch {

  // The members of bodies, in both directions, that hold one.
  private static final Pattern IN_BODY =
      Pattern.compile(
          "\"(?:password|currentPassword|newPassword|token|accessToken|refreshToken|secret)\""
              + "\\s*:\\s*\"([^\"]{8,200000})\"");
  private static final Pattern IN_COOKIE = Pattern.compile("scheduling-refresh=([^;]{8,})");

  // What nobody registers: any access token, any password's hash, any private key.
  private static final Pattern SHAPE =
      Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+\\.[\\w-]+|\\$argon2|\"d\"\\s*:\\s*\"[\\w-]{43}\"");

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

  private SecretWatch() {}

  /** Remembers a secret. */
  static void register(String secret) {
    SECRETS.add(secret);
  }

  /** Remembers the secrets in a body. */
  static void registerBody(String body) {
    Matcher secret = IN_BODY.matcher(body);
    while (secret.find()) {
      register(secret.group(1));
    }
  }

  /** Remembers the secret in a cookie's header. */
  static void registerCookie(String header) {
    Matcher secret = IN_COOKIE.matcher(header);
    while (secret.find()) {
      register(secret.group(1));
    }
  }

  /**
   * Looks through a text.
   *
   * @throws AssertionError if there is a secret in it
   */
  static void check(String where, String text) {
    Matcher shape = SHAPE.matcher(text);
    if (shape.find()) {
      throw new AssertionError(where + " has what looks like a secret: " + shape.group());
    }
    for (String secret : SECRETS) {
      if (text.contains(secret)) {
        throw new AssertionError(where + " has a secret of the tests: " + secret);
      }
    }
  }

  /** How many are remembered. */
  static int size() {
    return SECRETS.size();
  }
}
