package dev.scheduling.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket's protocol. */
final class RealtimeIT {

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void book(ApiClient account, int day) {
    String event = "{\"title\":\"Day\",\"start\":{\"date\":\"2031-01-%02d\"}}".formatted(day);
    String events = "v1/calendars/" + account.firstCalendar() + "/events";
    assertEquals(201, account.post(events, event).status());
  }

  @Test
  void whatWasMissedIsSentInOrderAndThenWhatIsNew() {
    ApiClient ada = ApiClient.withNewAccount(server, "replay@example.org");
    String epoch;
    try (RealtimeClient client = RealtimeClient.listen(server, ada.accessToken())) {
      epoch = client.next("welcome").get("epoch").asText();
      client.next("live");
      book(ada, 1);
      assertEquals(1, client.next("notification").get("sequence").asLong());
      client.send("{\"type\":\"ack\",\"sequence\":1}");
    }
    book(ada, 2);
    book(ada, 3);
    await()
        .until(() -> ada.get("v1/notifications").json().get("items").size(), count -> count == 3);
    try (RealtimeClient client = RealtimeClient.resume(server, ada.accessToken(), epoch, 1)) {
      client.next("welcome");
      assertEquals(2, client.next("notification").get("sequence").asLong());
      assertEquals(3, client.next("notification").get("sequence").asLong());
      client.next("live");
      book(ada, 4);
      assertEquals(4, client.next("notification").get("sequence").asLong());
    }
  }

  @Test
  void aPositionOfAnotherHistoryIsReset() {
    ApiClient ada = ApiClient.withNewAccount(server, "reset@example.org");
    try (RealtimeClient client = RealtimeClient.resume(server, ada.accessToken(), "other", 0)) {
      JsonNode welcome = client.next("welcome");
      JsonNode reset = client.next("reset");
      assertEquals(welcome.get("epoch"), reset.get("epoch"));
      client.next("live");
    }
    String epoch;
    try (RealtimeClient client = RealtimeClient.listen(server, ada.accessToken())) {
      epoch = client.next("welcome").get("epoch").asText();
    }
    try (RealtimeClient future = RealtimeClient.resume(server, ada.accessToken(), epoch, 99)) {
      future.next("welcome");
      future.next("reset");
    }
  }

  @Test
  void oneIsToldOfOnesOwnOnly() {
    ApiClient ada = ApiClient.withNewAccount(server, "mine@example.org");
    ApiClient eve = ApiClient.withNewAccount(server, "yours@example.org");
    try (RealtimeClient client = RealtimeClient.listen(server, eve.accessToken())) {
      client.next("welcome");
      client.next("live");
      book(ada, 1);
      book(eve, 2);
      JsonNode frame = client.next("notification");
      assertEquals(eve.firstCalendar(), frame.at("/data/calendarId").asText());
      assertEquals(1, frame.get("sequence").asLong());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not.a.token", "eyJhbGciOiJub25lIn0.e30."})
  void aTokenThatIsNotGoodClosesWith4401(String token) {
    try (RealtimeClient client = RealtimeClient.listen(server, token)) {
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void withoutAHelloTheConnectionIsClosedWith4408() {
    try (RealtimeClient client = RealtimeClient.connect(server)) {
      assertEquals(4408, client.closeCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "[]", "{\"type\":\"subscribe\"}", "{}", "{\"type\":\"ack\"}"})
  void aFrameThatIsNoneClosesWith4400(String frame) {
    try (RealtimeClient client = RealtimeClient.connect(server)) {
      client.send(frame);
      assertEquals(4400, client.closeCode());
    }
  }

  @Test
  void aFrameThatIsTooLargeClosesWith1009() {
    try (RealtimeClient client = RealtimeClient.connect(server)) {
      client.send("{\"type\":\"hello\",\"token\":\"" + "x".repeat(1 << 20) + "\"}");
      assertEquals(1009, client.closeCode());
    }
  }

  @Test
  void anotherAccountsTokenDoesNotRefreshAConnection() {
    ApiClient ada = ApiClient.withNewAccount(server, "refreshes@example.org");
    ApiClient again = ApiClient.signedIn(server, "refreshes@example.org");
    ApiClient eve = ApiClient.withNewAccount(server, "intrudes@example.org");
    try (RealtimeClient client = RealtimeClient.listen(server, ada.accessToken())) {
      client.next("welcome");
      client.next("live");
      client.send("{\"type\":\"refresh\",\"token\":\"" + again.accessToken() + "\"}");
      book(ada, 1);
      client.next("notification");
      client.send("{\"type\":\"refresh\",\"token\":\"" + eve.accessToken() + "\"}");
      assertEquals(4401, client.closeCode());
    }
  }

  @Test
  void aHandshakeWithoutTheSubprotocolOrFromAnotherPageIsRefused() {
    assertRefused(HttpClient.newHttpClient().newWebSocketBuilder());
    assertRefused(
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("scheduling.v1")
            .header("Origin", "https://evil.example.org"));
  }

  private static void assertRefused(WebSocket.Builder builder) {
    CompletionException e =
        assertThrows(
            CompletionException.class,
            () -> builder.buildAsync(server.realtimeUrl(), new WebSocket.Listener() {}).join());
    assertEquals(WebSocketHandshakeException.class, e.getCause().getClass());
  }
}
