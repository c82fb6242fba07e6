package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.server.account.AccountStore.Credentials;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import dev.scheduling.server.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in. A session is a family of refresh tokens, of which only the newest is good, and
 * only once; an older one that comes back was stolen or copied, and ends the session. Thread-safe.
 */
public final class Sessions {

  /** How long an access token is good. */
  public static final Duration ACCESS_LIFETIME = AccessTokens.LIFETIME;

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final int MOST_LISTED = 500;
  private static final int MOST_PRUNED = 1_000;

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
  private final RefreshFamilies families;
  private final Throttle throttle;
  private final AccountMessages messages;
  private final AccountNotices notices;
  private final Audit audit;
  private final SignOutListener listener;
  private final InstantSource clock;

  public Sessions(
      Jdbi jdbi,
      Passwords passwords,
      SigningKeys keys,
      RefreshFamilies families,
      Throttle throttle,
      AccountMessages messages,
      AccountNotices notices,
      Audit audit,
      SignOutListener listener,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.passwords = passwords;
    this.families = families;
    this.throttle = throttle;
    this.messages = messages;
    this.notices = notices;
    this.audit = audit;
    this.listener = listener;
    this.clock = clock;
    this.accessTokens = new AccessTokens(keys, clock);
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
    throttle.check(account, client.address());
    @Nullable Credentials credentials =
        address
            .flatMap(known -> jdbi.withHandle(handle -> AccountStore.byEmail(handle, known)))
            .orElse(null);
    String hash = credentials == null ? null : credentials.passwordHash();
    if (!passwords.matches(password, hash) || credentials == null) {
      throttle.failed(account, client.address());
      refused(credentials, client);
      return Optional.empty();
    }
    throttle.succeeded(account, client.address());
    OwnerId id = credentials.account().id();
    return Optional.of(
        tokens(id, credentials.tokenVersion(), begin(id, client, clock.instant()), LIFETIME));
  }

  /** Nobody has proved who they are, and the address that was typed is no affair of the log's. */
  private void refused(@Nullable Credentials credentials, Client client) {
    String about =
        credentials == null ? "no such account" : "account " + credentials.account().id().value();
    audit.record(Act.SIGN_IN_REFUSED, null, client.address(), about);
  }

  private RefreshToken begin(OwnerId account, Client client, Instant now) {
    RefreshToken token = RefreshToken.first(UUID.randomUUID().toString());
    String session = token.session();
    jdbi.useTransaction(
        handle -> {
          if (SessionStore.isNewDevice(handle, account, client.userAgent())) {
            notices.append(
                handle,
                account,
                NotificationKind.NEW_DEVICE,
                Json.object().put("device", client.userAgent()).put("address", client.address()));
          }
          SessionStore.insert(handle, account, session, client, now, now.plus(LIFETIME));
          audit.record(handle, Act.SIGNED_IN, account, client.address(), "session " + session);
        });
    try {
      families.begin(session, token.digest(), LIFETIME);
    } catch (RuntimeException e) {
      jdbi.useTransaction(handle -> SessionStore.delete(handle, session));
      throw e;
    }
    return token;
  }

  /**
   * Exchanges a refresh token for a new pair of tokens.
   *
   * @param address where the request came from
   * @return empty if the token is none, has expired, or was used before; in the last case the whole
   *     session is ended
   */
  public Optional<Tokens> refresh(String refreshToken, String address) {
    Optional<RefreshToken> presented = RefreshToken.parse(refreshToken);
    if (presented.isEmpty()) {
      return Optional.empty();
    }
    RefreshToken old = presented.get();
    RefreshToken next = old.successor();
    Instant now = clock.instant();
    // The session is looked at first: where the database is away, the token is not used up.
    Optional<SessionStore.Owner> owner =
        jdbi.inTransaction(handle -> SessionStore.use(handle, old.session(), now));
    if (owner.isEmpty()) {
      return Optional.empty();
    }
    SessionStore.Owner whose = owner.get();
    switch (families.rotate(old.session(), old.digest(), next.digest())) {
      case ROTATED -> {}
      case REUSED -> {
        reused(whose.account(), old.session(), address);
        return Optional.empty();
      }
      case GONE -> {
        end(whose.account(), old.session(), address);
        return Optional.empty();
      }
    }
    Duration left = Duration.between(now, whose.expires());
    return Optional.of(tokens(whose.account(), whose.tokenVersion(), next, left));
  }

