package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.scheduling.server.ApiClient.Reply;
import dev.scheduling.server.StandIn.Answer;
import dev.scheduling.server.StandIn.Call;
import dev.scheduling.server.channel.PushDecryption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Push and Slack, against stand-ins that check what the real ones check. */
final class OutsideChannelsIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final byte[] AUTH = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);

  /** What the stand-in answers at a path, again and again; else 201. */
  private static final Map<String, Integer> STATUS = new ConcurrentHashMap<>();

  private static StandIn outside;
  private static GoogleStandIn google;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException {
    outside = new StandIn(OutsideChannelsIT::answer);
    google = new GoogleStandIn();
    server =
        ServerProcess.start(
            Map.of(
                "PRIVATE_WEBHOOK_HOSTS", "127.0.0.1",
                "FCM_SERVICE_ACCOUNT", google.serviceAccount().toString(),
                "FCM_URL", google.address()));
  }

  @AfterAll
  static void stop() {
    server.close();
    google.close();
    outside.close();
  }

  private static Answer answer(Call call) {
    if (call.path().startsWith("/push/")) {
      checkPush(call);
    }
    return new Answer(STATUS.getOrDefault(call.path(), 201), "");
  }

  /** What a push service checks: RFC 8030 section 5, RFC 8292 sections 2 and 3, RFC 8188. */
  private static void checkPush(Call call) {
    assertTrue(call.header("TTL").matches("\\d{1,7}"), "TTL");
    assertTrue(call.header("Topic").matches("[A-Za-z0-9_-]{1,32}"), "Topic");
    assertTrue(
        List.of("very-low", "low", "normal", "high").contains(call.header("Urgency")), "Urgency");
    assertEquals("aes128gcm", call.header("Content-Encoding"));
    assertTrue(call.body().length <= 4_096, "length");
    String[] parts = call.header("Authorization").split("[ ,=]+");
    assertEquals(List.of("vapid", "t"), Arrays.asList(parts).subList(0, 2));
    byte[] point = Base64.getUrlDecoder().decode(parts[4]);
    try {
      SignedJWT token = SignedJWT.parse(parts[2]);
      ECKey key =
          new ECKey.Builder(
                  Curve.P_256,
                  Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                  Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
              .build();
      assertTrue(token.verify(new ECDSAVerifier(key)), "signature");
      var claims = token.getJWTClaimsSet();
      String origin = outside.at("/").toString();
      assertEquals(List.of(origin.substring(0, origin.length() - 1)), claims.getAudience());
      assertTrue(claims.getSubject().matches("(mailto|https):.+"), "sub");
      Instant expires = claims.getExpirationTime().toInstant();
      assertTrue(
          expires.isAfter(ServerProcess.CLOCK.instant())
              && expires.isBefore(ServerProcess.CLOCK.instant().plus(24, ChronoUnit.HOURS)),
          "exp");
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static Reply put(ApiClient client, String path, String json) {
    return client.send(client.request("PUT", path, json));
  }

  private static String state(ApiClient client, String channel) {
    return client.get("v1/me/channels").json().at("/channels/" + channel + "/state").asText();
  }

  private static void slack(ApiClient client, String url) {
    Reply reply = put(client, "v1/me/slack", "{\"webhookUrl\":\"" + url + "\"}");
    assertEquals(204, reply.status(), reply::toString);
  }

  private static JsonNode test(ApiClient client, String channel) {
    Reply reply = client.post("v1/me/channels/" + channel + "/test", "{}");
    assertEquals(200, reply.status(), reply::toString);
    return reply.json().path("items");
  }

  /** Books an event that reminds at once, by what the account has connected. */
  private static void remind(ApiClient client, String title) {
    Instant start =
        ServerProcess.CLOCK.instant().truncatedTo(ChronoUnit.SECONDS).plus(10, ChronoUnit.MINUTES);
    Reply booked =
        client.post(
            "v1/calendars/" + client.firstCalendar() + "/events",
            ("{\"title\":\"%s\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"},"
                    + "\"duration\":\"PT1M\",\"transparency\":\"transparent\",\"reminders\":"
                    + "[{\"trigger\":{\"offset\":\"-PT12M\","
                    + "\"relativeTo\":\"start\"}}]}")
                .formatted(title, start.toString().replace("Z", "")));
    assertEquals(201, booked.status(), booked::toString);
  }

  private static List<Call> awaitCalls(String path, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> outside.calls(path).size() >= count);
    return outside.calls(path);
  }

  private static void awaitState(ApiClient client, String channel, String state) {
    Awaitility.await().atMost(PATIENCE).until(() -> state(client, channel).equals(state));
  }

  private static void awaitNotice(ApiClient client) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> client.get("v1/notifications").text().contains("\"channel.off\""));
  }

  @Test
  void reminderComesThroughTheWebhookAsPlainText() {
    ApiClient bob = ApiClient.withNewAccount(server, "slack@example.org");
    assertEquals("notConnected", state(bob, "slack"));
    slack(bob, outside.at("/slack/bob").toString());
    assertEquals("on", state(bob, "slack"));
    remind(bob, "<!channel> & more");
    String text = awaitCalls("/slack/bob", 1).get(0).json().path("text").asText();
    assertTrue(text.startsWith("*Reminder: &lt;!channel&gt; &amp; more*\n"), text);
    put(bob, "v1/me/slack", "{\"webhookUrl\":null}");
    assertEquals("notConnected", state(bob, "slack"));
  }

  @Test
  void webhookThatIsAwayIsTriedAgainAndOneThatIsGoneIsSwitchedOff() {
    ApiClient carol = ApiClient.withNewAccount(server, "gone@example.org");
    slack(carol, outside.at("/slack/carol").toString());
    STATUS.put("/slack/carol", 503);
    remind(carol, "Try again");
    awaitCalls("/slack/carol", 2);
    STATUS.put("/slack/carol", 410);
    awaitState(carol, "slack", "off");
    awaitNotice(carol);
    assertEquals(409, carol.post("v1/me/channels/slack/test", "{}").status(), "it is off");
    STATUS.remove("/slack/carol");
    slack(carol, outside.at("/slack/carol").toString());
    assertTrue(test(carol, "slack").at("/0/delivered").asBoolean());
  }

  @Test
  void webhookInAPrivateNetworkIsNeverCalled() {
    ApiClient mallory = ApiClient.withNewAccount(server, "mallory@example.org");
    for (String wrong :
        List.of("http://example.org/x", "ftp://example.org/", "https://a:b@example.org/", "no")) {
      assertEquals(
          422, put(mallory, "v1/me/slack", "{\"webhookUrl\":\"" + wrong + "\"}").status(), wrong);
    }
    // It looks like any other name, and leads to the machine itself.
    slack(
        mallory,
        outside.at("/slack/mallory").toString().replace("http://127.0.0.1", "https://localhost"));
    assertEquals(
        "the webhook is in a private network", test(mallory, "slack").at("/0/cause").asText());
    assertEquals("off", state(mallory, "slack"));
    assertEquals(List.of(), outside.calls("/slack/mallory"));
  }

  @Test
  void redirectOfAWebhookIsNotFollowed() {
    ApiClient dave = ApiClient.withNewAccount(server, "redirect@example.org");
    STATUS.put("/slack/dave", 302);
    slack(dave, outside.at("/slack/dave").toString());
    assertEquals("the webhook answered 302", test(dave, "slack").at("/0/cause").asText());
  }

  private static String subscribe(ApiClient client, String path, KeyPair browser) {
    Reply reply =
        client.post(
            "v1/me/push-subscriptions",
            "{\"kind\":\"webpush\",\"endpoint\":\"%s\",\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}"
                .formatted(
                    outside.at(path),
                    BASE64.encodeToString(PushDecryption.point(browser)),
                    BASE64.encodeToString(AUTH)));
    assertEquals(201, reply.status(), reply::toString);
    assertEquals("webpush", reply.json().path("kind").asText());
    return reply.json().path("id").asText();
  }

  @Test
  void reminderComesToEachBrowserAndOnlyThatBrowserCanReadIt() throws IOException {
    ApiClient erin = ApiClient.withNewAccount(server, "push@example.org");
    assertEquals(
        87, erin.get("v1/config").json().path("vapidPublicKey").asText().length(), "65 bytes");
    KeyPair phone = PushDecryption.browser();
    KeyPair desk = PushDecryption.browser();
    subscribe(erin, "/push/phone", phone);
    subscribe(erin, "/push/desk", desk);
    subscribe(erin, "/push/desk", desk);
    remind(erin, "Zahnarzt 치과");
    for (Map.Entry<String, KeyPair> each :
        Map.of("/push/phone", phone, "/push/desk", desk).entrySet()) {
      Call call = awaitCalls(each.getKey(), 1).get(0);
      String text =
          new String(
              PushDecryption.decrypt(call.body(), each.getValue(), AUTH), StandardCharsets.UTF_8);
      assertTrue(text.contains("\"title\":\"Reminder: Zahnarzt 치과\""), text);
      assertTrue(text.contains("\"id\":\"" + call.header("Topic") + "\""), text);
      assertEquals("high", call.header("Urgency"));
    }
    assertEquals(2, erin.get("v1/me/push-subscriptions").json().path("items").size());
  }

  @Test
  void browserThatUnsubscribedIsSwitchedOffAndTheOthersStay() {
    ApiClient frank = ApiClient.withNewAccount(server, "unsubscribed@example.org");
    STATUS.put("/push/old", 410);
    String old = subscribe(frank, "/push/old", PushDecryption.browser());
    subscribe(frank, "/push/new", PushDecryption.browser());
    remind(frank, "Once");
    awaitCalls("/push/new", 1);
    awaitNotice(frank);
    JsonNode devices = frank.get("v1/me/push-subscriptions").json().path("items");
    assertEquals(1, devices.findValuesAsText("state").stream().filter("off"::equals).count());
    assertEquals("on", state(frank, "push"));
    assertEquals(204, frank.delete("v1/me/push-subscriptions/" + old, "").status());
    assertEquals(404, frank.delete("v1/me/push-subscriptions/" + old, "").status());
  }

  private static void app(ApiClient client, String token) {
    Reply reply =
        client.post("v1/me/push-subscriptions", "{\"kind\":\"fcm\",\"token\":\"" + token + "\"}");
    assertEquals(201, reply.status(), reply::toString);
    assertFalse(reply.text().contains(token), "whoever knows a token may send to it");
  }

  @Test
  void reminderComesToAnAppUnderATokenThatIsUsedAgain() {
    ApiClient grace = ApiClient.withNewAccount(server, "app@example.org");
    app(grace, "registration-grace");
    remind(grace, "Standup");
    JsonNode message = awaitPush("registration-grace", "Reminder: Standup", 1);
    assertEquals("HIGH", message.at("/android/priority").asText());
    assertEquals(
        message.at("/data/deliveryId").asText(), message.at("/android/collapse_key").asText());
    int given = google.tokensGiven();
    remind(grace, "Review");
    awaitPush("registration-grace", "Reminder: Review", 1);
    assertEquals(given, google.tokensGiven(), "a token is good for an hour");
    google.revoke();
    remind(grace, "Retrospective");
    awaitPush("registration-grace", "Reminder: Retrospective", 2);
    assertTrue(google.tokensGiven() > given, "with a new token");
  }

  /** The latest of the calls with a title; what is refused is called again. */
  private static JsonNode awaitPush(String registration, String title, int calls) {
    Awaitility.await().atMost(PATIENCE).until(() -> pushes(registration, title).size() >= calls);
    List<JsonNode> pushes = pushes(registration, title);
    return pushes.get(pushes.size() - 1);
  }

  private static List<JsonNode> pushes(String registration, String title) {
    return google.received(registration).stream()
        .filter(message -> message.at("/notification/title").asText().equals(title))
        .toList();
  }

  @Test
  void appThatIsBusyIsTriedAgainAndOneThatWasRemovedIsSwitchedOff() {
    ApiClient heidi = ApiClient.withNewAccount(server, "removed@example.org");
    app(heidi, "registration-heidi");
    google.fail("registration-heidi", "QUOTA_EXCEEDED");
    remind(heidi, "Later");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> google.received("registration-heidi").size() >= 2);
    google.fail("registration-heidi", "UNREGISTERED");
    awaitState(heidi, "push", "off");
    awaitNotice(heidi);
    google.recover("registration-heidi");
    app(heidi, "registration-heidi");
    assertEquals("on", state(heidi, "push"));
  }

  @Test
  void subscriptionThatMakesNoSenseIsRefusedByName() {
    ApiClient ivan = ApiClient.withNewAccount(server, "wrong@example.org");
    Map<String, String> wrong =
        Map.of(
            "/kind", "{\"kind\":\"pager\"}",
            "/endpoint",
                "{\"kind\":\"webpush\",\"endpoint\":\"x\",\"keys\":{\"p256dh\":\"AA\",\"auth\":\"AA\"}}",
            "/keys", "{\"kind\":\"webpush\",\"endpoint\":\"https://push.example.org/1\"}",
            "/keys/auth",
                "{\"kind\":\"webpush\",\"endpoint\":\"https://push.example.org/1\","
                    + "\"keys\":{\"p256dh\":\"AA\",\"auth\":\"?\"}}",
            "/token", "{\"kind\":\"fcm\"}");
    wrong.forEach(
        (pointer, body) -> {
          Reply reply = ivan.post("v1/me/push-subscriptions", body);
          assertEquals(422, reply.status(), reply::toString);
          assertEquals(pointer, reply.json().at("/errors/0/pointer").asText(), reply::toString);
        });
    String keys =
        "{\"kind\":\"webpush\",\"endpoint\":\"%s\",\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}";
    String point = BASE64.encodeToString(PushDecryption.point(PushDecryption.browser()));
    for (String body :
        List.of(
            keys.formatted(
                "https://push.example.org/1", point.substring(4), BASE64.encodeToString(AUTH)),
            keys.formatted("https://push.example.org/1", point, "AAAA"),
            keys.formatted("http://push.example.org/1", point, BASE64.encodeToString(AUTH)))) {
      assertEquals(422, ivan.post("v1/me/push-subscriptions", body).status(), body);
    }
  }
}
