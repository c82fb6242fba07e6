package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import dev.scheduling.server.audit.Act;
import dev.scheduling.server.audit.Audit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Passwords for programs: each is shown once, kept as a digest, good for its scopes alone and never
 * for the account itself. Thread-safe.
 */
public final class AppPasswords {

  /** The most that an account may have. */
  public static final int MOST = 50;

  // Says what it is where it is found by accident.
  private static final String PREFIX = "scheduling_";
  private static final Duration USE_NOTED_EVERY = Duration.ofHours(1);

  /**
   * An app password that was just made.
   *
   * @param secret what the program is to be told; it cannot be asked for again
   */
  public record Made(AppPassword password, String secret) {}

  private final Jdbi jdbi;
  private final Audit audit;
  private final InstantSource clock;

  public AppPasswords(Jdbi jdbi, Audit audit, InstantSource clock) {
    this.jdbi = jdbi;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes one; empty if the account has {@value #MOST} already. */
  public Optional<Made> make(
      OwnerId account, String name, Set<Scope> scopes, @Nullable Instant expires, String address) {
    OpaqueToken secret = OpaqueToken.random();
    AppPassword made =
        new AppPassword(UUID.randomUUID().toString(), name, scopes, clock.instant(), expires, null);
    return jdbi.inTransaction(
        handle -> {
          AccountStore.lock(handle, account);
          if (AppPasswordStore.count(handle, account) >= MOST) {
            return Optional.empty();
          }
          AppPasswordStore.insert(handle, account, made, secret);
          audit.record(handle, Act.APP_PASSWORD_CREATED, account, address, made.id());
          return Optional.of(new Made(made, PREFIX + secret.text()));
        });
  }

  /** Those of an account, the newest first. */
  public List<AppPassword> list(OwnerId account) {
    return jdbi.withHandle(handle -> AppPasswordStore.list(handle, account, MOST));
  }

  /** Deletes one of an account; false if it has none that is named so. */
  public boolean delete(OwnerId account, String id, String address) {
    return jdbi.inTransaction(
        handle -> {
          boolean deleted = AppPasswordStore.delete(handle, account, id);
          if (deleted) {
            audit.record(handle, Act.APP_PASSWORD_REVOKED, account, address, id);
          }
          return deleted;
        });
  }

  /**
   * Who an app password speaks for; empty if it is not good, or not any more.
   *
   * @param email whose it has to be; null for whosever it is
   */
  public Optional<Caller> authenticate(String secret, @Nullable EmailAddress email) {
    Instant now = clock.instant();
    if (!secret.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return OpaqueToken.parse(secret.substring(PREFIX.length()))
        .flatMap(token -> jdbi.withHandle(handle -> AppPasswordStore.find(handle, token, now)))
        .filter(found -> email == null || found.email().equals(email))
        .map(
            found -> {
              noteUse(found.password(), now);
              Instant expires = found.password().expires();
              return new Caller(
                  found.account(),
                  "",
                  0,
                  false,
                  expires == null ? Instant.MAX : expires,
                  found.password().scopes());
            });
  }

  private void noteUse(AppPassword password, Instant now) {
    Instant used = password.used();
    if (used == null || used.plus(USE_NOTED_EVERY).isBefore(now)) {
      jdbi.useHandle(handle -> AppPasswordStore.use(handle, password.id(), now));
    }
  }
}
