package dev.scheduling.server.channel;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The key by which push services know this server (VAPID, RFC 8292), made once and kept in the
 * database: every subscription is bound to it. Thread-safe.
 */
public final class VapidKeys {

  private static final Duration LIFETIME = Duration.ofHours(12);

  private final Jdbi jdbi;
  private final String contact;
  private final InstantSource clock;
  private volatile @Nullable ECKey key;

  /**
   * The key of a database.
   *
   * @param contact whom a push service can write to about this server: a mailto: or https: address
   */
  VapidKeys(Jdbi jdbi, String contact, InstantSource clock) {
    this.jdbi = jdbi;
    this.contact = contact;
    this.clock = clock;
  }

  /** The public key, as the page hands it to the browser: an uncompressed point in base64url. */
  public String publicKey() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(PushEncryption.point(key().toECPublicKey()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key cannot be read", e);
    }
  }

  /** The Authorization header for a call to a push service (RFC 8292 section 3). */
  String authorization(URI endpoint) {
    String origin =
        endpoint.getScheme()
            + "://"
            + endpoint.getHost()
            + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.ES256),
            new JWTClaimsSet.Builder()
                .audience(origin)
                .expirationTime(Date.from(clock.instant().plus(LIFETIME)))
                .subject(contact)
                .build());
    try {
      token.sign(new ECDSASigner(key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the token cannot be signed", e);
    }
    return "vapid t=" + token.serialize() + ", k=" + publicKey();
  }

  private ECKey key() {
    ECKey known = key;
    if (known == null) {
      known = find().orElseGet(this::make);
      key = known;
    }
    return known;
  }

  private Optional<ECKey> find() {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT private_key FROM vapid_key WHERE id = 1")
                    .mapTo(String.class)
                    .findOne())
        .map(VapidKeys::read);
  }

  private static ECKey read(String text) {
    try {
      return ECKey.parse(text);
    } catch (ParseException e) {
      throw new IllegalStateException("the key in the database cannot be read", e);
    }
  }

  private ECKey make() {
    KeyPair pair = PushEncryption.keyPair();
    ECKey fresh =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
            .privateKey(pair.getPrivate())
            .build();
    try {
      jdbi.useHandle(
          handle ->
              handle
                  .createUpdate("INSERT INTO vapid_key (id, private_key) VALUES (1, :key)")
                  .bind("key", fresh.toJSONString())
                  .execute());
      return fresh;
    } catch (JdbiException e) {
      // Another node was first; if not, the database has another trouble.
      return find().orElseThrow(() -> e);
    }
  }
}
