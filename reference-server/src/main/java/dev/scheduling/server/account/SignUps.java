package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Making an account where mail is configured: it exists once its address was confirmed. Until then
 * nobody can tell an address that has an account from one that has none. Thread-safe.
 */
public final class SignUps {

  /** How long a link that confirms an address is good. */
  static final Duration LINK_LIFETIME = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final Passwords passwords;
  private final Accounts accounts;
  private final Throttle requests;
  private final AccountMessages messages;
  private final Audit audit;
  private final InstantSource clock;

  /**
   * Sign-ups by mail.
   *
   * @param requests counts those who ask for mail
   */
  public SignUps(
      Jdbi jdbi,
      Passwords passwords,
      Accounts accounts,
      Throttle requests,
      AccountMessages messages,
      Audit audit,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.passwords = passwords;
    this.accounts = accounts;
    this.requests = requests;
    this.messages = messages;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Asks for an account. Whether the address has one already makes no difference here; the mail
   * tells.
   *
   * @param account as it will be
   * @throws ThrottledException if too many were asked for
   */
  public void ask(Account account, String password, String address) {
    requests.count(account.email().value(), address);
    String hash = passwords.hash(password);
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle -> {
          SignUpStore.insert(handle, account, hash, now, now.plus(LINK_LIFETIME));
          messages.append(handle, AccountMessages.SIGNED_UP, account.email(), account.id().value());
        });
    messages.committed();
  }

  /** Makes the account whose address a link confirms; empty if the link is not good any more. */
  public Optional<Account> confirm(String link, String address) {
    Instant now = clock.instant();
    return OpaqueToken.parse(link).flatMap(token -> confirm(token, now, address));
  }

  private Optional<Account> confirm(OpaqueToken token, Instant now, String address) {
    try {
      return jdbi.inTransaction(
          handle -> {
            Optional<SignUpStore.SignUp> waiting = SignUpStore.byToken(handle, token, now);
            waiting.ifPresent(
                signUp -> {
                  accounts.insert(handle, signUp.account(), signUp.passwordHash());
                  OwnerId id = signUp.account().id();
                  audit.record(handle, Act.ACCOUNT_CREATED, id, address, "");
                  audit.record(handle, Act.EMAIL_VERIFIED, id, address, "");
                  SignUpStore.deleteAll(handle, signUp.account().email());
                });
            return waiting.map(SignUpStore.SignUp::account);
          });
    } catch (EmailTakenException e) {
      // Another link for the address was followed first.
      return Optional.empty();
    }
  }

  /** Forgets sign-ups that were not confirmed in time. */
  public int prune() {
    return jdbi.inTransaction(handle -> SignUpStore.prune(handle, clock.instant()));
  }
}
