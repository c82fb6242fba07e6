package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.scheduling.server.ApiClient.Reply;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Starting, being looked at, and ending. */
final class StartIT {

  private static final Pattern SETUP_LINK = Pattern.compile("http://\\S+/\\?setup=(\\S+)");

  @Test
  void thePageComesWithAPolicyThatAllowsNothingInline() {
    try (ServerProcess server = ServerProcess.start()) {
      Reply page = ApiClient.anonymous(server).get("");
      assertEquals(200, page.status());
      assertEquals(
          "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
              + " form-action 'self'; connect-src 'self' "
              + server.realtimeUrl(),
          page.header("Content-Security-Policy"));
      assertEquals("nosniff", page.header("X-Content-Type-Options"));
      assertEquals("no-referrer", page.header("Referrer-Policy"));
    }
  }

  @Test
  void aFileOfThePageIsSentOnceInTheEncodingThatWasAskedFor() {
    try (ServerProcess server = ServerProcess.start()) {
      ApiClient nobody = ApiClient.anonymous(server);
      Reply plain = nobody.get("js/main.js");
      Reply zipped =
          nobody.send(nobody.request("GET", "js/main.js", "").header("Accept-Encoding", "gzip"));
      assertEquals("text/javascript; charset=utf-8", plain.header("Content-Type"));
      assertEquals("gzip", zipped.header("Content-Encoding"));
      assertEquals("Accept-Encoding", zipped.header("Vary"));
      assertNotEquals(plain.header("ETag"), zipped.header("ETag"));
      Reply again =
          nobody.send(
              nobody
                  .request("GET", "js/main.js", "")
                  .header("If-None-Match", plain.header("ETag")));
      assertEquals(304, again.status());
      assertEquals("", again.text());
    }
  }

  @Test
  void wrongSettingsEndTheStartAndAreAllNamed() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> ServerProcess.start(Map.of("SIGN_UP", "maybe", "PUBLIC_URL", "nowhere")));
    assertTrue(e.getMessage().contains("SIGN_UP must be open or closed"), e::getMessage);
    assertTrue(e.getMessage().contains("PUBLIC_URL must be"), e::getMessage);
  }

  @Test
  void aDatabaseThatCannotBeReachedEndsTheStartWithoutTellingItsPassword() {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            "jdbc:h2:tcp://127.0.0.1:1/nothing",
            "DATABASE_USER",
            "ada",
            "DATABASE_PASSWORD",
            "never-to-be-seen");
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> ServerProcess.start(settings));
    assertTrue(e.getMessage().contains("The database is of no use"), e::getMessage);
    assertFalse(e.getMessage().contains("never-to-be-seen"), e::getMessage);
  }

  @Test
  void withoutASetupTokenTheFirstStartPrintsALinkThatIsGoodOnce() {
    try (ServerProcess server = ServerProcess.start(Map.of("SETUP_TOKEN", ""))) {
      Matcher link = SETUP_LINK.matcher(server.output());
      assertTrue(link.find(), server::output);
      String body =
          "{\"token\":\""
              + link.group(1)
              + "\",\"email\":\"root@example.org\","
              + "\"password\":\"a long password\"}";
      assertEquals(201, ApiClient.anonymous(server).post("v1/setup", body).status());
      String printed = server.output();
      server.stop();
      server.restart();
      String since = server.output().substring(printed.length());
      assertFalse(SETUP_LINK.matcher(since).find(), since);
      assertEquals(409, ApiClient.anonymous(server).post("v1/setup", body).status());
    }
  }

  @Test
  void whoTellsItToEndFindsEverythingAtTheNextStart() {
    try (ServerProcess server = ServerProcess.start()) {
      ApiClient ada = ApiClient.withNewAccount(server, "ada@example.org");
      String events = "v1/calendars/" + ada.firstCalendar() + "/events";
      String event = "{\"title\":\"Kept\",\"start\":{\"date\":\"2031-01-01\"}}";
      String path = ada.post(events, event).header("Location");
      server.stop();
      assertFalse(server.output().contains("Exception"), server::output);
      server.restart();
      assertEquals(200, ada.get(path).status());
    }
  }

  @Test
  void whereSignUpIsClosedNobodyMakesAnAccount() {
    try (ServerProcess server = ServerProcess.start(Map.of("SIGN_UP", "closed"))) {
      ApiClient nobody = ApiClient.anonymous(server);
      String body = "{\"email\":\"eve@example.org\",\"password\":\"a long password\"}";
      assertEquals(403, nobody.post("v1/accounts", body).status());
      assertEquals("closed", nobody.get("v1/config").json().get("signUp").asText());
      assertEquals(401, nobody.post("v1/sessions", body).status());
    }
  }
}
