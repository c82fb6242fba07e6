package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts, sessions and tokens as clients see them. */
final class AccountsIT {

  private static ServerProcess server;
  private static ApiClient nobody;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
    nobody = ApiClient.anonymous(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String account(String email, String password) {
    return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
  }

  private static String token(Reply reply) {
    return "{\"refreshToken\":\"" + reply.json().get("refreshToken").asText() + "\"}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a@b",
        "no at sign",
        "a@b@example.org",
        "ad\\u0430@example.org",
        "a@example.org\\r\\nBcc: b",
        "@example.org",
        "a@-example.org"
      })
  void anAddressThatIsNoneIsRefused(String email) {
    Reply reply = nobody.post("v1/accounts", account(email, "a good password"));
    assertEquals(422, reply.status(), reply::toString);
    assertEquals("/email", reply.json().at("/errors/0/pointer").asText());
  }

  @Test
  void aPasswordHasEightTo128Characters() {
    assertEquals(422, nobody.post("v1/accounts", account("p@example.org", "seven77")).status());
    assertEquals(
        422, nobody.post("v1/accounts", account("p@example.org", "x".repeat(129))).status());
    assertEquals(
        413, nobody.post("v1/accounts", account("p@example.org", "x".repeat(2 << 20))).status());
    assertEquals(
        201, nobody.post("v1/accounts", account("p@example.org", "x".repeat(128))).status());
    assertEquals(
        401,
        nobody.post("v1/sessions", account("p@example.org", "x".repeat(127) + "y")).status(),
        "every character counts");
  }

  @Test
  void oneAddressHasOneAccountWhateverItsCaseAndHoweverManyTry() {
    List<CompletableFuture<Reply>> racing =
        IntStream.range(0, 8)
            .mapToObj(i -> i % 2 == 0 ? "Same@Example.org" : "same@example.ORG")
            .map(email -> account(email, "a good password"))
            .map(body -> nobody.sendAsync(nobody.request("POST", "v1/accounts", body)))
            .toList();
    Map<Integer, Integer> answers = new TreeMap<>();
    racing.forEach(reply -> answers.merge(reply.join().status(), 1, Integer::sum));
    assertEquals(Map.of(201, 1, 409, 7), answers);
  }

  @Test
  void anUnknownAddressIsAnsweredAsAWrongPasswordIs() {
    ApiClient.withNewAccount(server, "known@example.org");
    Reply unknown = nobody.post("v1/sessions", account("unknown@example.org", "a password"));
    Reply wrong = nobody.post("v1/sessions", account("known@example.org", "a password"));
    assertEquals(401, unknown.status());
    assertEquals(401, wrong.status());
    assertEquals(unknown.json().get("detail"), wrong.json().get("detail"));
    assertEquals(unknown.json().get("type"), wrong.json().get("type"));
  }

  @Test
  void afterTooManyFailuresOneHasToWait() {
    ApiClient.withNewAccount(server, "guessed@example.org");
    int status = 401;
    int attempts = 0;
    Reply reply = null;
    while (status == 401 && attempts < 20) {
      reply = nobody.post("v1/sessions", account("guessed@example.org", "guess " + attempts));
      status = reply.status();
      attempts++;
    }
    assertEquals(429, status);
    assertTrue(Integer.parseInt(reply.header("Retry-After")) >= 1);
    assertTrue(attempts > 5 && attempts < 10, "attempts " + attempts);
  }

  @Test
  void aRefreshTokenIsGoodForOneUseAndASecondEndsTheSession() {
    ApiClient.withNewAccount(server, "refresh@example.org");
    Reply session =
        nobody.post(
            "v1/sessions",
            account("refresh@example.org", ApiClient.password("refresh@example.org")));
    Reply refreshed = nobody.post("v1/sessions/refresh", token(session));
    assertEquals(200, refreshed.status());
    assertNotEquals(token(session), token(refreshed));
    ApiClient ada = nobody.withToken(refreshed.json().get("accessToken").asText());
    assertEquals(200, ada.get("v1/me").status());

    assertEquals(401, nobody.post("v1/sessions/refresh", token(session)).status());
    assertEquals(
        401,
        nobody.post("v1/sessions/refresh", token(refreshed)).status(),
        "its family is revoked");
    assertEquals(401, ada.get("v1/me").status(), "and so is what it made");
  }

