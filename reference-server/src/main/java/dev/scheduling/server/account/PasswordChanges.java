package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.server.account.AccountStore.Credentials;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How an account gets another password: by who knows the old one, or by a link. Thread-safe. */
public final class PasswordChanges {

  /** How long a link to a new password is good. */
  static final Duration LINK_LIFETIME = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final Passwords passwords;
  private final Sessions sessions;
  private final Throttle guesses;
  private final Throttle requests;
  private final AccountMessages messages;
  private final Audit audit;
  private final SignOutListener listener;
  private final InstantSource clock;

  /**
   * Changes of passwords.
   *
   * @param guesses counts wrong passwords; the one that sign-ins count with
   * @param requests counts those who ask for mail
   */
  public PasswordChanges(
      Jdbi jdbi,
      Passwords passwords,
      Sessions sessions,
      Throttle guesses,
      Throttle requests,
      AccountMessages messages,
      Audit audit,
      SignOutListener listener,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.passwords = passwords;
    this.sessions = sessions;
    this.guesses = guesses;
    this.requests = requests;
    this.messages = messages;
    this.audit = audit;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Changes the password of who knows it. All other sessions end, and so do all access tokens.
   *
   * @return an access token to go on with; empty if {@code current} is wrong
   * @throws ThrottledException after too many wrong ones
   */
  public Optional<String> change(Caller caller, String current, String fresh, String address) {
    @Nullable Credentials known =
        jdbi.withHandle(handle -> AccountStore.byId(handle, caller.account())).orElse(null);
    String email = known == null ? "" : known.account().email().value();
    guesses.check(email, address);
    if (!passwords.matches(current, known == null ? null : known.passwordHash()) || known == null) {
      guesses.failed(email, address);
      return Optional.empty();
    }
    guesses.succeeded(email, address);
    String hash = passwords.hash(fresh);
    Optional<Integer> version =
        jdbi.inTransaction(
            handle ->
                // Two changes at once: the second finds the version gone that it knew.
                AccountStore.setPassword(handle, caller.account(), hash, known.tokenVersion())
                    ? Optional.of(endOthers(handle, caller, known.tokenVersion() + 1, address))
                    : Optional.empty());
    listener.signedOut(caller.account());
    return version.map(now -> sessions.renewed(caller.account(), caller.session(), now));
  }

  private int endOthers(Handle handle, Caller caller, int version, String address) {
    audit.record(handle, Act.PASSWORD_CHANGED, caller.account(), address, "");
    SessionStore.revokeOthers(handle, caller.account(), caller.session(), clock.instant());
    PasswordResetStore.deleteAll(handle, caller.account());
    return version;
  }

  /**
   * Has a link sent to an address if there is an account; which of the two is the case makes no
   * difference here, neither in what is done nor in how long it takes.
   *
   * @throws ThrottledException if too many were asked for
   */
  public void ask(EmailAddress email, String address) {
    requests.check(email.value(), address);
    requests.failed(email.value(), address);
    jdbi.useTransaction(
        handle -> {
          messages.append(handle, AccountMessages.RESET_ASKED, email, email.value());
          audit.record(handle, Act.PASSWORD_RESET_ASKED, null, address, "");
        });
    messages.committed();
  }

  /** A token for a link to a new password; empty if there is no such account. */
  public Optional<String> link(EmailAddress email) {
    return jdbi.inTransaction(
        handle ->
            AccountStore.byEmail(handle, email)
                .map(known -> link(handle, known.account().id(), clock.instant())));
  }

  static String link(Handle handle, OwnerId account, Instant now) {
    OpaqueToken token = OpaqueToken.random();
    PasswordResetStore.insert(handle, account, token, now, now.plus(LINK_LIFETIME));
    return token.text();
  }

  /**
   * Sets the password of the account that a link was made for. Whoever had the account before loses
   * all of it: sessions, other links and app passwords.
   *
   * @return false if the link is not good, or not any more
   */
  public boolean redeem(String link, String fresh, String address) {
    Instant now = clock.instant();
    Optional<OpaqueToken> parsed = OpaqueToken.parse(link);
    if (parsed.isEmpty()
        || jdbi.withHandle(handle -> PasswordResetStore.find(handle, parsed.get(), now))
            .isEmpty()) {
      return false;
    }
    String hash = passwords.hash(fresh);
    Optional<OwnerId> account =
        jdbi.inTransaction(handle -> redeem(handle, parsed.get(), hash, address));
    account.ifPresent(listener::signedOut);
    return account.isPresent();
  }

  private Optional<OwnerId> redeem(Handle handle, OpaqueToken token, String hash, String address) {
    Instant now = clock.instant();
    Optional<OwnerId> account = PasswordResetStore.find(handle, token, now);
    if (account.isEmpty() || !PasswordResetStore.use(handle, token)) {
      return Optional.empty();
    }
    AccountStore.setPassword(handle, account.get(), hash);
    SessionStore.revokeOthers(handle, account.get(), "", now);
    PasswordResetStore.deleteAll(handle, account.get());
    AppPasswordStore.deleteAll(handle, account.get());
    audit.record(handle, Act.PASSWORD_RESET, account.get(), address, "");
    return account;
  }

  /** Forgets links that have expired. */
  public int prune() {
    return jdbi.inTransaction(handle -> PasswordResetStore.prune(handle, clock.instant()));
  }
}
