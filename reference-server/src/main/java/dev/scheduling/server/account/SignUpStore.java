package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of accounts that wait for their address to be confirmed. */
final class SignUpStore {

  /** An account in waiting. */
  record SignUp(Account account, String passwordHash) {}

  private SignUpStore() {}

  static void insert(
      Handle handle, Account account, String passwordHash, Instant now, Instant expires) {
    handle
        .createUpdate(
            "INSERT INTO sign_up (id, email, name, time_zone, locale, password_hash, created_at,"
                + " expires_at) VALUES (:id, :email, :name, :timeZone, :locale, :hash, :now,"
                + " :expires)")
        .bind("id", account.id().value())
        .bind("email", account.email().value())
        .bind("name", account.name())
        .bind("timeZone", account.timeZone().getId())
        .bind("locale", account.locale())
        .bind("hash", passwordHash)
        .bind("now", now.toEpochMilli())
        .bind("expires", expires.toEpochMilli())
        .execute();
  }

  static Optional<SignUp> byId(Handle handle, String id) {
    return find(handle, "id = :value", id);
  }

  static Optional<SignUp> byToken(Handle handle, OpaqueToken token, Instant now) {
    return find(
        handle, "token_digest = :value AND expires_at > " + now.toEpochMilli(), token.digest());
  }

  private static Optional<SignUp> find(Handle handle, String condition, String value) {
    return handle
        .createQuery(
            "SELECT id, email, name, time_zone, locale, password_hash FROM sign_up WHERE "
                + condition)
        .bind("value", value)
        .map(
            (row, context) ->
                new SignUp(
                    new Account(
                        OwnerId.of(row.getString(1)),
                        new EmailAddress(row.getString(2)),
                        row.getString(3),
                        ZoneId.of(row.getString(4)),
                        row.getString(5),
                        false),
                    row.getString(6)))
        .findOne();
  }

  /** How many sign-ups for an address came since an instant. */
  static int countSince(Handle handle, EmailAddress email, Instant since) {
    return handle
        .createQuery("SELECT COUNT(*) FROM sign_up WHERE email = :email AND created_at > :since")
        .bind("email", email.value())
        .bind("since", since.toEpochMilli())
        .mapTo(Integer.class)
        .one();
  }

  /** Makes a token the one that confirms a sign-up. */
  static void confirmWith(Handle handle, OwnerId id, OpaqueToken token) {
    handle
        .createUpdate("UPDATE sign_up SET token_digest = :digest WHERE id = :id")
        .bind("id", id.value())
        .bind("digest", token.digest())
        .execute();
  }

  static void deleteAll(Handle handle, EmailAddress email) {
    handle
        .createUpdate("DELETE FROM sign_up WHERE email = :email")
        .bind("email", email.value())
        .execute();
  }

  static int prune(Handle handle, Instant before) {
    return handle
        .createUpdate("DELETE FROM sign_up WHERE expires_at < :before")
        .bind("before", before.toEpochMilli())
        .execute();
  }
}
