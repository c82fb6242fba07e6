package dev.scheduling.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The keys that sign access tokens: kept in the database, and so the same on every node and after a
 * restart. Thread-safe.
 */
public final class SigningKeys {

  /*
   * A key is made a while before it signs, so that every node has read it by then, and verifies for
   * a while after its successor has begun to sign, until what it signed has expired:
   *
   *   made --- PUBLISHED_FOR ---> signs --- until the next one signs ---> verifies --- KEPT_FOR ---> gone
   *
   * Nodes agree by the times in the database alone. The first key of all signs at once.
   */

  /** How old a key may get before a new one is made. */
  static final Duration ROTATED_AFTER = Duration.ofDays(30);

  /** How long a key is known before it signs; more than nodes take to read it. */
  static final Duration PUBLISHED_FOR = Duration.ofMinutes(5);

  /**
   * How long a key still verifies once another one signs; more than an access token is good for.
   */
  static final Duration KEPT_FOR = Duration.ofHours(1);

  private static final Duration READ_EVERY = Duration.ofMinutes(1);
  private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(10);

  private record Key(ECKey key, int generation, Instant made) {}

  private final Jdbi jdbi;
  private final InstantSource clock;
  private List<Key> keys = List.of();
  private Instant loadedAt = Instant.MIN;

  public SigningKeys(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** The key to sign with. */
  synchronized ECKey current() {
    loadIfOlderThan(READ_EVERY);
    if (keys.isEmpty()) {
      insert(1);
      load();
    }
    return signing().key();
  }

  /** The key that is named so; asks the database again where another node may have made it. */
  synchronized Optional<ECKey> named(String id) {
    loadIfOlderThan(READ_EVERY);
    Optional<ECKey> known = find(id);
    if (known.isEmpty()) {
      loadIfOlderThan(ASKED_AGAIN_AFTER);
      known = find(id);
    }
    return known;
  }

  /**
   * Makes a new key where the newest is old enough, and removes those that nothing was signed with
   * for long enough. To be called now and then, by any number of nodes.
   *
   * @return how many were removed
   */
  public synchronized int rotate() {
    load();
    if (keys.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    if (!keys.get(0).made().plus(ROTATED_AFTER).isAfter(now)) {
      insert(keys.get(0).generation() + 1);
      load();
    }
    Key signing = signing();
    if (signing.made().plus(PUBLISHED_FOR).plus(KEPT_FOR).isAfter(now)) {
      return 0;
    }
    int removed =
        jdbi.inTransaction(
            handle ->
                handle
                    .createUpdate("DELETE FROM signing_key WHERE generation < :signing")
                    .bind("signing", signing.generation())
                    .execute());
    load();
    return removed;
  }

  /** The newest key that has been known for long enough, or else the oldest. */
  private Key signing() {
    Instant now = clock.instant();
    return keys.stream()
        .filter(key -> !key.made().plus(PUBLISHED_FOR).isAfter(now))
        .findFirst()
        .orElseGet(() -> keys.get(keys.size() - 1));
  }

  private Optional<ECKey> find(String id) {
    return keys.stream().map(Key::key).filter(key -> key.getKeyID().equals(id)).findFirst();
  }

  private void loadIfOlderThan(Duration age) {
    if (!clock.instant().minus(age).isBefore(loadedAt)) {
      load();
    }
  }

  private void load() {
    keys =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT private_jwk, generation, created_at FROM signing_key"
                            + " ORDER BY generation DESC LIMIT 10")
                    .map(
                        (row, context) ->
                            new Key(
                                parse(row.getString(1)),
                                row.getInt(2),
                                Instant.ofEpochMilli(row.getLong(3))))
                    .list());
    loadedAt = clock.instant();
  }

  private void insert(int generation) {
    ECKey key = generate();
    try {
      jdbi.useTransaction(handle -> insert(handle, key, generation));
    } catch (JdbiException e) {
      // Another node made this generation meanwhile; ours is dropped and theirs is loaded.
      if (!AccountStore.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private void insert(Handle handle, ECKey key, int generation) {
    handle
        .createUpdate(
            "INSERT INTO signing_key (id, generation, private_jwk, created_at)"
                + " VALUES (:id, :generation, :jwk, :now)")
        .bind("id", key.getKeyID())
        .bind("generation", generation)
        .bind("jwk", key.toJSONString())
        .bind("now", clock.instant().toEpochMilli())
        .execute();
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }

  private static ECKey parse(String jwk) {
    try {
      return ECKey.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key in the database cannot be read", e);
    }
  }
}