  @Test
  void ofManyWhoUseARefreshTokenAtOnceAtMostOneSucceedsAndNoneKeepsTheSession() {
    ApiClient.withNewAccount(server, "stolen@example.org");
    Reply session =
        nobody.post(
            "v1/sessions", account("stolen@example.org", ApiClient.password("stolen@example.org")));
    List<Reply> replies =
        IntStream.range(0, 100)
            .mapToObj(i -> nobody.request("POST", "v1/sessions/refresh", token(session)))
            .map(nobody::sendAsync)
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    List<Reply> good = replies.stream().filter(reply -> reply.status() == 200).toList();
    assertTrue(good.size() <= 1, "successes " + good.size());
    assertEquals(100 - good.size(), replies.stream().filter(r -> r.status() == 401).count());
    for (Reply reply : good) {
      assertEquals(401, nobody.post("v1/sessions/refresh", token(reply)).status());
    }
  }

  @Test
  void theCookieOfASessionIsForTheServersOwnPageOnly() {
    ApiClient.withNewAccount(server, "cookie@example.org");
    String password = ApiClient.password("cookie@example.org");
    Reply session =
        nobody.post(
            "v1/sessions",
            "{\"email\":\"cookie@example.org\",\"cookie\":true,\"password\":\"" + password + "\"}");
    assertTrue(session.json().path("refreshToken").isMissingNode());
    String cookie = session.header("Set-Cookie");
    assertTrue(cookie.contains("; HttpOnly"), cookie);
    assertTrue(cookie.contains("; SameSite=Strict"), cookie);
    assertTrue(cookie.contains("; Path=/v1/sessions"), cookie);
    String pair = cookie.substring(0, cookie.indexOf(';'));
    String own = server.baseUrl().toString().replaceAll("/$", "");

    assertEquals(403, refresh(pair).status(), "nobody says where it came from");
    assertEquals(403, send(refresh(pair, "https://evil.example.org")).status());
    assertEquals(403, send(refresh(pair, own + ".example.org")).status());
    assertEquals(403, send(refresh(pair, "null")).status());
    Reply refreshed = send(refresh(pair, own));
    assertEquals(200, refreshed.status(), refreshed::toString);
    assertFalse(refreshed.header("Set-Cookie").startsWith(pair));
    assertEquals("", refreshed.header("Access-Control-Allow-Origin"));
  }

  private static Reply refresh(String cookie) {
    return send(nobody.request("POST", "v1/sessions/refresh", "{}").header("Cookie", cookie));
  }

  private static HttpRequest.Builder refresh(String cookie, String origin) {
    return nobody
        .request("POST", "v1/sessions/refresh", "{}")
        .header("Cookie", cookie)
        .header("Origin", origin);
  }

  private static Reply send(HttpRequest.Builder request) {
    return nobody.send(request);
  }

  @Test
  void sessionsAreListedAndEnded() {
    ApiClient first = ApiClient.withNewAccount(server, "sessions@example.org");
    ApiClient second = ApiClient.signedIn(server, "sessions@example.org");
    JsonNode items = first.get("v1/sessions").json().get("items");
    assertEquals(2, items.size());
    String other =
        (items.get(0).get("current").asBoolean() ? items.get(1) : items.get(0)).get("id").asText();
    assertEquals(204, first.delete("v1/sessions/" + other, "*").status());
    assertEquals(401, second.get("v1/me").status());
    assertEquals(404, first.delete("v1/sessions/" + other, "*").status());
    assertEquals(204, first.delete("v1/sessions/all", "*").status());
    assertEquals(401, first.get("v1/me").status());
  }

