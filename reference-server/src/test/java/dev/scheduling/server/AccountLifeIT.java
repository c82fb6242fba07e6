package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scheduling.server.ApiClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of an account between its beginning and its end, on a server without mail. */
final class AccountLifeIT {

  private static final String FRESH = "another long sentence";
  private static final Pattern RESET_LINK = Pattern.compile("http://\\S+/#reset=(\\S+)");

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

  private static Reply signIn(String email, String password) {
    return nobody.post(
        "v1/sessions", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
  }

  private static Reply changePassword(ApiClient who, String current, String fresh) {
    return who.post(
        "v1/me/password",
        "{\"currentPassword\":\"" + current + "\",\"newPassword\":\"" + fresh + "\"}");
  }

  @Test
  void changedPasswordEndsTheOtherSessionsAndEveryAccessTokenFromBefore() {
    String email = "change@example.org";
    ApiClient here = ApiClient.withNewAccount(server, email);
    Reply elsewhere = signIn(email, ApiClient.password(email));
    ApiClient other = nobody.withToken(elsewhere.json().get("accessToken").asText());

    assertEquals(403, changePassword(here, "not the password", FRESH).status());
    assertEquals(200, other.get("v1/me").status(), "a refused change ends nothing");
    Reply changed = changePassword(here, ApiClient.password(email), FRESH);
    assertEquals(200, changed.status(), changed::toString);

    assertEquals(401, other.get("v1/me").status());
    assertEquals(401, here.get("v1/me").status(), "its old token is from before the change");
    String refresh = "{\"refreshToken\":\"" + elsewhere.json().get("refreshToken").asText() + "\"}";
    assertEquals(401, nobody.post("v1/sessions/refresh", refresh).status());
    ApiClient on = nobody.withToken(changed.json().get("accessToken").asText());
    assertEquals(1, on.get("v1/sessions").json().get("items").size());
    assertEquals(401, signIn(email, ApiClient.password(email)).status());
    assertEquals(201, signIn(email, FRESH).status());
  }

  @Test
  void passwordThatIsGuessedFirstIsRefusedWhereverOneIsChosen() {
    ApiClient ada = ApiClient.withNewAccount(server, "common@example.org");
    Reply change = changePassword(ada, ApiClient.password("common@example.org"), "Password1");
    assertEquals(422, change.status());
    assertEquals("/newPassword", change.json().at("/errors/0/pointer").asText());
    Reply signUp =
        nobody.post("v1/accounts", "{\"email\":\"weak@example.org\",\"password\":\"iloveyou\"}");
    assertEquals(422, signUp.status());
    assertTrue(signUp.json().get("detail").asText().contains("guessed first"), signUp::toString);
  }

  @Test
  void signingOutChangingThePasswordAndDeletionCloseTheSocketsAtOnce() {
    String email = "sockets@example.org";
    ApiClient first = ApiClient.withNewAccount(server, email);
    ApiClient second = ApiClient.signedIn(server, email);
    try (RealtimeClient one = RealtimeClient.listen(server, first.accessToken());
        RealtimeClient two = RealtimeClient.listen(server, second.accessToken())) {
      one.next("welcome");
      one.next("live");
      two.next("welcome");
      two.next("live");
      assertEquals(204, second.delete("v1/sessions/current", "*").status());
      assertEquals(4401, two.closeCode());
      Reply changed = changePassword(first, ApiClient.password(email), FRESH);
      assertEquals(200, changed.status());
      assertEquals(4401, one.closeCode());
      String token = changed.json().get("accessToken").asText();
      try (RealtimeClient three = RealtimeClient.listen(server, token)) {
        three.next("welcome");
        assertEquals(204, nobody.withToken(token).delete("v1/me", "*").status());
        three.next("live");
        assertEquals(4401, three.closeCode());
      }
    }
  }

  @Test
  void appPasswordIsShownOnceAndGoodForItsScopesAlone() {
    ApiClient ada = ApiClient.withNewAccount(server, "apps@example.org");
    Reply made = ada.post("v1/me/app-passwords", "{\"name\":\"Phone\",\"scopes\":[\"read\"]}");
    assertEquals(201, made.status(), made::toString);
    String secret = made.json().get("secret").asText();
    JsonNode listed = ada.get("v1/me/app-passwords").json().at("/items/0");
    assertEquals("Phone", listed.get("name").asText());
    assertTrue(listed.path("secret").isMissingNode());

    ApiClient phone = nobody.withToken(secret);
    String calendar = "v1/calendars/" + ada.firstCalendar();
    String event = "{\"title\":\"A\",\"start\":{\"date\":\"2031-01-01\"}}";
    assertEquals(200, phone.get(calendar + "/events").status());
    Reply refused = phone.post(calendar + "/events", event);
    assertEquals(403, refused.status());
    assertTrue(refused.json().get("detail").asText().contains("write"), refused::toString);
    assertEquals(403, phone.patch(calendar, "*", "{\"name\":\"B\"}").status());
    for (Reply reply :
        List.of(
            phone.get("v1/me"),
            phone.get("v1/sessions"),
            phone.get("v1/me/app-passwords"),
            phone.post("v1/me/export", "{}"),
            phone.delete("v1/me", "*"),
            changePassword(phone, ApiClient.password("apps@example.org"), FRESH))) {
      assertEquals(403, reply.status(), "the account itself is for who signs in");
    }
    Reply writer =
        ada.post("v1/me/app-passwords", "{\"name\":\"Sync\",\"scopes\":[\"read\",\"write\"]}");
    ApiClient sync = nobody.withToken(writer.json().get("secret").asText());
    assertEquals(201, sync.post(calendar + "/events", event).status());

    assertEquals(200, basic("apps@example.org", secret).status());
    assertEquals(401, basic("another@example.org", secret).status());
    assertEquals(
        401,
        basic("apps@example.org", ApiClient.password("apps@example.org")).status(),
        "never the account's own password");

    String id = made.json().get("id").asText();
    ApiClient eve = ApiClient.withNewAccount(server, "not-the-apps@example.org");
    assertEquals(404, eve.delete("v1/me/app-passwords/" + id, "*").status());
    assertEquals(204, ada.delete("v1/me/app-passwords/" + id, "*").status());
    assertEquals(401, phone.get(calendar + "/events").status());
  }

  private static Reply basic(String email, String secret) {
    String pair = email + ":" + secret;
    HttpRequest.Builder request =
        nobody
            .request("GET", "v1/calendars", "")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    return nobody.send(request);
  }

  @Test
  void appPasswordNeedsANameAndScopesThatThereAre() {
    ApiClient ada = ApiClient.withNewAccount(server, "wrong-apps@example.org");
    for (String body :
        List.of(
            "{\"scopes\":[\"read\"]}",
            "{\"name\":\" \",\"scopes\":[\"read\"]}",
            "{\"name\":\"A\"}",
            "{\"name\":\"A\",\"scopes\":[]}",
            "{\"name\":\"A\",\"scopes\":[\"account\"]}",
            "{\"name\":\"A\",\"scopes\":[\"read\"],\"expires\":\"tomorrow\"}")) {
      assertEquals(422, ada.post("v1/me/app-passwords", body).status(), body);
    }
  }

  @Test
  void exportHasEverythingInJsonAndInICalendar() throws IOException {
    ApiClient ada = ApiClient.withNewAccount(server, "export@example.org");
    String calendar = ada.firstCalendar();
    for (int i = 0; i < 150; i++) {
      String event =
          "{\"title\":\"Event"
              + " %d\",\"start\":{\"date\":\"2031-01-01\"},\"transparency\":\"transparent\"}";
      assertEquals(
          201, ada.post("v1/calendars/" + calendar + "/events", event.formatted(i)).status());
    }
    ada.post("v1/me/app-passwords", "{\"name\":\"Phone\",\"scopes\":[\"read\"]}");
    Reply export = ada.post("v1/me/export", "{}");
    assertEquals(200, export.status());
    assertEquals("application/zip", export.header("Content-Type"));
    Map<String, String> files = unzip(export.response().body());
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        "export@example.org", json.readTree(files.get("account.json")).get("email").asText());
    assertEquals(1, json.readTree(files.get("sessions.json")).get("items").size());
    assertEquals(1, json.readTree(files.get("app-passwords.json")).size());
    assertTrue(files.containsKey("notifications.json"), files.keySet()::toString);
    String folder = "calendars/" + calendar + "/";
    assertEquals(150, json.readTree(files.get(folder + "events.json")).size());
    assertEquals(calendar, json.readTree(files.get(folder + "calendar.json")).get("id").asText());
    String ics = files.get(folder + "calendar.ics");
    assertEquals(150, ics.split("BEGIN:VEVENT", -1).length - 1);
    assertTrue(ics.endsWith("END:VCALENDAR\r\n"), "complete");
  }

