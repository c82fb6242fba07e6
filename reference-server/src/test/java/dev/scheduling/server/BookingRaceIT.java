package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.scheduling.jdbc.TestDatabase;
import dev.scheduling.jdbc.TestDatabases;
import dev.scheduling.server.ApiClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Fifty who want the same hour at the same moment. */
final class BookingRaceIT {

  private static final int ROUNDS = 20;
  private static final int CALLERS = 50;

  @Test
  void exactlyOneOfFiftyOverlappingBookingsGetsTheHourOnH2() {
    try (ServerProcess server = ServerProcess.start()) {
      race(server);
    }
  }

  @Test
  void exactlyOneOfFiftyOverlappingBookingsGetsTheHourOnPostgresql() {
    try (TestDatabase database = TestDatabases.postgresql();
        ServerProcess server =
            ServerProcess.start(
                Map.of("DATABASE_URL", database.url(), "DATABASE_USER", database.user()))) {
      race(server);
    }
  }

  private static void race(ServerProcess server) {
    ApiClient ada = ApiClient.withNewAccount(server, "race@example.org");
    String events = "v1/calendars/" + ada.firstCalendar() + "/events";
    for (int round = 0; round < ROUNDS; round++) {
      List<CompletableFuture<Reply>> racing = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        // Each starts a minute later than the one before, and all of them overlap.
        String event =
            "{\"title\":\"Caller %d\",\"start\":{\"dateTime\":\"2031-01-%02dT10:%02d:00\",\"timeZone\":\"Asia/Seoul\"},\"duration\":\"PT1H\"}"
                .formatted(caller, round + 1, caller);
        racing.add(ada.sendAsync(ada.request("POST", events, event)));
      }
      Map<Integer, Integer> answers = new TreeMap<>();
      racing.forEach(reply -> answers.merge(reply.join().status(), 1, Integer::sum));
      assertEquals(Map.of(201, 1, 409, CALLERS - 1), answers, "round " + round);
    }
    assertEquals(ROUNDS, ada.get(events + "?pageSize=500").json().get("items").size());
  }
}
