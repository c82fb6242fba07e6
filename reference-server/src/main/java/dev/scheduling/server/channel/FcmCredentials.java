package dev.scheduling.server.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A service account that may send by Firebase Cloud Messaging. Immutable and thread-safe.
 *
 * @param tokenUri where a signed assertion is exchanged for an access token
 */
public record FcmCredentials(
    String projectId, String clientEmail, RSAPrivateKey key, String keyId, URI tokenUri) {

  private static final int LARGEST_FILE = 64 * 1024;

  /**
   * Reads the file that the Firebase console hands out.
   *
   * @throws IllegalArgumentException if it is something else; the text does not repeat it
   */
  public static FcmCredentials read(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IllegalArgumentException("is larger than " + LARGEST_FILE + " bytes");
      }
      ObjectNode json = Json.readObject(Files.readAllBytes(file));
      return new FcmCredentials(
          required(json, "project_id"),
          required(json, "client_email"),
          key(required(json, "private_key")),
          json.path("private_key_id").asText(),
          URI.create(required(json, "token_uri")));
    } catch (IOException | UnreadableJsonException e) {
      throw new IllegalArgumentException("cannot be read as JSON", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("has a private_key that is no RSA key in PKCS #8", e);
    }
  }

  private static String required(ObjectNode json, String name) {
    String value = json.path(name).asText();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("has no " + name);
    }
    return value;
  }

  private static RSAPrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return (RSAPrivateKey)
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "FcmCredentials[" + projectId + "]";
  }
}
