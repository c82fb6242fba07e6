package dev.scheduling.server.account;

import dev.scheduling.OwnerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of app passwords. Each call works inside the transaction of its handle. */
final class AppPasswordStore {

  /** An app password that is good, and whose it is. */
  record Found(AppPassword password, OwnerId account, EmailAddress email) {}

  private static final String COLUMNS =
      "p.id, p.name, p.scopes, p.created_at, p.expires_at, p.used_at";

  private AppPasswordStore() {}

  static void insert(Handle handle, OwnerId account, AppPassword password, OpaqueToken secret) {
    handle
        .createUpdate(
            "INSERT INTO app_password (id, account_id, name, secret_digest, scopes, created_at,"
                + " expires_at) VALUES (:id, :account, :name, :digest, :scopes, :created,"
                + " :expires)")
        .bind("id", password.id())
        .bind("account", account.value())
        .bind("name", password.name())
        .bind("digest", secret.digest())
        .bind(
            "scopes",
            password.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(" ")))
        .bind("created", password.created().toEpochMilli())
        .bind("expires", password.expires() == null ? null : password.expires().toEpochMilli())
        .execute();
  }

  static int count(Handle handle, OwnerId account) {
    return handle
        .createQuery("SELECT COUNT(*) FROM app_password WHERE account_id = :account")
        .bind("account", account.value())
        .mapTo(Integer.class)
        .one();
  }

  static List<AppPassword> list(Handle handle, OwnerId account, int limit) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM app_password p WHERE p.account_id = :account"
                + " ORDER BY p.created_at DESC, p.id LIMIT :limit")
        .bind("account", account.value())
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Found> find(Handle handle, OpaqueToken secret, Instant now) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + ", a.id, a.email FROM app_password p JOIN account a ON a.id = p.account_id"
                + " WHERE p.secret_digest = :digest"
                + " AND (p.expires_at IS NULL OR p.expires_at > :now)")
        .bind("digest", secret.digest())
        .bind("now", now.toEpochMilli())
        .map(
            (row, context) ->
                new Found(
                    read(row), OwnerId.of(row.getString(7)), new EmailAddress(row.getString(8))))
        .findOne();
  }

  static void use(Handle handle, String id, Instant now) {
    handle
        .createUpdate("UPDATE app_password SET used_at = :now WHERE id = :id")
        .bind("id", id)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  static boolean delete(Handle handle, OwnerId account, String id) {
    return handle
            .createUpdate("DELETE FROM app_password WHERE id = :id AND account_id = :account")
            .bind("id", id)
            .bind("account", account.value())
            .execute()
        == 1;
  }

  static void deleteAll(Handle handle, OwnerId account) {
    handle
        .createUpdate("DELETE FROM app_password WHERE account_id = :account")
        .bind("account", account.value())
        .execute();
  }

  private static AppPassword read(ResultSet row) throws SQLException {
    Set<Scope> scopes =
        Arrays.stream(row.getString(3).split(" "))
            .flatMap(word -> Scope.ofAppPassword(word).stream())
            .collect(Collectors.toSet());
    return new AppPassword(
        row.getString(1),
        row.getString(2),
        scopes,
        Instant.ofEpochMilli(row.getLong(4)),
        instant(row, 5),
        instant(row, 6));
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
