package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of sessions. Each call works inside the transaction of its handle. */
final class SessionStore {

  private static final int LONGEST_USER_AGENT = 200;

  /** Whom a session belongs to. */
  record Owner(OwnerId account, int tokenVersion, Instant expires) {}

  private SessionStore() {}

  static void insert(
      Handle handle,
      OwnerId account,
      RefreshToken token,
      Sessions.Client client,
      Instant now,
      Instant expires) {
    handle
        .createUpdate(
            "INSERT INTO account_session (id, account_id, token_digest, created_at, used_at,"
                + " expires_at, address, user_agent) VALUES (:id, :account, :digest, :now, :now,"
                + " :expires, :address, :userAgent)")
        .bind("id", token.session())
        .bind("account", account.value())
        .bind("digest", token.digest())
        .bind("now", now.toEpochMilli())
        .bind("expires", expires.toEpochMilli())
        .bind("address", client.address())
        .bind("userAgent", shortened(client.userAgent()))
        .execute();
  }

  private static String shortened(String userAgent) {
    return userAgent.length() <= LONGEST_USER_AGENT
        ? userAgent
        : userAgent.substring(0, LONGEST_USER_AGENT);
  }

  /** Replaces the session's token by the next one, if {@code old} is the good one. */
  static boolean rotate(Handle handle, RefreshToken old, RefreshToken next, Instant now) {
    // One statement compares and sets, so of two that come with the same token one loses.
    return handle
            .createUpdate(
                "UPDATE account_session SET token_digest = :next, used_at = :now WHERE id = :id"
                    + " AND token_digest = :old AND revoked_at IS NULL AND expires_at > :now")
            .bind("id", old.session())
            .bind("old", old.digest())
            .bind("next", next.digest())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  static Optional<Owner> owner(Handle handle, String session) {
    return handle
        .createQuery(
            "SELECT a.id, a.token_version, s.expires_at FROM account_session s"
                + " JOIN account a ON a.id = s.account_id WHERE s.id = :id")
        .bind("id", session)
        .map(
            (row, context) ->
                new Owner(
                    OwnerId.of(row.getString(1)),
                    row.getInt(2),
                    Instant.ofEpochMilli(row.getLong(3))))
        .findOne();
  }

  /** Whether who has the session is an administrator; empty if the session is over. */
  static Optional<Boolean> isAdministrator(
      Handle handle, OwnerId account, String session, int tokenVersion) {
    return handle
        .createQuery(
            "SELECT a.administrator FROM account_session s JOIN account a ON a.id = s.account_id"
                + " WHERE s.id = :session AND a.id = :account AND a.token_version = :version"
                + " AND s.revoked_at IS NULL")
        .bind("session", session)
        .bind("account", account.value())
        .bind("version", tokenVersion)
        .map((row, context) -> row.getBoolean(1))
        .findOne();
  }

  static List<Sessions.Session> list(Handle handle, OwnerId account, Instant now, int limit) {
    return handle
        .createQuery(
            "SELECT id, created_at, used_at, expires_at, address, user_agent FROM account_session"
                + " WHERE account_id = :account AND revoked_at IS NULL AND expires_at > :now"
                + " ORDER BY used_at DESC, id LIMIT :limit")
        .bind("account", account.value())
        .bind("now", now.toEpochMilli())
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Sessions.Session(
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    Instant.ofEpochMilli(row.getLong(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    row.getString(5),
                    row.getString(6)))
        .list();
  }

  /** Ends a session whoever has it: one of its used tokens came back. */
  static void revoke(Handle handle, String session, Instant now) {
    handle
        .createUpdate(
            "UPDATE account_session SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
        .bind("id", session)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  static boolean revoke(Handle handle, OwnerId account, String session, Instant now) {
    return handle
            .createUpdate(
                "UPDATE account_session SET revoked_at = :now WHERE id = :id"
                    + " AND account_id = :account AND revoked_at IS NULL")
            .bind("id", session)
            .bind("account", account.value())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  static void revokeAll(Handle handle, OwnerId account, Instant now) {
    handle
        .createUpdate(
            "UPDATE account_session SET revoked_at = :now WHERE account_id = :account"
                + " AND revoked_at IS NULL")
        .bind("account", account.value())
        .bind("now", now.toEpochMilli())
        .execute();
  }
}
