package dev.scheduling.server.channel;

import dev.scheduling.OwnerId;
import dev.scheduling.Transaction;
import dev.scheduling.notification.NotificationKind;
import dev.scheduling.server.account.AccountNotices;
import dev.scheduling.server.database.TransactionHandles;
import dev.scheduling.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where accounts can be reached, and which of it was given up. Thread-safe. */
public final class AddressBook {

  /** The most addresses of one kind that an account may have. */
  public static final int MOST = 20;

  private static final int LONGEST_CAUSE = 200;
  private static final String COLUMNS = "id, account_id, kind, target, secrets, off_cause";

  private final Jdbi jdbi;
  private final AccountNotices notices;
  private final InstantSource clock;

  /**
   * A book in the tables of the server.
   *
   * @param notices tells accounts of addresses that are given up
   */
  public AddressBook(Jdbi jdbi, AccountNotices notices, InstantSource clock) {
    this.jdbi = jdbi;
    this.notices = notices;
    this.clock = clock;
  }

  /** An account's addresses of one kind, the oldest first, also those that were given up. */
  List<Address> of(OwnerId account, Address.Kind kind) {
    return jdbi.withHandle(handle -> of(handle, account, kind));
  }

  private static List<Address> of(Handle handle, OwnerId account, Address.Kind kind) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM channel_address WHERE account_id = :account AND kind = :kind"
                + " ORDER BY created_at, id")
        .bind("account", account.value())
        .bind("kind", kind.word())
        .map((row, context) -> address(row))
        .list();
  }

  /**
   * The addresses of several accounts that are on, by account, each account's in the order of kinds
   * and the oldest first.
   */
  static Map<OwnerId, List<String>> on(
      Transaction tx, Set<OwnerId> accounts, SortedSet<Address.Kind> kinds) {
    Map<OwnerId, List<String>> on = new HashMap<>();
    for (Address.Kind kind : kinds) {
      TransactionHandles.useHandle(
          tx,
          handle ->
              handle
                  .createQuery(
                      "SELECT account_id, id FROM channel_address"
                          + " WHERE account_id IN (<accounts>) AND kind = :kind"
                          + " AND off_cause IS NULL ORDER BY created_at, id")
                  .bindList("accounts", accounts.stream().map(OwnerId::value).toList())
                  .bind("kind", kind.word())
                  .map(
                      (row, context) ->
                          on.computeIfAbsent(OwnerId.of(row.getString(1)), any -> new ArrayList<>())
                              .add(row.getString(2)))
                  .list());
    }
    return on;
  }

  /** Those of several accounts whose mail address was not given up. */
  static List<OwnerId> mailable(Transaction tx, Set<OwnerId> accounts) {
    return TransactionHandles.withHandle(
        tx,
        handle ->
            handle
                .createQuery(
                    "SELECT a.id FROM account a WHERE a.id IN (<accounts>) AND NOT EXISTS"
                        + " (SELECT 1 FROM channel_address c WHERE c.account_id = a.id"
                        + " AND c.kind = :kind AND c.target = a.email"
                        + " AND c.off_cause IS NOT NULL)")
                .bindList("accounts", accounts.stream().map(OwnerId::value).toList())
                .bind("kind", Address.Kind.EMAIL.word())
                .map((row, context) -> OwnerId.of(row.getString(1)))
                .list());
  }

  Optional<Address> find(OwnerId account, String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM channel_address WHERE account_id = :account AND id = :id")
                .bind("account", account.value())
                .bind("id", id)
                .map((row, context) -> address(row))
                .findOne());
  }

  /**
   * Adds an address, or takes the known one with the same target up again, with these secrets.
   *
   * @return empty if the account has {@value #MOST} others of the kind
   */
  Optional<Address> put(
      OwnerId account, Address.Kind kind, String target, @Nullable String secrets) {
    return jdbi.inTransaction(
        handle -> {
          lock(handle, account);
          String digest = digest(target);
          remove(handle, account, kind, digest);
          if (of(handle, account, kind).size() >= MOST) {
            return Optional.empty();
          }
          Address fresh =
              new Address(UUID.randomUUID().toString(), account, kind, target, secrets, null);
          insert(handle, fresh, digest);
          return Optional.of(fresh);
        });
  }

  /** Removes all addresses of a kind but one with this target, and adds that; or only removes. */
  void replace(OwnerId account, Address.Kind kind, @Nullable String target) {
    jdbi.useTransaction(
        handle -> {
          lock(handle, account);
          handle
              .createUpdate(
                  "DELETE FROM channel_address WHERE account_id = :account AND kind = :kind")
              .bind("account", account.value())
              .bind("kind", kind.word())
              .execute();
          if (target != null) {
            Address fresh =
                new Address(UUID.randomUUID().toString(), account, kind, target, null, null);
            insert(handle, fresh, digest(target));
          }
        });
  }

  boolean remove(OwnerId account, String id) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createUpdate(
                        "DELETE FROM channel_address WHERE account_id = :account AND id = :id")
                    .bind("account", account.value())
                    .bind("id", id)
                    .execute())
        == 1;
  }

  /** Two requests of one account at a time do not both see room for one more. */
  private static void lock(Handle handle, OwnerId account) {
    handle
        .createQuery("SELECT id FROM account WHERE id = :id FOR UPDATE")
        .bind("id", account.value())
        .mapTo(String.class)
        .findOne();
  }

  private static void remove(Handle handle, OwnerId account, Address.Kind kind, String digest) {
    handle
        .createUpdate(
            "DELETE FROM channel_address WHERE account_id = :account AND kind = :kind"
                + " AND target_digest = :digest")
        .bind("account", account.value())
        .bind("kind", kind.word())
        .bind("digest", digest)
        .execute();
  }

  private void insert(Handle handle, Address address, String digest) {
    handle
        .createUpdate(
            "INSERT INTO channel_address (id, account_id, kind, target, target_digest, secrets,"
                + " created_at, off_cause) VALUES (:id, :account, :kind, :target, :digest,"
                + " :secrets, :now, :cause)")
        .bind("id", address.id())
        .bind("account", address.account().value())
        .bind("kind", address.kind().word())
        .bind("target", address.target())
        .bind("digest", digest)
        .bind("secrets", address.secrets())
        .bind("now", clock.millis())
        .bind("cause", address.offCause())
        .execute();
  }

  /** Whether a target was given up. */
  Optional<String> offCause(OwnerId account, Address.Kind kind, String target) {
    return of(account, kind).stream()
        .filter(address -> address.target().equals(target))
        .findFirst()
        .map(Address::offCause);
  }

  /**
   * Gives a target up, and lets the account know by the other channels. Once only: what is off
   * stays off.
   *
   * @param channel what preferences call the channel
   */
  void switchOff(OwnerId account, Address.Kind kind, String target, String channel, String cause) {
    String shortened = cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE);
    jdbi.useTransaction(
        handle -> {
          lock(handle, account);
          Optional<Address> known =
              of(handle, account, kind).stream()
                  .filter(address -> address.target().equals(target))
                  .findFirst();
          if (known.map(address -> !address.isOn()).orElse(false)) {
            return;
          }
          if (known.isPresent()) {
            handle
                .createUpdate("UPDATE channel_address SET off_cause = :cause WHERE id = :id")
                .bind("cause", shortened)
                .bind("id", known.get().id())
                .execute();
          } else if (kind == Address.Kind.EMAIL) {
            insert(
                handle,
                new Address(UUID.randomUUID().toString(), account, kind, target, null, shortened),
                digest(target));
          } else {
            return; // It was removed meanwhile.
          }
          notices.append(
              handle,
              account,
              NotificationKind.CHANNEL_OFF,
              Json.object().put("channel", channel).put("cause", shortened));
        });
  }

  private static Address address(ResultSet row) throws SQLException {
    return new Address(
        row.getString("id"),
        OwnerId.of(row.getString("account_id")),
        Address.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("target"),
        row.getString("secrets"),
        row.getString("off_cause"));
  }

  private static String digest(String target) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(target.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