  /** Ends the session and has its owner told, for a token that comes twice may be a stolen one. */
  private void reused(OwnerId account, String session, String address) {
    log.info("A used refresh token came back; session {} is ended", session);
    jdbi.useTransaction(
        handle -> {
          SessionStore.revoke(handle, account, session, clock.instant());
          audit.record(handle, Act.TOKEN_REUSED, account, address, "session " + session);
          AccountStore.byId(handle, account)
              .map(known -> known.account().email())
              .ifPresent(
                  email ->
                      messages.append(handle, AccountMessages.TOKEN_REUSED, email, email.value()));
        });
    messages.committed();
    listener.signedOut(account);
  }

  private Tokens tokens(OwnerId account, int version, RefreshToken refresh, Duration left) {
    return new Tokens(
        accessTokens.issue(account, refresh.session(), version),
        AccessTokens.LIFETIME,
        refresh.text(),
        left);
  }

  /** An access token for a session that goes on under a changed password. */
  String renewed(OwnerId account, String session, int tokenVersion) {
    return accessTokens.issue(account, session, tokenVersion);
  }

  /** Who an access token speaks for; empty if it is not good, or its session or account is gone. */
  public Optional<Caller> authenticate(String accessToken) {
    Optional<AccessTokens.Claims> claims = accessTokens.read(accessToken);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    AccessTokens.Claims said = claims.get();
    return isAdministrator(said.account(), said.session(), said.tokenVersion())
        .map(
            administrator ->
                new Caller(
                    said.account(),
                    said.session(),
                    said.tokenVersion(),
                    administrator,
                    said.expiresAt(),
                    Set.of(Scope.values())));
  }

  /** Whether what an access token proved still holds, apart from the time it is good for. */
  public boolean isOpen(Caller caller) {
    return isAdministrator(caller.account(), caller.session(), caller.tokenVersion()).isPresent();
  }

  /**
   * Of some callers those for whom {@link #isOpen} does not hold any more, in one look; at most
   * 500.
   */
  public Set<Caller> ended(Collection<Caller> callers) {
    Set<Caller> ended = new HashSet<>(callers);
    if (!ended.isEmpty()) {
      Map<String, SessionStore.Owner> open =
          jdbi.withHandle(
              handle ->
                  SessionStore.open(
                      handle, ended.stream().map(Caller::session).distinct().toList()));
      ended.removeIf(
          caller -> {
            SessionStore.Owner owner = open.get(caller.session());
            return owner != null
                && owner.account().equals(caller.account())
                && owner.tokenVersion() == caller.tokenVersion();
          });
    }
    return ended;
  }

  private Optional<Boolean> isAdministrator(OwnerId account, String session, int tokenVersion) {
    return jdbi.withHandle(
        handle -> SessionStore.isAdministrator(handle, account, session, tokenVersion));
  }

  /** The sessions of an account that are open, the newest first; at most 500. */
  public List<Session> list(OwnerId account) {
    return jdbi.withHandle(
        handle -> SessionStore.list(handle, account, clock.instant(), MOST_LISTED));
  }

  /** Ends a session of an account; false if it has none that is named so. */
  public boolean end(OwnerId account, String session, String address) {
    boolean ended =
        jdbi.inTransaction(
            handle -> {
              boolean revoked = SessionStore.revoke(handle, account, session, clock.instant());
              if (revoked) {
                audit.record(handle, Act.SIGNED_OUT, account, address, "session " + session);
              }
              return revoked;
            });
    if (ended) {
      listener.signedOut(account);
    }
    return ended;
  }

  /** Ends all sessions of an account. */
  public void endAll(OwnerId account, String address) {
    jdbi.useTransaction(
        handle -> {
          SessionStore.revokeOthers(handle, account, "", clock.instant());
          audit.record(handle, Act.SIGNED_OUT_EVERYWHERE, account, address, "");
        });
    listener.signedOut(account);
  }

  /** Forgets sessions that have expired, at most 1,000; tells how many. */
  public int prune() {
    return jdbi.inTransaction(handle -> SessionStore.prune(handle, clock.instant(), MOST_PRUNED));
  }
}
