package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The rows of accounts. Each call works inside the transaction of its handle. */
final class AccountStore {

  /** An account and what proves that somebody is its owner. */
  record Credentials(Account account, String passwordHash, int tokenVersion) {}

  private static final String COLUMNS =
      "id, email, name, time_zone, locale, administrator, password_hash, token_version";

  private AccountStore() {}

  /**
   * Adds an account.
   *
   * @throws EmailTakenException if another has the address
   */
  static void insert(Handle handle, Account account, String passwordHash, Instant now) {
    try {
      handle
          .createUpdate(
              "INSERT INTO account (id, email, name, time_zone, locale, administrator,"
                  + " password_hash, token_version, created_at) VALUES (:id, :email, :name,"
                  + " :timeZone, :locale, :administrator, :hash, 1, :now)")
          .bind("id", account.id().value())
          .bind("email", account.email().value())
          .bind("name", account.name())
          .bind("timeZone", account.timeZone().getId())
          .bind("locale", account.locale())
          .bind("administrator", account.administrator())
          .bind("hash", passwordHash)
          .bind("now", now.toEpochMilli())
          .execute();
    } catch (JdbiException e) {
      throw isDuplicate(e) ? new EmailTakenException() : e;
    }
  }

  /** Notes that the server was set up; false if it was before. */
  static boolean insertInstallation(Handle handle, Instant now) {
    try {
      handle
          .createUpdate("INSERT INTO installation (id, set_up_at) VALUES (1, :now)")
          .bind("now", now.toEpochMilli())
          .execute();
      return true;
    } catch (JdbiException e) {
      if (isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  static boolean isInstalled(Handle handle) {
    return handle
        .createQuery("SELECT id FROM installation WHERE id = 1")
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static Optional<Credentials> byEmail(Handle handle, EmailAddress email) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM account WHERE email = :email")
        .bind("email", email.value())
        .map((row, context) -> credentials(row))
        .findOne();
  }

  static Optional<Credentials> byId(Handle handle, OwnerId id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM account WHERE id = :id")
        .bind("id", id.value())
        .map((row, context) -> credentials(row))
        .findOne();
  }

  /** Those of some accounts that there are. */
  static Set<OwnerId> known(Handle handle, Set<OwnerId> ids) {
    return new HashSet<>(
        handle
            .createQuery("SELECT id FROM account WHERE id IN (<ids>)")
            .bindList("ids", ids.stream().map(OwnerId::value).toList())
            .map((row, context) -> OwnerId.of(row.getString(1)))
            .list());
  }

  static void update(Handle handle, Account account) {
    handle
        .createUpdate(
            "UPDATE account SET name = :name, time_zone = :timeZone, locale = :locale"
                + " WHERE id = :id")
        .bind("id", account.id().value())
        .bind("name", account.name())
        .bind("timeZone", account.timeZone().getId())
        .bind("locale", account.locale())
        .execute();
  }

  /** Locks an account until the transaction ends; false if there is none. */
  static boolean lock(Handle handle, OwnerId id) {
    return handle
        .createQuery("SELECT id FROM account WHERE id = :id FOR UPDATE")
        .bind("id", id.value())
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  /** Sets the password; all access tokens that were made before are void. */
  static void setPassword(Handle handle, OwnerId id, String hash) {
    handle
        .createUpdate(
            "UPDATE account SET password_hash = :hash, token_version = token_version + 1"
                + " WHERE id = :id")
        .bind("id", id.value())
        .bind("hash", hash)
        .execute();
  }

  /** The same, unless it was set since the version {@code known}; false if it was. */
  static boolean setPassword(Handle handle, OwnerId id, String hash, int known) {
    return handle
            .createUpdate(
                "UPDATE account SET password_hash = :hash, token_version = :next"
                    + " WHERE id = :id AND token_version = :known")
            .bind("id", id.value())
            .bind("hash", hash)
            .bind("known", known)
            .bind("next", known + 1)
            .execute()
        == 1;
  }

  private static Credentials credentials(ResultSet row) throws SQLException {
    return new Credentials(
        new Account(
            OwnerId.of(row.getString("id")),
            new EmailAddress(row.getString("email")),
            row.getString("name"),
            ZoneId.of(row.getString("time_zone")),
            row.getString("locale"),
            row.getBoolean("administrator")),
        row.getString("password_hash"),
        row.getInt("token_version"));
  }

  /** Whether a row with the same key was there already. */
  static boolean isDuplicate(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLIntegrityConstraintViolationException) {
        return true;
      }
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("23");
      }
    }
    return false;
  }
}