  static Map<String, String> unzip(byte[] bytes) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void withoutMailNobodyIsSentALink() {
    assertFalse(nobody.get("v1/config").json().get("mail").asBoolean());
    Reply asked = nobody.post("v1/password-resets", "{\"email\":\"a@example.org\"}");
    assertEquals(403, asked.status());
    for (String token : List.of("x", "A".repeat(43), "")) {
      Reply redeemed =
          nobody.post(
              "v1/password-resets/redeem",
              "{\"token\":\"" + token + "\",\"password\":\"" + FRESH + "\"}");
      assertEquals(403, redeemed.status(), redeemed::toString);
    }
  }

  @Test
  void commandLineMakesAccountsAndLinksToNewPasswordsThatAreGoodOnce() {
    try (ServerProcess own = ServerProcess.start(Map.of("SIGN_UP", "closed"))) {
      own.stop();
      assertTrue(own.commandLine("account").contains("usage"));
      assertTrue(own.commandLine("something").contains("account"));
      String unknown = own.commandLine("account", "reset-password", "ada@example.org");
      assertTrue(unknown.contains("no account has the address"), unknown);
      String created = own.commandLine("account", "create", "ada@example.org");
      String again = own.commandLine("account", "create", "ada@example.org");
      assertTrue(again.contains("there is an account"), again);
      Matcher link = RESET_LINK.matcher(created);
      assertTrue(link.find(), created);
      own.restart();
      ApiClient anyone = ApiClient.anonymous(own);
      String body =
          "{\"token\":\"" + link.group(1) + "\",\"password\":\"the password of ada@example.org\"}";
      assertEquals(204, anyone.post("v1/password-resets/redeem", body).status());
      assertEquals(403, anyone.post("v1/password-resets/redeem", body).status(), "used");
      assertEquals(200, ApiClient.signedIn(own, "ada@example.org").get("v1/me").status());
      String running = own.commandLine("account", "reset-password", "ada@example.org");
      assertTrue(running.contains("is the server running"), running);
    }
  }
}
