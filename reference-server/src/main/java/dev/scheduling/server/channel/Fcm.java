package dev.scheduling.server.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.scheduling.notification.DeliveryResult;
import dev.scheduling.server.json.Json;
import dev.scheduling.server.json.UnreadableJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends to apps by Firebase Cloud Messaging, version 1 of its HTTP API. Thread-safe.
 *
 * <p>A service account signs an assertion (RFC 7523), gets an access token for it, and uses that
 * until shortly before it expires.
 */
final class Fcm {

  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration ASSERTION_LIFETIME = Duration.ofMinutes(30);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final FcmCredentials credentials;
  private final URI send;
  private final OutsideHttp http;
  private final InstantSource clock;
  private final Breaker breaker = new Breaker("FCM");
  private @Nullable AccessToken token; // Guarded by this.

  private record AccessToken(String value, Instant until) {}

  /**
   * A sender in a service account's name.
   *
   * @param service where the API is, ending in a slash
   */
  Fcm(FcmCredentials credentials, URI service, OutsideHttp http, InstantSource clock) {
    this.credentials = credentials;
    this.send = service.resolve("v1/projects/" + credentials.projectId() + "/messages:send");
    this.http = http;
    this.clock = clock;
  }

  DeliveryResult send(Address address, PushMessage message) {
    return breaker.call(() -> call(json(address.target(), message)));
  }

  private static ObjectNode json(String registration, PushMessage message) {
    ObjectNode json = Json.object();
    ObjectNode inner = json.putObject("message").put("token", registration);
    inner.putObject("notification").put("title", message.title()).put("body", message.body());
    inner.putObject("data").put("deliveryId", message.id());
    inner
        .putObject("android")
        .put("collapse_key", message.id())
        .put("priority", message.urgent() ? "HIGH" : "NORMAL")
        .put("ttl", message.secondsToLive() + "s")
        .putObject("notification")
        .put("tag", message.id());
    inner
        .putObject("apns")
        .putObject("headers")
        .put("apns-collapse-id", message.id())
        .put("apns-priority", message.urgent() ? "10" : "5");
    return json;
  }

  private DeliveryResult call(ObjectNode json) {
    try {
      OutsideHttp.Answer answer =
          http.post(
              send,
              Map.of(
                  "Authorization", "Bearer " + accessToken(), "Content-Type", "application/json"),
              Json.write(json));
      return judged(answer);
    } catch (IOException e) {
      return DeliveryResult.failed("FCM cannot be reached: " + e.getMessage());
    }
  }

  private DeliveryResult judged(OutsideHttp.Answer answer) {
    if (answer.status() == 200) {
      return DeliveryResult.delivered();
    }
    String error = errorCode(answer);
    String cause = "FCM answered " + answer.status() + " " + error;
    if (error.equals("UNREGISTERED") || error.equals("SENDER_ID_MISMATCH")) {
      return DeliveryResult.gone(cause);
    }
    if (answer.status() == 401) {
      forget();
    }
    return switch (answer.status()) {
      case 400, 404 -> DeliveryResult.refused(cause);
      // Of one device, mostly; the others get what is theirs.
      case 429 -> DeliveryResult.busy(cause);
      default -> DeliveryResult.failed(cause);
    };
  }

  /** The code of FCM itself, which stands among the details; else the status of the API. */
  private static String errorCode(OutsideHttp.Answer answer) {
    try {
      JsonNode error =
          Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8)).path("error");
      for (JsonNode detail : error.path("details")) {
        if (detail.has("errorCode")) {
          return detail.path("errorCode").asText();
        }
      }
      return error.path("status").asText();
    } catch (UnreadableJsonException e) {
      return "";
    }
  }

  private synchronized void forget() {
    token = null;
  }

  private synchronized String accessToken() throws IOException {
    Instant now = clock.instant();
    AccessToken known = token;
    if (known == null || !now.isBefore(known.until())) {
      known = exchange(now);
      token = known;
    }
    return known.value();
  }

  private AccessToken exchange(Instant now) throws IOException {
    String form =
        "grant_type="
            + URLEncoder.encode(GRANT, StandardCharsets.UTF_8)
            + "&assertion="
            + assertion(now);
    OutsideHttp.Answer answer =
        http.post(
            credentials.tokenUri(),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            form.getBytes(StandardCharsets.US_ASCII));
    if (answer.status() != 200) {
      throw new IOException("the token was refused with " + answer.status());
    }
    try {
      ObjectNode json = Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8));
      String value = json.path("access_token").asText();
      if (value.isEmpty()) {
        throw new IOException("the answer has no access_token");
      }
      Duration lifetime = Duration.ofSeconds(json.path("expires_in").asLong());
      return new AccessToken(value, now.plus(lifetime).minus(MARGIN));
    } catch (UnreadableJsonException e) {
      throw new IOException("the answer with the token is not JSON", e);
    }
  }

  private String assertion(Instant now) {
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(credentials.keyId()).build(),
            new JWTClaimsSet.Builder()
                .issuer(credentials.clientEmail())
                .audience(credentials.tokenUri().toString())
                .claim("scope", SCOPE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFETIME)))
                .build());
    try {
      assertion.sign(new RSASSASigner(credentials.key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the assertion cannot be signed", e);
    }
    return assertion.serialize();
  }
}
