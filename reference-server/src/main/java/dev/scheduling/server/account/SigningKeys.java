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
 * The keys that sign access tokens: made once, kept in the database, and so the same on every node
 * and after a restart. The newest signs; all of them verify. Thread-safe.
 */
final class SigningKeys {

  private static final Duration RELOAD_AT_MOST_EVERY = Duration.ofSeconds(10);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private List<ECKey> keys = List.of();
  private Instant loadedAt = Instant.MIN;

  SigningKeys(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** The key to sign with. */
  synchronized ECKey current() {
    if (keys.isEmpty()) {
      load();
    }
    if (keys.isEmpty()) {
      insertFirst();
      load();
    }
    return keys.get(0);
  }

  /** The key that is named so; asks the database again where another node may have made it. */
  synchronized Optional<ECKey> named(String id) {
    Optional<ECKey> known = find(id);
    if (known.isEmpty() && clock.instant().isAfter(loadedAt.plus(RELOAD_AT_MOST_EVERY))) {
      load();
      known = find(id);
    }
    return known;
  }

  private Optional<ECKey> find(String id) {
    return keys.stream().filter(key -> key.getKeyID().equals(id)).findFirst();
  }

  private void load() {
    loadedAt = clock.instant();
    keys =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT private_jwk FROM signing_key ORDER BY generation DESC LIMIT 10")
                    .map((row, context) -> parse(row.getString(1)))
                    .list());
  }

  private void insertFirst() {
    ECKey key = generate();
    try {
      jdbi.useTransaction(handle -> insert(handle, key, 1));
    } catch (JdbiException e) {
      // Another node made the first key meanwhile; ours is dropped and theirs is loaded.
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
