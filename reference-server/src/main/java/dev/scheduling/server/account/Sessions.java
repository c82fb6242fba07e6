package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.server.account.AccountStore.Credentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A session is a family of refresh tokens, of which only the newest is good, and
 * only once; an older one that comes back was stolen or copied, and ends the session. Thread-safe.
 */
public final class Sessions {

  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final int MOST_LISTED = 500;

  /**
   * What a client gets to prove who it is.
   *
   * @param accessToken good for {@code expiresIn}
   * @param refreshToken good for one use within {@code refreshExpiresIn}
   */
  public record Tokens(
      String accessToken, Duration expiresIn, String refreshToken, Duration refreshExpiresIn) {}

  /** Who asks: shown in the list of sessions, so that one recognises them. */
  public record Client(String address, String userAgent) {}

  /** A session as its owner sees it. */
  public record Session(
      String id,
      Instant created,
      Instant used,
      Instant expires,
      String address,
      String userAgent) {}

  private final Jdbi jdbi;
  private final Passwords passwords;
  private final AccessTokens accessTokens;
  private final Throttle throttle;
  private final InstantSource clock;

  public Sessions(Jdbi jdbi, Passwords passwords, Throttle throttle, InstantSource clock) {
    this.jdbi = jdbi;
    this.passwords = passwords;
    this.throttle = throttle;
    this.clock = clock;
    this.accessTokens = new AccessTokens(new SigningKeys(jdbi, clock), clock);
  }

  /**
   * Signs in.
   *
   * @return empty if there is no such account or the password is another; which of the two it was
   *     cannot be told, not even by the time it took
   * @throws ThrottledException after too many failures
   * @throws TooBusyException if too many wait for their password to be checked
   */
  public Optional<Tokens> open(String email, String password, Client client) {
    Optional<EmailAddress> address = EmailAddress.parse(email);
    String account = address.map(EmailAddress::value).orElse("");
    Duration wait = throttle.waitFor(account, client.address());
    if (!wait.isZero()) {
      throw new ThrottledException(wait);
    }
    @Nullable Credentials credentials =
        address
            .flatMap(known -> jdbi.withHandle(handle -> AccountStore.byEmail(handle, known)))
            .orElse(null);
    String hash = credentials == null ? null : credentials.passwordHash();
    if (!passwords.matches(password, hash) || credentials == null) {
      throttle.failed(account, client.address());
      return Optional.empty();
    }
    throttle.succeeded(account, client.address());
    RefreshToken token = RefreshToken.first(UUID.randomUUID().toString());
    Instant now = clock.instant();
    OwnerId id = credentials.account().id();
    jdbi.useTransaction(
        handle -> SessionStore.insert(handle, id, token, client, now, now.plus(LIFETIME)));
    return Optional.of(tokens(id, credentials.tokenVersion(), token, LIFETIME));
  }

  /**
   * Exchanges a refresh token for a new pair of tokens.
   *
   * @return empty if the token is none, has expired, or was used before; in the last case the whole
   *     session is ended
   */
  public Optional<Tokens> refresh(String refreshToken) {
    Optional<RefreshToken> presented = RefreshToken.parse(refreshToken);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    RefreshToken old = presented.get();
    RefreshToken next = old.successor();
    Instant now = clock.instant();
    return jdbi.inTransaction(
        handle -> {
          if (!SessionStore.rotate(handle, old, next, now)) {
            SessionStore.revoke(handle, old.session(), now);
            return Optional.empty();
          }
          return SessionStore.owner(handle, old.session())
              .map(
                  owner ->
                      tokens(
                          owner.account(),
                          owner.tokenVersion(),
                          next,
                          Duration.between(now, owner.expires())));
        });
  }

  private Tokens tokens(OwnerId account, int version, RefreshToken refresh, Duration left) {
    return new Tokens(
        accessTokens.issue(account, refresh.session(), version),
        AccessTokens.LIFETIME,
        refresh.text(),
        left);
  }

  /** Who an access token speaks for; empty if it is not good, or its session or account is gone. */
  public Optional<Caller> authenticate(String accessToken) {
    Optional<AccessTokens.Claims> claims = accessTokens.read(accessToken);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    AccessTokens.Claims said = claims.get();
    return jdbi.withHandle(
            handle ->
                SessionStore.isAdministrator(
                    handle, said.account(), said.session(), said.tokenVersion()))
        .map(
            administrator ->
                new Caller(said.account(), said.session(), administrator, said.expiresAt()));
  }

  /** The sessions of an account that are open, the newest first; at most 500. */
  public List<Session> list(OwnerId account) {
    return jdbi.withHandle(
        handle -> SessionStore.list(handle, account, clock.instant(), MOST_LISTED));
  }

  /** Ends a session of an account; false if it has none that is named so. */
  public boolean end(OwnerId account, String session) {
    return jdbi.inTransaction(
        handle -> SessionStore.revoke(handle, account, session, clock.instant()));
  }

  /** Ends all sessions of an account. */
  public void endAll(OwnerId account) {
    jdbi.useTransaction(handle -> SessionStore.revokeAll(handle, account, clock.instant()));
  }
}