  @Test
  void whatIsAnothersDoesNotExist() {
    ApiClient ada = ApiClient.withNewAccount(server, "owner@example.org");
    ApiClient eve = ApiClient.withNewAccount(server, "stranger@example.org");
    String calendar = "v1/calendars/" + ada.firstCalendar();
    String event = "{\"title\":\"Secret\",\"start\":{\"date\":\"2031-01-01\"}}";
    String path = ada.post(calendar + "/events", event).header("Location");
    String window = "from=2031-01-01T00:00:00Z&to=2031-02-01T00:00:00Z";
    List<Reply> replies =
        List.of(
            eve.get(calendar),
            eve.patch(calendar, "*", "{\"name\":\"Mine\"}"),
            eve.delete(calendar, "*"),
            eve.get(calendar + "/events"),
            eve.post(calendar + "/events", event),
            eve.get(path),
            eve.patch(path, "*", "{\"title\":\"Mine\"}"),
            eve.delete(path, "*"),
            eve.post(path + "/restore", "{}"),
            eve.get(calendar + "/export"),
            eve.get("v1/occurrences?" + window + "&calendarId=" + ada.firstCalendar()));
    replies.forEach(reply -> assertEquals(404, reply.status(), reply::toString));
    assertEquals(0, eve.get("v1/occurrences?" + window).json().get("items").size());
    assertEquals(0, eve.get("v1/notifications").json().get("items").size());

    String own =
        eve.post("v1/calendars/" + eve.firstCalendar() + "/events", event).header("Location");
    String move = "{\"calendarId\":\"" + ada.firstCalendar() + "\"}";
    assertEquals(404, eve.patch(own, "*", move).status(), "nor can one move things there");
    assertEquals("Secret", ada.get(path).json().get("title").asText());
  }

  @Test
  void withoutATokenOnlyTheOpenPathsAnswer() {
    for (String path : List.of("v1/me", "v1/calendars", "v1/sessions", "v1/notifications")) {
      Reply reply = nobody.get(path);
      assertEquals(401, reply.status(), path);
      assertEquals("Bearer", reply.header("WWW-Authenticate"));
    }
    for (String path : List.of("health/live", "health/ready", "v1/config")) {
      assertEquals(200, nobody.get(path).status(), path);
    }
  }

  @Test
  void anAccountThatIsDeletedTakesAllItHasWithIt() {
    ApiClient ada = ApiClient.withNewAccount(server, "leaving@example.org");
    String calendar = "v1/calendars/" + ada.firstCalendar();
    String event = "{\"title\":\"Last\",\"start\":{\"date\":\"2031-01-01\"}}";
    assertEquals(201, ada.post(calendar + "/events", event).status());
    assertEquals(204, ada.delete("v1/me", "*").status());
    assertEquals(401, ada.get("v1/me").status());
    ApiClient again = ApiClient.withNewAccount(server, "leaving@example.org");
    assertEquals(404, again.get(calendar).status());
    assertEquals(0, again.get("v1/notifications").json().get("items").size());
  }

  @Test
  void oneChangesOnesOwnNameAndZone() {
    ApiClient ada = ApiClient.withNewAccount(server, "me@example.org");
    Reply changed =
        ada.patch("v1/me", "*", "{\"name\":\"Ada\",\"timeZone\":\"Asia/Seoul\",\"locale\":\"ko\"}");
    assertEquals(200, changed.status());
    JsonNode me = ada.get("v1/me").json();
    assertEquals("Ada", me.get("name").asText());
    assertEquals("Asia/Seoul", me.get("timeZone").asText());
    assertEquals("me@example.org", me.get("email").asText());
    assertEquals(422, ada.patch("v1/me", "*", "{\"timeZone\":\"Nowhere\"}").status());
    assertEquals(422, ada.patch("v1/me", "*", "{\"locale\":\"no such tag\"}").status());
  }
}
