package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.scheduling.server.StandIn.Answer;
import dev.scheduling.server.StandIn.Call;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Google's token endpoint and Firebase Cloud Messaging, as far as a sender can see them: it checks
 * what the real ones check and answers in their words.
 */
final class GoogleStandIn implements AutoCloseable {

  private static final String PROJECT = "calendar-of-the-tests";
  private static final String EMAIL = "sender@calendar-of-the-tests.iam.gserviceaccount.com";
  private static final String SEND = "/v1/projects/" + PROJECT + "/messages:send";

  private final KeyPair key = keyPair();
  private final StandIn http = new StandIn(this::answer);
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private final Map<String, String> errors = new ConcurrentHashMap<>();

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The file that the console would hand out. */
  Path serviceAccount() throws IOException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Path file = Files.createTempFile("service-account", ".json");
    Files.writeString(
        file,
        """
        {"type":"service_account","project_id":"%s","private_key_id":"key-1","private_key":"%s",
        "client_email":"%s","token_uri":"%s"}
        """
            .formatted(
                PROJECT, pem.replace("\r", "").replace("\n", "\\n"), EMAIL, http.at("/token")));
    return file;
  }

  String address() {
    return http.at("/").toString();
  }

  /** Answers a registration token with an error of FCM from now on. */
  void fail(String registration, String errorCode) {
    errors.put(registration, errorCode);
  }

  void recover(String registration) {
    errors.remove(registration);
  }

  /** Forgets the access tokens, as if they had been revoked. */
  void revoke() {
    tokens.clear();
  }

  /** The messages that were taken for a registration token. */
  List<JsonNode> received(String registration) {
    return http.calls(SEND).stream()
        .map(call -> call.json().path("message"))
        .filter(message -> message.path("token").asText().equals(registration))
        .toList();
  }

  int tokensGiven() {
    return http.calls("/token").size();
  }

  private Answer answer(Call call) {
    return switch (call.path()) {
      case "/token" -> token(call);
      case SEND -> send(call);
      default -> new Answer(404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}");
    };
  }

  private Answer token(Call call) {
    assertTrue(call.header("Content-Type").startsWith("application/x-www-form-urlencoded"));
    Map<String, String> form =
        Arrays.stream(call.text().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", form.get("grant_type"));
    try {
      SignedJWT jwt = SignedJWT.parse(form.get("assertion"));
      assertEquals(JWSAlgorithm.RS256, jwt.getHeader().getAlgorithm());
      assertTrue(jwt.verify(new RSASSAVerifier((RSAPublicKey) key.getPublic())), "signature");
      var claims = jwt.getJWTClaimsSet();
      assertEquals(EMAIL, claims.getIssuer());
      assertEquals(List.of(http.at("/token").toString()), claims.getAudience());
      assertEquals(
          "https://www.googleapis.com/auth/firebase.messaging", claims.getStringClaim("scope"));
      Instant issued = claims.getIssueTime().toInstant();
      Instant expires = claims.getExpirationTime().toInstant();
      assertTrue(Duration.between(issued, expires).compareTo(Duration.ofHours(1)) <= 0);
      assertTrue(
          expires.isAfter(ServerProcess.CLOCK.instant())
              && issued.isBefore(ServerProcess.CLOCK.instant().plusSeconds(60)));
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
    String token = "access-" + tokensGiven() + "-" + System.nanoTime();
    tokens.put(token, ServerProcess.CLOCK.instant().plusSeconds(3_600));
    return new Answer(
        200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
  }

  private Answer send(Call call) {
    String bearer = call.header("Authorization").replaceFirst("^Bearer ", "");
    if (!tokens.getOrDefault(bearer, Instant.EPOCH).isAfter(ServerProcess.CLOCK.instant())) {
      return error(401, "UNAUTHENTICATED", "");
    }
    assertTrue(call.header("Content-Type").startsWith("application/json"));
    JsonNode message = call.json().path("message");
    String registration = message.path("token").asText();
    assertTrue(!registration.isEmpty() && !message.has("topic") && !message.has("condition"));
    assertTrue(message.at("/android/ttl").asText().matches("\\d+(\\.\\d+)?s"));
    assertTrue(List.of("HIGH", "NORMAL").contains(message.at("/android/priority").asText()));
    assertTrue(
        message
                .at("/apns/headers/apns-collapse-id")
                .asText()
                .getBytes(StandardCharsets.UTF_8)
                .length
            <= 64);
    message.path("data").forEach(value -> assertTrue(value.isTextual(), "data are strings"));
    assertTrue(message.toString().getBytes(StandardCharsets.UTF_8).length <= 4_096);
    String failure = errors.get(registration);
    if (failure != null) {
      return switch (failure) {
        case "UNREGISTERED" -> error(404, "NOT_FOUND", failure);
        case "SENDER_ID_MISMATCH" -> error(403, "PERMISSION_DENIED", failure);
        case "QUOTA_EXCEEDED" -> error(429, "RESOURCE_EXHAUSTED", failure);
        default -> error(503, "UNAVAILABLE", failure);
      };
    }
    return new Answer(200, "{\"name\":\"projects/" + PROJECT + "/messages/0:1\"}");
  }

  private static Answer error(int code, String status, String errorCode) {
    String details =
        errorCode.isEmpty()
            ? ""
            : ",\"details\":[{\"@type\":\"type.googleapis.com/google.firebase.fcm.v1.FcmError\","
                + "\"errorCode\":\""
                + errorCode
                + "\"}]";
    return new Answer(
        code,
        "{\"error\":{\"code\":%d,\"message\":\"m\",\"status\":\"%s\"%s}}"
            .formatted(code, status, details));
  }

  @Override
  public void close() {
    http.close();
  }
}
