package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of links to a new password. Each call works inside the transaction of its handle. */
final class PasswordResetStore {

  private PasswordResetStore() {}

  static void insert(
      Handle handle, OwnerId account, OpaqueToken token, Instant now, Instant expires) {
    handle
        .createUpdate(
            "INSERT INTO password_reset (token_digest, account_id, created_at, expires_at)"
                + " VALUES (:digest, :account, :now, :expires)")
        .bind("digest", token.digest())
        .bind("account", account.value())
        .bind("now", now.toEpochMilli())
        .bind("expires", expires.toEpochMilli())
        .execute();
  }

  /** How many links an account was given since an instant, used ones apart. */
  static int countSince(Handle handle, OwnerId account, Instant since) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM password_reset WHERE account_id = :account"
                + " AND created_at > :since")
        .bind("account", account.value())
        .bind("since", since.toEpochMilli())
        .mapTo(Integer.class)
        .one();
  }

  static Optional<OwnerId> find(Handle handle, OpaqueToken token, Instant now) {
    return handle
        .createQuery(
            "SELECT account_id FROM password_reset WHERE token_digest = :digest"
                + " AND expires_at > :now")
        .bind("digest", token.digest())
        .bind("now", now.toEpochMilli())
        .map((row, context) -> OwnerId.of(row.getString(1)))
        .findOne();
  }

  /** Uses a link up; false if another did so first. */
  static boolean use(Handle handle, OpaqueToken token) {
    return handle
            .createUpdate("DELETE FROM password_reset WHERE token_digest = :digest")
            .bind("digest", token.digest())
            .execute()
        == 1;
  }

  static void deleteAll(Handle handle, OwnerId account) {
    handle
        .createUpdate("DELETE FROM password_reset WHERE account_id = :account")
        .bind("account", account.value())
        .execute();
  }

  static int prune(Handle handle, Instant before) {
    return handle
        .createUpdate("DELETE FROM password_reset WHERE expires_at < :before")
        .bind("before", before.toEpochMilli())
        .execute();
  }
}
