package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who has an account, and how one comes to it. Thread-safe. */
public final class Accounts {

  /** What has to exist for every new account; runs in the transaction that makes the account. */
  @FunctionalInterface
  public interface Furnishing {
    void furnish(Handle handle, Account account);
  }

  /** What became of an attempt to set the server up. */
  public enum SetUp {
    DONE,
    WRONG_TOKEN,
    DONE_BEFORE,
  }

  private final Jdbi jdbi;
  private final Passwords passwords;
  private final InstantSource clock;
  private final Furnishing furnishing;
  private final SignOutListener listener;
  private final Audit audit;
  private final byte[] setupToken;

  public Accounts(
      Jdbi jdbi,
      Passwords passwords,
      InstantSource clock,
      Furnishing furnishing,
      SignOutListener listener,
      Audit audit,
      String setupToken) {
    this.jdbi = jdbi;
    this.passwords = passwords;
    this.clock = clock;
    this.furnishing = furnishing;
    this.listener = listener;
    this.audit = audit;
    this.setupToken = setupToken.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the administrator's account was made. */
  public boolean isSetUp() {
    return jdbi.withHandle(AccountStore::isInstalled);
  }

  /** Makes the administrator's account, once, for who knows the set-up token. */
  public SetUp setUp(String token, EmailAddress email, String password, String address) {
    if (isSetUp()) {
      return SetUp.DONE_BEFORE;
    }
    if (!MessageDigest.isEqual(setupToken, token.getBytes(StandardCharsets.UTF_8))) {
      audit.record(Act.SET_UP_REFUSED, null, address, "");
      return SetUp.WRONG_TOKEN;
    }
    Account account = newAccount(email, "", ZoneId.of("UTC"), "en", true);
    String hash = passwords.hash(password);
    boolean first =
        jdbi.inTransaction(
            handle -> {
              // Two at once meet at the primary key, and the second finds it taken.
              if (!AccountStore.insertInstallation(handle, clock.instant())) {
                handle.rollback();
                return false;
              }
              insert(handle, account, hash);
              audit.record(handle, Act.SERVER_SET_UP, account.id(), address, "");
              return true;
            });
    return first ? SetUp.DONE : SetUp.DONE_BEFORE;
  }

  /**
   * Makes an account.
   *
   * @param account as it will be
   * @throws EmailTakenException if another has the address
   */
  public void signUp(Account account, String password, String address) {
    String hash = passwords.hash(password);
    jdbi.useTransaction(
        handle -> {
          insert(handle, account, hash);
          audit.record(handle, Act.ACCOUNT_CREATED, account.id(), address, "");
        });
  }

  /** An account as it will be, under a new id. */
  public static Account newAccount(
      EmailAddress email, String name, ZoneId timeZone, String locale, boolean administrator) {
    return new Account(OwnerId.random(), email, name, timeZone, locale, administrator);
  }

  void insert(Handle handle, Account account, String hash) {
    AccountStore.insert(handle, account, hash, clock.instant());
    furnishing.furnish(handle, account);
  }

  public Optional<Account> find(OwnerId id) {
    return jdbi.withHandle(handle -> AccountStore.byId(handle, id))
        .map(AccountStore.Credentials::account);
  }

  /** Changes the name, the zone and the locale; what is null stays. */
  public Optional<Account> change(
      OwnerId id, @Nullable String name, @Nullable ZoneId timeZone, @Nullable String locale) {
    return jdbi.inTransaction(
        handle ->
            AccountStore.byId(handle, id)
                .map(AccountStore.Credentials::account)
                .map(
                    old -> {
                      Account changed =
                          new Account(
                              old.id(),
                              old.email(),
                              name == null ? old.name() : name,
                              timeZone == null ? old.timeZone() : timeZone,
                              locale == null ? old.locale() : locale,
                              old.administrator());
                      AccountStore.update(handle, changed);
                      return changed;
                    }));
  }

  /** Deletes an account with all that belongs to it. */
  public void delete(OwnerId id, String address) {
    jdbi.useTransaction(
        handle -> {
          if (AccountErasure.erase(handle, id)) {
            audit.record(handle, Act.ACCOUNT_DELETED, id, address, "");
          }
        });
    listener.signedOut(id);
  }
}
