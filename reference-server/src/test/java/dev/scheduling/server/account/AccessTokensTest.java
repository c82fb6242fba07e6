package dev.scheduling.server.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.scheduling.OwnerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AccessTokensTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private Instant now = NOON;
  private Jdbi jdbi;
  private Handle open;
  private SigningKeys keys;
  private AccessTokens tokens;

  @BeforeEach
  void prepare() {
    jdbi = Jdbi.create("jdbc:h2:mem:" + UUID.randomUUID());
    // A database in memory lives as long as somebody is connected.
    open = jdbi.open();
    open.execute(
        "CREATE TABLE signing_key (id varchar(64) PRIMARY KEY, generation int UNIQUE,"
            + " private_jwk varchar(1000), created_at bigint)");
    keys = new SigningKeys(jdbi, () -> now);
    tokens = new AccessTokens(keys, () -> now);
  }

  @AfterEach
  void drop() {
    open.close();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("scheduling")
        .audience("scheduling-api")
        .subject("ada")
        .claim("sid", "s1")
        .claim("ver", 1)
        .expirationTime(Date.from(NOON.plusSeconds(60)));
  }

  private JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(new JOSEObjectType("at+jwt"))
        .keyID(keys.current().getKeyID());
  }

  private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws Exception {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private void assertRefused(String token) {
    assertTrue(tokens.read(token).isEmpty(), token);
  }

  @Test
  void aTokenSaysForWhomUntilItExpires() {
    String token = tokens.issue(OwnerId.of("ada"), "s1", 3);
    AccessTokens.Claims claims = tokens.read(token).orElseThrow();
    assertEquals(OwnerId.of("ada"), claims.account());
    assertEquals("s1", claims.session());
    assertEquals(3, claims.tokenVersion());
    assertEquals(NOON.plus(Duration.ofMinutes(10)), claims.expiresAt());
    now = NOON.plus(Duration.ofMinutes(10)).minusSeconds(1);
    assertTrue(tokens.read(token).isPresent());
    now = now.plusSeconds(1);
    assertRefused(token);
  }

  @Test
  void anotherProcessOnTheSameDatabaseReadsIt() {
    String token = tokens.issue(OwnerId.of("ada"), "s1", 1);
    AccessTokens other = new AccessTokens(new SigningKeys(jdbi, () -> now), () -> now);
    assertTrue(other.read(token).isPresent());
  }

  @Test
  void onlyOurAlgorithmAndOurKeysAreTaken() throws Exception {
    ECKey ours = keys.current();
    assertTrue(
        tokens.read(signed(header().build(), claims().build(), new ECDSASigner(ours))).isPresent());

    assertRefused(new PlainJWT(claims().build()).serialize());
    byte[] publicKey = ours.toECPublicKey().getEncoded();
    JWSHeader mac =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(new JOSEObjectType("at+jwt"))
            .keyID(ours.getKeyID())
            .build();
    assertRefused(signed(mac, claims().build(), new MACSigner(publicKey)));

    ECKey theirs = new ECKeyGenerator(Curve.P_256).keyID(ours.getKeyID()).generate();
    assertRefused(signed(header().build(), claims().build(), new ECDSASigner(theirs)));
    JWSHeader withTheirKey = header().jwk(theirs.toPublicJWK()).build();
    assertRefused(signed(withTheirKey, claims().build(), new ECDSASigner(theirs)));
    for (String id : new String[] {"../../dev/null", "' OR 1=1--", "", "unknown"}) {
      assertRefused(signed(header().keyID(id).build(), claims().build(), new ECDSASigner(ours)));
    }
  }

  @Test
  void aTokenForSomethingElseIsRefused() throws Exception {
    ECDSASigner signer = new ECDSASigner(keys.current());
    JWSHeader header = header().build();
    assertRefused(signed(header, claims().issuer("another").build(), signer));
    assertRefused(signed(header, claims().audience("another").build(), signer));
    assertRefused(signed(header, claims().subject(null).build(), signer));
    assertRefused(signed(header, claims().subject("not an id!").build(), signer));
    assertRefused(signed(header, claims().expirationTime(null).build(), signer));
    assertRefused(signed(header, claims().claim("ver", "one").build(), signer));
    assertRefused(signed(header().type(JOSEObjectType.JWT).build(), claims().build(), signer));
  }

  @Test
  void aTokenThatWasTamperedWithIsRefused() {
    String token = tokens.issue(OwnerId.of("ada"), "s1", 1);
    String[] parts = token.split("\\.");
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace("ada", "eve")
                    .getBytes(StandardCharsets.UTF_8));
    assertRefused(parts[0] + "." + other + "." + parts[2]);
    assertRefused(parts[0] + "." + parts[1] + ".");
    assertRefused(token + ".");
    assertRefused(parts[0] + "." + parts[1]);
    assertRefused("x".repeat(64 << 10));
    assertRefused("");
  }
}
