package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The built-in database, for long enough that it begins to use its file's free space again: that is
 * when H2 2.5.252 came back, after each kill, as it had been before.
 */
final class KilledAgainAndAgainIT {

  // H2 writes over nothing that is younger than 45 seconds.
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final int MOST_KILLS = 60;

  @Test
  void whatWasAnsweredIsThereAfterEveryKill() {
    Instant end = ServerProcess.CLOCK.instant().plus(LONG_ENOUGH);
    try (ServerProcess server = ServerProcess.start()) {
      ApiClient.withNewAccount(server, "ada@example.org");
      for (int kills = 1;
          kills <= MOST_KILLS && ServerProcess.CLOCK.instant().isBefore(end);
          kills++) {
        ApiClient ada = ApiClient.signedIn(server, "ada@example.org");
        server.kill();
        server.restart();
        assertEquals(200, ada.get("v1/me").status(), "after kill " + kills);
        assertEquals(kills + 1, ada.get("v1/sessions").json().get("items").size());
      }
    }
  }
}
