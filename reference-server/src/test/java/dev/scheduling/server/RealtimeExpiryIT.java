package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a connection may outlive the token that opened it. */
final class RealtimeExpiryIT {

  private static void book(ApiClient account, int day) {
    String event = "{\"title\":\"Day\",\"start\":{\"date\":\"2031-01-%02d\"}}".formatted(day);
    String events = "v1/calendars/" + account.firstCalendar() + "/events";
    assertEquals(201, account.post(events, event).status());
  }

  @Test
  void aConnectionEndsWithItsTokenUnlessItIsGivenANewOne() {
    try (ServerHere server = ServerHere.start(Map.of())) {
      ApiClient ada = ApiClient.withNewAccount(server.base(), "ada@example.org");
      URI url = URI.create(ada.get("v1/config").json().get("realtimeUrl").asText());
      try (RealtimeClient client = RealtimeClient.listen(url, ada.accessToken())) {
        client.next("welcome");
        client.next("live");
        server.pass(Duration.ofMinutes(9));
        ApiClient again = ApiClient.signedIn(server.base(), "ada@example.org");
        client.send("{\"type\":\"refresh\",\"token\":\"" + again.accessToken() + "\"}");
        // What is told after the refresh shows that it was read.
        book(again, 1);
        client.next("notification");
        book(again, 2);
        client.next("notification");
        server.pass(Duration.ofMinutes(2));
        book(again, 3);
        client.next("notification");
        server.pass(Duration.ofMinutes(9));
        assertEquals(4401, client.closeCode());
      }
    }
  }
}
