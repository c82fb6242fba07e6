package dev.scheduling.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;

/** Access tokens that resemble a real one, with the key that signed it taken from the database. */
final class ForgedTokens {

  private final SignedJWT real;
  private final ECKey key;

  private ForgedTokens(SignedJWT real, ECKey key) {
    this.real = real;
    this.key = key;
  }

  /** Takes a server's token apart. */
  static ForgedTokens like(ServerHere server, String accessToken) {
    try {
      SignedJWT real = SignedJWT.parse(accessToken);
      String key =
          server.ask(
              "SELECT private_jwk FROM signing_key WHERE id = '%s'"
                  .formatted(real.getHeader().getKeyID()));
      return new ForgedTokens(real, ECKey.parse(key));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server's own key. */
  ECKey key() {
    return key;
  }

  /** What the real one says in its head. */
  JWSHeader.Builder header() {
    return new JWSHeader.Builder(real.getHeader());
  }

  /** What the real one says, to be changed. */
  JWTClaimsSet.Builder claims() {
    try {
      return new JWTClaimsSet.Builder(real.getJWTClaimsSet());
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token with these claims that the server's own key signed. */
  String with(JWTClaimsSet.Builder claims) {
    try {
      return signed(real.getHeader(), claims, new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token that somebody signed. */
  static String signed(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer) {
    try {
      SignedJWT forged = new SignedJWT(header, claims.build());
      forged.sign(signer);
      return forged.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
