package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scheduling.server.ApiClient.Reply;
import org.junit.jupiter.api.Test;

/** What is left after the process was killed. */
final class CrashIT {

  private static final int CRASHES = 3;

  @Test
  void whatWasCommittedBeforeAKillIsThereAndIsNotified() {
    try (ServerProcess server = ServerProcess.start()) {
      String email = "crash@example.org";
      ApiClient ada = ApiClient.withNewAccount(server, email);
      String events = "v1/calendars/" + ada.firstCalendar() + "/events";
      String epoch;
      try (RealtimeClient client = RealtimeClient.listen(server, ada.accessToken())) {
        epoch = client.next("welcome").get("epoch").asText();
      }
      for (int crash = 1; crash <= CRASHES; crash++) {
        Reply made =
            ada.post(
                events,
                "{\"title\":\"Kept\",\"start\":{\"date\":\"2031-10-%02d\"}}".formatted(crash));
        server.kill();
        assertEquals(201, made.status());
        server.restart();
        // The access token outlives the process: the key that signed it is in the database.
        assertEquals("Kept", ada.get(made.header("Location")).json().path("title").asText());
        try (RealtimeClient client =
            RealtimeClient.resume(server, ada.accessToken(), epoch, crash - 1)) {
          client.next("welcome");
          JsonNode frame = nextNotification(client);
          assertEquals(crash, frame.get("sequence").asLong());
          assertEquals(made.json().get("id"), frame.at("/data/eventId"));
        }
      }
      assertEquals(CRASHES, ada.get("v1/notifications").json().get("items").size());
    }
  }

  /** The relay may be quicker than the client, or not; "live" comes before or after. */
  private static JsonNode nextNotification(RealtimeClient client) {
    JsonNode frame = client.nextOf("notification", "live");
    return frame.get("type").asText().equals("live") ? client.next("notification") : frame;
  }
}
