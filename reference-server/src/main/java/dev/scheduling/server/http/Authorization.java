package dev.scheduling.server.http;

import dev.scheduling.server.account.AppPasswords;
import dev.scheduling.server.account.Caller;
import dev.scheduling.server.account.EmailAddress;
import dev.scheduling.server.account.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who sent a request by its {@code Authorization}: {@code Bearer} with an access token or an
 * app password, or {@code Basic} with the e-mail address and an app password, never with the
 * account's own password. Thread-safe.
 */
public final class Authorization {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final int LONGEST_BASIC = 1_000;

  private final Sessions sessions;
  private final AppPasswords appPasswords;

  public Authorization(Sessions sessions, AppPasswords appPasswords) {
    this.sessions = sessions;
    this.appPasswords = appPasswords;
  }

  /**
   * The caller.
   *
   * @param header null if the request has none
   * @throws Problem 401 if it proves nothing
   */
  Caller caller(@Nullable String header) {
    if (header != null && starts(header, BEARER)) {
      String token = header.substring(BEARER.length()).strip();
      return sessions
          .authenticate(token)
          .or(() -> appPasswords.authenticate(token, null))
          .orElseThrow(
              () -> Problem.unauthenticated("the access token is not good, or not any more"));
    }
    if (header != null && starts(header, BASIC) && header.length() <= LONGEST_BASIC) {
      return basic(header.substring(BASIC.length()).strip())
          .orElseThrow(
              () -> Problem.unauthenticated("the app password is not good, or not any more"));
    }
    throw Problem.unauthenticated("an access token is needed: Authorization: Bearer …");
  }

  private static boolean starts(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private Optional<Caller> basic(String encoded) {
    String decoded;
    try {
      decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = decoded.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    return EmailAddress.parse(decoded.substring(0, colon))
        .flatMap(email -> appPasswords.authenticate(decoded.substring(colon + 1), email));
  }
}
