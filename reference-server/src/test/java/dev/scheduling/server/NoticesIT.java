package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people are told beside changes of their events. */
final class NoticesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BROWSER = "Mozilla/5.0 (X11; Linux) Firefox/";

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = ServerProcess.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<JsonNode> told(ApiClient client, String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : client.get("v1/notifications").json().path("items")) {
      if (item.path("kind").asText().equals(kind)) {
        found.add(item.path("data"));
      }
    }
    return found;
  }

  private static List<JsonNode> await(ApiClient client, String kind, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> told(client, kind).size() >= count);
    return told(client, kind);
  }

  private static void signIn(String email, String program) {
    ApiClient nobody = ApiClient.anonymous(server);
    HttpRequest.Builder request =
        nobody.request(
            "POST",
            "v1/sessions",
            "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, ApiClient.password(email)));
    Reply reply = nobody.send(request.header("User-Agent", program));
    assertEquals(201, reply.status(), reply::toString);
  }

  @Test
  void signInWithAProgramThatWasNotUsedBeforeIsToldOnce() {
    String email = "devices@example.org";
    ApiClient ada = ApiClient.withNewAccount(server, email);
    signIn(email, BROWSER + "151.0");
    signIn(email, BROWSER + "152.0.1");
    signIn(email, "curl/8.1");
    List<JsonNode> told = await(ada, "account.new-device", 2);
    assertEquals(
        List.of(BROWSER + "151.0", "curl/8.1"),
        told.stream().map(data -> data.path("device").asText()).toList());
    assertEquals("127.0.0.1", told.get(0).path("address").asText());
  }

  @Test
  void bookingOverAnotherIsToldWhereTheCalendarWarns() {
    ApiClient bob = ApiClient.withNewAccount(server, "overlaps@example.org");
    Reply calendar =
        bob.post(
            "v1/calendars", "{\"name\":\"W\",\"timeZone\":\"UTC\",\"conflictPolicy\":\"warn\"}");
    String path = "v1/calendars/" + calendar.json().path("id").asText() + "/events";
    String event =
        "{\"title\":\"%s\",\"start\":{\"dateTime\":\"2026-03-02T09:00:00\",\"timeZone\":\"UTC\"},"
            + "\"duration\":\"PT1H\"}";
    assertEquals(201, bob.post(path, event.formatted("First")).status());
    assertEquals(200, bob.post(path + "?dryRun=true", event.formatted("Not yet")).status());
    Reply second = bob.post(path, event.formatted("Second"));
    assertEquals(201, second.status(), second::toString);
    List<JsonNode> told = await(bob, "conflict.warned", 1);
    assertEquals(
        List.of(second.json().path("id").asText()),
        told.stream().map(data -> data.path("eventId").asText()).toList());
    assertEquals(1, told.get(0).path("conflicts").asInt());
  }
}
