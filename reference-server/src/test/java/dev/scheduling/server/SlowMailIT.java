package dev.scheduling.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.scheduling.server.ApiClient.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mail server that takes connections and answers nothing. */
final class SlowMailIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static GreenMail mail;
  private static SmtpGate gate;
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    gate = new SmtpGate(mail.getSmtp().getPort());
    server =
        ServerProcess.start(
            Map.of(
                "SMTP_URL",
                "smtp://127.0.0.1:" + gate.port(),
                "MAIL_FROM",
                "calendar@example.org"));
  }

  @AfterAll
  static void stop() {
    server.close();
    gate.close();
    mail.stop();
  }

  private static String book(ApiClient client, int minutes, String more) {
    Instant start =
        ServerProcess.CLOCK
            .instant()
            .truncatedTo(ChronoUnit.SECONDS)
            .plus(minutes, ChronoUnit.MINUTES);
    Reply booked =
        client.post(
            "v1/calendars/" + client.firstCalendar() + "/events",
            ("{\"title\":\"T\",\"start\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"},"
                    + "\"duration\":\"PT1M\"%s}")
                .formatted(start.toString().replace("Z", ""), more));
    assertEquals(201, booked.status(), booked::toString);
    return booked.json().path("id").asText();
  }

  @Test
  void mailServerThatHangsHoldsUpNothingButMail() {
    ApiClient nobody = ApiClient.anonymous(server);
    String email = "ada@example.org";
    String who = "\"email\":\"" + email + "\",\"password\":\"" + ApiClient.password(email) + "\"}";
    Reply setUp = nobody.post("v1/setup", "{\"token\":\"" + server.setupToken() + "\"," + who);
    assertEquals(201, setUp.status(), setUp::toString);
    ApiClient ada =
        nobody.withToken(nobody.post("v1/sessions", "{" + who).json().path("accessToken").asText());
    gate.stall();
    String reminder =
        ",\"reminders\":[{\"trigger\":{\"offset\":\"-PT402M\",\"relativeTo\":\"start\"},"
            + "\"channels\":[\"email\"]}]";
    book(ada, 400, reminder);
    for (int i = 1; i <= 10; i++) {
      String id = book(ada, 400 + 10 * i, "");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> ada.get("v1/notifications?pageSize=500").text().contains(id));
    }
    assertEquals(0, mail.getReceivedMessages().length, "all of that while the mail hangs");
    gate.goOn();
    Awaitility.await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length == 1);
  }
}
