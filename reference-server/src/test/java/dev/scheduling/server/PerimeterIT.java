package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands between the network and the paths: limits, proxies, other origins, headers. */
final class PerimeterIT {

  private static Reply config(ApiClient client, String... headers) {
    HttpRequest.Builder request = client.request("GET", "v1/config", "");
    return client.send(headers.length == 0 ? request : request.headers(headers));
  }

  @Test
  void anAccountThatSendsTooMuchHasToWaitAndOthersDoNot() {
    try (ServerHere server = ServerHere.start(Map.of("RATE_LIMIT_ACCOUNT", "30"))) {
      ApiClient ada = ApiClient.withNewAccount(server.base(), "ada@example.org");
      ApiClient bob = ApiClient.withNewAccount(server.base(), "bob@example.org");
      Reply first = ada.get("v1/me");
      assertEquals(
          "\"address\";q=6000;w=60, \"account\";q=30;w=60", first.header("RateLimit-Policy"));
      assertTrue(first.header("RateLimit").endsWith("\"account\";r=29;t=2"), first::toString);
      Reply refused = null;
      for (int i = 0; i < 1_000 && (refused == null || refused.status() == 200); i++) {
        refused = ada.get("v1/me");
      }
      assertEquals(429, refused.status());
      int wait = Integer.parseInt(refused.header("Retry-After"));
      assertTrue(wait >= 1 && wait <= 2, "Retry-After " + wait);
      assertTrue(refused.header("RateLimit").contains("\"account\";r=0"), refused::toString);
      assertEquals(200, bob.get("v1/me").status());
      server.pass(Duration.ofSeconds(wait));
      assertEquals(200, ada.get("v1/me").status(), "nobody is locked out");
    }
  }

  @Test
  void anAddressThatSendsTooMuchHasToWaitWhateverItSaysOfItself() {
    try (ServerHere server = ServerHere.start(Map.of("RATE_LIMIT_ADDRESS", "30"))) {
      ApiClient nobody = ApiClient.anonymous(server.base());
      List<Integer> answers =
          IntStream.range(0, 120)
              .mapToObj(
                  i ->
                      config(
                          nobody,
                          "X-Forwarded-For",
                          "198.51.100." + i,
                          "Forwarded",
                          "for=198.51.100." + i))
              .map(Reply::status)
              .toList();
      assertTrue(answers.contains(429), answers::toString);
      assertEquals(200, nobody.get("health/ready").status(), "who looks after it still may");
    }
  }

  @Test
  void behindAProxyThatIsTrustedEachClientHasALimitOfItsOwn() {
    Map<String, String> settings =
        Map.of("RATE_LIMIT_ADDRESS", "30", "TRUSTED_PROXIES", "127.0.0.0/8, ::1");
    try (ServerHere server = ServerHere.start(settings)) {
      ApiClient nobody = ApiClient.anonymous(server.base());
      for (int i = 0; i < 120; i++) {
        assertEquals(200, config(nobody, "X-Forwarded-For", "198.51.100." + i).status());
      }
      List<Integer> spoofed =
          IntStream.range(0, 120)
              .mapToObj(i -> config(nobody, "X-Forwarded-For", "192.0.2." + i + ", 203.0.113.7"))
              .map(Reply::status)
              .toList();
      assertTrue(spoofed.contains(429), "what the client itself wrote does not count");

      String email = "ada@example.org";
      ApiClient.withNewAccount(server.base(), email);
      Reply session =
          nobody.send(
              nobody
                  .request(
                      "POST",
                      "v1/sessions",
                      "{\"email\":\"%s\",\"password\":\"%s\"}"
                          .formatted(email, ApiClient.password(email)))
                  .header("X-Forwarded-For", "203.0.113.80"));
      JsonNode sessions =
          nobody
              .withToken(session.json().get("accessToken").asText())
              .get("v1/sessions")
              .json()
              .get("items");
      assertTrue(sessions.findValuesAsText("address").contains("203.0.113.80"), sessions::toString);
    }
  }

  private static Reply preflight(ApiClient client, String origin) {
    return client.send(
        client
            .request("OPTIONS", "v1/calendars", "")
            .headers(
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type"));
  }

  @Test
  void thePagesOfOtherOriginsAreLetInOnlyWhereASettingNamesThem() {
    String friend = "https://app.example.org";
    List<String> strangers =
        List.of(
            "null",
            "https://app.example.org.evil.example",
            "https://evil-app.example.org",
            "http://app.example.org",
            "https://app.example.org:8443");
    try (ServerHere server =
        ServerHere.start(Map.of("CORS_ORIGINS", friend + ", http://localhost:3000"))) {
      ApiClient nobody = ApiClient.anonymous(server.base());
      Reply asked = preflight(nobody, friend);
      assertEquals(204, asked.status());
      assertEquals(friend, asked.header("Access-Control-Allow-Origin"));
      assertTrue(asked.header("Access-Control-Allow-Methods").contains("PATCH"));
      assertTrue(asked.header("Access-Control-Allow-Headers").contains("Authorization"));
      assertEquals("", asked.header("Access-Control-Allow-Credentials"), "no cookie comes along");
      Reply answer = config(nobody, "Origin", friend);
      assertEquals(friend, answer.header("Access-Control-Allow-Origin"));
      assertEquals("Origin", answer.header("Vary"));
      Reply refused = nobody.send(nobody.request("GET", "v1/me", "").header("Origin", friend));
      assertEquals(401, refused.status());
      assertEquals(friend, refused.header("Access-Control-Allow-Origin"), "a page may read why");
      for (String stranger : strangers) {
        assertEquals("", config(nobody, "Origin", stranger).header("Access-Control-Allow-Origin"));
        assertEquals("", preflight(nobody, stranger).header("Access-Control-Allow-Origin"));
      }
    }
    try (ServerHere server = ServerHere.start(Map.of())) {
      ApiClient nobody = ApiClient.anonymous(server.base());
      assertEquals("", config(nobody, "Origin", friend).header("Access-Control-Allow-Origin"));
      assertEquals("", config(nobody, "Origin", "null").header("Access-Control-Allow-Origin"));
      assertEquals(405, preflight(nobody, friend).status());
    }
  }

  @Test
  void everyAnswerCarriesTheHeadersThatKeepABrowserSafe() {
    try (ServerHere server =
        ServerHere.start(Map.of("PUBLIC_URL", "https://calendar.example.org/"))) {
      ApiClient nobody = ApiClient.anonymous(server.base());
      for (String path :
          List.of("", "docs", "js/main.js", "v1/config", "v1/me", "v1/none", "openapi.json")) {
        Reply reply = nobody.get(path);
        assertEquals("nosniff", reply.header("X-Content-Type-Options"), path);
        assertEquals("DENY", reply.header("X-Frame-Options"), path);
        assertEquals("no-referrer", reply.header("Referrer-Policy"), path);
        assertEquals("same-origin", reply.header("Cross-Origin-Opener-Policy"), path);
        assertEquals("same-origin", reply.header("Cross-Origin-Resource-Policy"), path);
        assertTrue(reply.header("Strict-Transport-Security").startsWith("max-age="), path);
        String policy = reply.header("Content-Security-Policy");
        assertTrue(policy.contains("frame-ancestors 'none'"), path);
        assertTrue(policy.contains("default-src '"), path);
        assertFalse(policy.contains("unsafe-"), path);
      }
    }
  }
}
