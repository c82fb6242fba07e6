package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
      String session,
      Sessions.Client client,
      Instant now,
      Instant expires) {
    handle
        .createUpdate(
            "INSERT INTO account_session (id, account_id, created_at, used_at, expires_at, address,"
                + " user_agent) VALUES (:id, :account, :now, :now, :expires, :address, :userAgent)")
        .bind("id", session)
        .bind("account", account.value())
        .bind("now", now.toEpochMilli())
        .bind("expires", expires.toEpochMilli())
        .bind("address", client.address())
        .bind("userAgent", shortened(client.userAgent()))
        .execute();
  }

  /**
   * Whether an account has sessions, but none in such a program. Another version of a program is no
   * other program.
   */
  static boolean isNewDevice(Handle handle, OwnerId account, String userAgent) {
    Set<String> known =
        handle
            .createQuery(
                "SELECT DISTINCT user_agent FROM account_session WHERE account_id = :account")
            .bind("account", account.value())
            .map((row, context) -> withoutVersions(row.getString(1)))
            .set();
    return !known.isEmpty() && !known.contains(withoutVersions(shortened(userAgent)));
  }

  private static String withoutVersions(String userAgent) {
    return userAgent.replaceAll("[0-9]+(?:[._][0-9]+)*", "");
  }

  /** Takes back a session that nobody got to know of. */
  static void delete(Handle handle, String session) {
    handle.createUpdate("DELETE FROM account_session WHERE id = :id").bind("id", session).execute();
  }

  private static String shortened(String userAgent) {
    return userAgent.length() <= LONGEST_USER_AGENT
        ? userAgent
        : userAgent.substring(0, LONGEST_USER_AGENT);
  }

  /** Notes that an open session is used, and tells whose it is; empty if it is over. */
  static Optional<Owner> use(Handle handle, String session, Instant now) {
    int used =
        handle
            .createUpdate(
                "UPDATE account_session SET used_at = :now WHERE id = :id AND revoked_at IS NULL"
                    + " AND expires_at > :now")
            .bind("id", session)
            .bind("now", now.toEpochMilli())
            .execute();
    return used == 0 ? Optional.empty() : owner(handle, session);
  }

  private static Optional<Owner> owner(Handle handle, String session) {
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

  /** Whose sessions of a list are not over, by session. */
  static Map<String, Owner> open(Handle handle, List<String> sessions) {
    return handle
        .createQuery(
            "SELECT s.id, a.id, a.token_version, s.expires_at FROM account_session s"
                + " JOIN account a ON a.id = s.account_id"
                + " WHERE s.id IN (<sessions>) AND s.revoked_at IS NULL")
        .bindList("sessions", sessions)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString(1),
                    new Owner(
                        OwnerId.of(row.getString(2)),
                        row.getInt(3),
                        Instant.ofEpochMilli(row.getLong(4)))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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

  /** Ends all sessions of an account but one; an empty {@code except} spares none. */
  static void revokeOthers(Handle handle, OwnerId account, String except, Instant now) {
    handle
        .createUpdate(
            "UPDATE account_session SET revoked_at = :now WHERE account_id = :account"
                + " AND id <> :except AND revoked_at IS NULL")
        .bind("account", account.value())
        .bind("except", except)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** Forgets at most {@code limit} sessions that have expired. */
  static int prune(Handle handle, Instant before, int limit) {
    List<String> old =
        handle
            .createQuery(
                "SELECT id FROM account_session WHERE expires_at < :before"
                    + " ORDER BY expires_at LIMIT :limit")
            .bind("before", before.toEpochMilli())
            .bind("limit", limit)
            .mapTo(String.class)
            .list();
    old.forEach(session -> delete(handle, session));
    return old.size();
  }
}
