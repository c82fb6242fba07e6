package dev.scheduling.server.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.scheduling.OwnerId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes and reads access tokens: JWTs signed with ES256 and nothing else. Thread-safe. */
final class AccessTokens {

  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String ISSUER = "scheduling";
  private static final String AUDIENCE = "scheduling-api";
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final String SESSION = "sid";
  private static final String VERSION = "ver";
  private static final int LONGEST = 2_048;

  /** What a token says that was signed by us and has not expired. */
  record Claims(OwnerId account, String session, int tokenVersion, Instant expiresAt) {}

  private final SigningKeys keys;
  private final InstantSource clock;

  AccessTokens(SigningKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  String issue(OwnerId account, String session, int tokenVersion) {
    ECKey key = keys.current();
    Instant now = clock.instant();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(account.value())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim(SESSION, session)
                .claim(VERSION, tokenVersion)
                .build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the access token could not be signed", e);
    }
    return jwt.serialize();
  }

  /** What the token says; empty for one that is not ours, is for something else, or has expired. */
  Optional<Claims> read(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      return isOurs(jwt) ? claims(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(SignedJWT jwt) throws JOSEException {
    JWSHeader header = jwt.getHeader();
    // The algorithm and the key are ours to choose; the header only says which of our keys it was.
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())
        || !TYPE.equals(header.getType())
        || header.getKeyID() == null) {
      return false;
    }
    Optional<ECKey> key = keys.named(header.getKeyID());
    return key.isPresent() && jwt.verify(new ECDSAVerifier(key.get()));
  }

  private Optional<Claims> claims(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    String subject = claims.getSubject();
    String session = claims.getStringClaim(SESSION);
    Integer version = claims.getIntegerClaim(VERSION);
    if (!ISSUER.equals(claims.getIssuer())
        || !List.of(AUDIENCE).equals(claims.getAudience())
        || expires == null
        || !now.isBefore(expires.toInstant())
        || (begins != null && now.isBefore(begins.toInstant()))
        || subject == null
        || session == null
        || version == null) {
      return Optional.empty();
    }
    return Optional.of(new Claims(OwnerId.of(subject), session, version, expires.toInstant()));
  }
}
